internal import BinaryFormats
internal import GoMetadata

/// The bytes that references may explain: data and read-only data without the function table and the types, concatenated so that
/// a position is a small number.
struct DataArena {
    struct Piece {
        /// File offsets.
        let range: Range<Int>
        let address: Address
        /// Position of the first byte.
        let base: Int
        /// Whether the section has no pointers to data (`.noptrdata`).
        let isPointerFree: Bool
        let isReadOnly: Bool
    }

    /// Ascending by address.
    private(set) var pieces: [Piece] = []
    /// Ascending by position.
    private var byBase: [Piece] = []
    private(set) var size = 0
    /// Positions of `go:string.*`: texts of constants, shorter ones first. Empty if unknown.
    private(set) var strings = 0..<0

    init(_ subject: borrowing Subject) {
        let image = subject.image
        var taken: [Range<Int>] = []
        if let table = subject.program.functions {
            let end = subject.program.moduleData?.functionTableEnd.flatMap {
                image.memory.range(of: table.address..<max(table.address, $0))
            }
            taken.append(table.offset..<max(table.rows.upperBound, end?.upperBound ?? 0))
        }
        if let module = subject.program.moduleData {
            if let types = image.memory.range(of: module.types) { taken.append(subject.program.types?.extent ?? types) }
            taken.append(module.range)
            taken += image.sections.filter(isFIPSRecord).map(\.range)
            taken += module.pointerPrograms(image, subject.reader)
        }
        if let funcdata = subject.program.funcdata { taken.append(funcdata) }
        if let info = subject.program.buildInfo { taken.append(info.range) }
        let pointerFree = subject.program.moduleData.flatMap { image.memory.range(of: $0.noptrdata) } ?? 0..<0
        for section in image.sections where (section.role == .data || section.role == .readOnlyData) && section.isLoaded {
            var rest = [
                section.range.lowerBound..<section.range.lowerBound + min(section.range.count, Int(clamping: section.virtualSize))
            ]
            for other in taken {
                rest = rest.flatMap { range in
                    guard range.overlaps(other) else { return [range] }
                    return [
                        range.lowerBound..<max(range.lowerBound, other.lowerBound),
                        min(range.upperBound, other.upperBound)..<range.upperBound,
                    ]
                }
            }
            // The sum of overlapping sections may exceed the file size.
            for range in rest.flatMap({ DataArena.split($0, at: pointerFree) })
            where !range.isEmpty && size + range.count <= subject.reader.count {
                let address = section.address + UInt64(range.lowerBound - section.range.lowerBound)
                pieces.append(
                    Piece(
                        range: range, address: address, base: size, isPointerFree: pointerFree.contains(range.lowerBound),
                        isReadOnly: section.role == .readOnlyData
                            || image.format == .wasm && range.upperBound <= pointerFree.lowerBound))
                size += range.count
            }
        }
        byBase = pieces
        pieces.sort { $0.address < $1.address }
        strings = subject.stringTable.flatMap(positions) ?? 0..<0
    }

    /// Positions of addresses, which must be in one piece.
    private func positions(of addresses: Range<Address>) -> Range<Int>? {
        guard let start = position(of: addresses.lowerBound), let piece = piece(at: start) else { return nil }
        let room = piece.base + piece.range.count - start
        return start..<start + min(Int(clamping: addresses.upperBound - addresses.lowerBound), room)
    }

    /// Addresses from the first byte to the last.
    var span: Range<Address>? {
        guard let first = pieces.first, let last = pieces.last else { return nil }
        return first.address..<max(first.address, last.address + UInt64(last.range.count))
    }

    func piece(at position: Int) -> Piece? { byBase.last(while: { $0.base <= position }) }

    /// The parts of `range` before, in and after `other`.
    private static func split(_ range: Range<Int>, at other: Range<Int>) -> [Range<Int>] {
        let inside = range.clamped(to: other)
        return inside.isEmpty ? [range] : [range.lowerBound..<inside.lowerBound, inside, inside.upperBound..<range.upperBound]
    }

    /// Start of each piece: no object spans two pieces.
    var bases: [Int] { pieces.map(\.base) }

    func position(of address: Address) -> Int? {
        guard let piece = pieces.last(while: { $0.address <= address }), address - piece.address < UInt64(piece.range.count)
        else { return nil }
        return piece.base + Int(address - piece.address)
    }

    func fileOffset(_ position: Int) -> Int {
        piece(at: position).map { $0.range.lowerBound + position - $0.base } ?? 0
    }

    /// One claim per object with an owner, up to the next object or the end of its piece.
    func claims(_ starts: [Int], _ owners: [Owner], _ subject: borrowing Subject) -> [Claim] {
        var claims: [Claim] = []
        claims.reserveCapacity(starts.count)
        for piece in byBase {
            let end = piece.base + piece.range.count
            var object = starts.partitioningIndex { $0 >= piece.base }
            while object < starts.count, starts[object] < end {
                let next = object + 1 < starts.count ? min(starts[object + 1], end) : end
                if owners[object] != .unexplained {
                    let range = piece.range.lowerBound + starts[object] - piece.base..<piece.range.lowerBound + next - piece.base
                    // Without symbols, read-only text can be distinguished from other constants only by its bytes.
                    let isText = piece.isReadOnly && subject.reader.isText(range)
                    claims.append(Claim(range, owners[object], isText ? .strings : .data))
                }
                object += 1
            }
        }
        return claims
    }
}

extension Subject {
    /// Addresses of `go:string.*`: from the start of the read-only data, or the types in it up to Go 1.26, to the funcdata, the
    /// pointer bitmaps of types or those of the data, which follow it. (cmd/link/internal/sym/symkind.go)
    fileprivate var stringTable: Range<Address>? {
        guard let module = program.moduleData, module.readOnlyData < module.gcdata else { return nil }
        let span = module.readOnlyData..<module.gcdata
        let start = span.contains(module.types.upperBound) ? module.types.upperBound : span.lowerBound
        let bitmaps = program.types?.descriptors.lazy.compactMap { $0.pointers?.lowerBound }.min()
        let ends = [module.funcdata, bitmaps.flatMap { image.memory.address(of: $0) }, module.gcdata].compactMap(\.self)
        return start..<(ends.filter { $0 > start && $0 <= module.gcdata }.min() ?? module.gcdata)
    }
}

extension ModuleData {
    /// File offsets of the pointer programs of `data` and `bss`.
    func pointerPrograms(_ image: Image, _ reader: ByteReader) -> [Range<Int>] {
        [gcdata, gcbss].compactMap { image.memory.offset(of: $0).flatMap { PointerMask.program(at: $0, reader) } }
    }
}

/// Whether a section is the record of crypto/internal/fips140/check, whose pointers delimit parts of sections.
func isFIPSRecord(_ section: Section) -> Bool {
    section.name == ".go.fipsinfo" || section.name.hasSuffix(",__go_fipsinfo")
}
