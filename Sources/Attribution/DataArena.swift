internal import BinaryFormats
internal import GoMetadata

/// The bytes that references may explain: data and read-only data without the function table and the types, laid end to end
/// so that a position is a small number.
struct DataArena {
    private struct Piece {
        /// File offsets.
        let range: Range<Int>
        let address: Address
        /// Position of the first byte.
        let base: Int
    }

    private var pieces: [Piece] = []
    private(set) var size = 0

    init(_ subject: borrowing Subject) {
        let image = subject.image
        var taken: [Range<Int>] = []
        if let table = subject.program.functions { taken.append(table.offset..<table.rows.upperBound) }
        if let module = subject.program.moduleData {
            if let types = image.memory.range(of: module.types) { taken.append(types) }
            taken.append(module.range)
        }
        if let info = subject.program.buildInfo { taken.append(info.range) }
        for section in image.sections where (section.role == .data || section.role == .readOnlyData) && section.isLoaded {
            var rest = [section.range.lowerBound..<min(section.range.upperBound, section.range.lowerBound + Int(clamping: section.virtualSize))]
            for other in taken {
                rest = rest.flatMap { range in
                    guard range.overlaps(other) else { return [range] }
                    return [range.lowerBound..<max(range.lowerBound, other.lowerBound), min(range.upperBound, other.upperBound)..<range.upperBound]
                }
            }
            for range in rest where !range.isEmpty {
                pieces.append(Piece(range: range, address: section.address + UInt64(range.lowerBound - section.range.lowerBound), base: size))
                size += range.count
            }
        }
        pieces.sort { $0.address < $1.address }
    }

    func position(of address: Address) -> Int? {
        for piece in pieces where address >= piece.address && address - piece.address < UInt64(piece.range.count) {
            return piece.base + Int(address - piece.address)
        }
        return nil
    }

    func fileOffset(_ position: Int) -> Int {
        for piece in pieces where position >= piece.base && position - piece.base < piece.range.count {
            return piece.range.lowerBound + position - piece.base
        }
        return 0
    }

    /// Every aligned word, with its position.
    func forEachWord(_ subject: borrowing Subject, _ body: (_ place: Int, _ value: UInt64) -> Void) {
        let size = subject.image.pointerSize
        for piece in pieces {
            let skip = Int(truncatingIfNeeded: (UInt64(size) - piece.address.value % UInt64(size)) % UInt64(size))
            var offset = piece.range.lowerBound + skip
            while offset + size <= piece.range.upperBound, let value = subject.reader.word(at: offset, size: size) {
                if value != 0 { body(piece.base + offset - piece.range.lowerBound, value) }
                offset += size
            }
        }
    }

    /// Words that hold the address of a byte of the arena.
    func pointers(_ subject: borrowing Subject) -> [(place: Int, target: Int)] {
        guard let first = pieces.first, let last = pieces.last else { return [] }
        let span = first.address.value..<last.address.value + UInt64(last.range.count)
        var found: [(place: Int, target: Int)] = []
        forEachWord(subject) { place, value in
            if span.contains(value), let target = position(of: Address(value)) { found.append((place, target)) }
        }
        return found
    }

    /// One claim for each object that has an owner, up to the next object or the end of its piece.
    func claims(_ starts: [Int], _ owners: [Owner], _ subject: borrowing Subject) -> [Claim] {
        var claims: [Claim] = []
        claims.reserveCapacity(starts.count)
        for piece in pieces.sorted(by: { $0.base < $1.base }) {
            let end = piece.base + piece.range.count
            var object = starts.partitioningIndex { $0 >= piece.base }
            while object < starts.count, starts[object] < end {
                let next = object + 1 < starts.count ? min(starts[object + 1], end) : end
                if owners[object] != .unexplained {
                    let range = piece.range.lowerBound + starts[object] - piece.base..<piece.range.lowerBound + next - piece.base
                    claims.append(Claim(range, owners[object], kind(of: range, subject)))
                }
                object += 1
            }
        }
        return claims
    }

    /// Text is told from other constants by its bytes, as nothing else does in a stripped file.
    private func kind(of range: Range<Int>, _ subject: borrowing Subject) -> ByteKind {
        .data
    }
}

extension Array {
    /// The first index whose element satisfies `belongs`, in a list where those that do come last.
    fileprivate func partitioningIndex(_ belongs: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
