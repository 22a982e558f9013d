internal import BinaryFormats

/// One Go object file (goobj): the offsets of its blocks in the archive, checked against its size. The format is the same from Go
/// 1.20 to 1.27 and little-endian on every target. (cmd/internal/goobj/objfile.go)
final class ObjectFile: Sendable {
    /// `linux`, `amd64`, `go1.27.3` and the experiments.
    let target: ObjectTarget
    /// Archive offsets of the text before the binary part: target, package and cgo directives.
    let textHeader: Range<Int>
    /// Archive offset of the binary part; name offsets are relative to it.
    private let start: Int
    private let blocks: [Range<Int>]

    /// Number of symbols by kind of look-up: by index, by 8 bytes of hash, by 16, by name; then referenced symbols.
    let definedCount: Int
    let shortHashedCount: Int
    let hashedCount: Int
    let namedCount: Int
    let referenceCount: Int

    /// Symbols with contents; references follow them.
    var contentCount: Int { definedCount + shortHashedCount + hashedCount + namedCount }
    /// Symbols deduplicated by contents.
    var hashed: Range<Int> { definedCount..<definedCount + shortHashedCount + hashedCount }
    var symbolCount: Int { contentCount + referenceCount }
    var importCount: Int { blocks[Block.imports.rawValue].count / 16 }
    var packageCount: Int { blocks[Block.packages.rawValue].count / 8 }
    var fileCount: Int { blocks[Block.files.rawValue].count / 8 }
    var referenceFlagCount: Int { blocks[Block.referenceFlags.rawValue].count / 10 }

    private enum Block: Int, CaseIterable {
        case imports, packages, files, defined, shortHashed, hashed, named, references, referenceFlags, shortHashes, hashes
        case relocationIndex, auxiliaryIndex, dataIndex, relocations, auxiliaries, data, referenceNames
    }

    static let symbolSize = 21

    init(_ member: Range<Int>, _ reader: ByteReader) throws(FormatError) {
        guard let mark = reader.occurrences(of: Array("\n!\n".utf8), in: member, limit: 1).first else {
            throw FormatError("goobj text header", at: member.lowerBound, "has no terminator")
        }
        textHeader = member.lowerBound..<mark
        target = ObjectTarget(line: reader.string(member.lowerBound..<mark))
        let start = mark + 3
        guard reader.has("\0go120ld", at: start) else {
            throw FormatError("goobj magic", at: start, "unknown object file format, expected that of Go 1.20 to 1.27")
        }
        let header = try reader.record("goobj header", at: start, size: 96)
        var blocks: [Range<Int>] = []
        for block in Block.allCases {
            let first = start + Int(header.u32(20 + 4 * block.rawValue))
            let end = start + Int(header.u32(24 + 4 * block.rawValue))
            guard first >= start + 96, first <= end, end <= member.upperBound else {
                throw FormatError(
                    "goobj block \(block)", at: start + 20 + 4 * block.rawValue,
                    "reaches from \(first - start) to \(end - start) in an object of \(member.upperBound - start) bytes")
            }
            blocks.append(first..<end)
        }
        self.start = start
        self.blocks = blocks

        func count(_ block: Block, size: Int) throws(FormatError) -> Int {
            let range = blocks[block.rawValue]
            guard range.count % size == 0 else {
                throw FormatError(
                    "goobj block \(block)", at: range.lowerBound, "\(range.count) bytes, expected a multiple of \(size)")
            }
            return range.count / size
        }
        definedCount = try count(.defined, size: ObjectFile.symbolSize)
        shortHashedCount = try count(.shortHashed, size: ObjectFile.symbolSize)
        hashedCount = try count(.hashed, size: ObjectFile.symbolSize)
        namedCount = try count(.named, size: ObjectFile.symbolSize)
        referenceCount = try count(.references, size: ObjectFile.symbolSize)
        let contents = definedCount + shortHashedCount + hashedCount + namedCount
        for (block, size, expected) in [
            (Block.shortHashes, 8, shortHashedCount), (.hashes, 16, hashedCount), (.relocationIndex, 4, contents + 1),
            (.auxiliaryIndex, 4, contents + 1), (.dataIndex, 4, contents + 1),
        ] {
            let found = try count(block, size: size)
            guard found == expected else {
                throw FormatError(
                    "goobj block \(block)", at: blocks[block.rawValue].lowerBound, "has \(found) entries, expected \(expected)")
            }
        }
    }

    /// A symbol's fixed part, `goobj.Sym`.
    struct Symbol {
        /// Archive offsets.
        var name: Range<Int>
        /// 0 and 1 are visible by name; 0xffff is not.
        var abi: UInt16
        var kind: UInt8
        var flags: SymbolFlags
        var size: UInt32
        var alignment: UInt32
    }

    func symbol(_ index: Int, _ reader: ByteReader) throws(FormatError) -> Symbol {
        // The five symbol tables are contiguous.
        let offset = blocks[Block.defined.rawValue].lowerBound + index * ObjectFile.symbolSize
        let record = try reader.record("goobj symbol", at: offset, size: ObjectFile.symbolSize)
        return Symbol(
            name: try name(record, at: offset, reader), abi: record.u16(8), kind: record.u8(10),
            flags: SymbolFlags(rawValue: record.u16(11)), size: record.u32(13), alignment: record.u32(17))
    }

    /// `u32` length and `u32` offset from the start of the object.
    private func name(_ record: Record, at offset: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        guard let range = reader.range(at: UInt64(start) + UInt64(record.u32(4)), count: UInt64(record.u32(0))) else {
            throw FormatError(
                "goobj string", at: offset, "\(record.u32(0)) bytes at \(record.u32(4)) run past the end of the archive")
        }
        return range
    }

    private func string(_ block: Block, _ index: Int, size: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        let offset = blocks[block.rawValue].lowerBound + index * size
        return try name(try reader.record("goobj string", at: offset, size: 8), at: offset, reader)
    }

    func importPath(_ index: Int, _ reader: ByteReader) throws(FormatError) -> String {
        reader.string(try string(.imports, index, size: 16, reader))
    }

    /// Path of a package by index, as in references; 0 is none.
    func package(_ index: Int, _ reader: ByteReader) throws(FormatError) -> String {
        reader.string(try string(.packages, index, size: 8, reader))
    }

    func file(_ index: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        try string(.files, index, size: 8, reader)
    }

    /// Archive offsets of the content hash of a symbol among the hashed ones of its size.
    func shortHash(_ index: Int) -> Range<Int> {
        let offset = blocks[Block.shortHashes.rawValue].lowerBound + index * 8
        return offset..<offset + 8
    }

    func hash(_ index: Int) -> Range<Int> {
        let offset = blocks[Block.hashes.rawValue].lowerBound + index * 16
        return offset..<offset + 16
    }

    struct Reference {
        var package: UInt32
        var symbol: UInt32
    }

    /// Flags of referenced symbols of other packages.
    func referenceFlags(_ index: Int, _ reader: ByteReader) throws(FormatError) -> (Reference, SymbolFlags) {
        let offset = blocks[Block.referenceFlags.rawValue].lowerBound + index * 10
        let record = try reader.record("goobj reference flags", at: offset, size: 10)
        return (Reference(package: record.u32(0), symbol: record.u32(4)), SymbolFlags(rawValue: record.u16(8)))
    }

    /// Archive offsets of the entries of `table` that belong to a symbol; the index has their start and end.
    private func extent(_ index: Block, _ table: Block, _ symbol: Int, size: Int, _ reader: ByteReader) throws(FormatError)
        -> Range<Int>
    {
        guard symbol < contentCount else { return 0..<0 }
        let offset = blocks[index.rawValue].lowerBound + symbol * 4
        let record = try reader.record("goobj index", at: offset, size: 8)
        let first = Int(record.u32(0)) * size
        let end = Int(record.u32(4)) * size
        let table = blocks[table.rawValue]
        guard first <= end, end <= table.count else {
            throw FormatError(
                "goobj block \(index)", at: offset, "\(first) to \(end) is not within the \(table.count) bytes it points into")
        }
        return table.lowerBound + first..<table.lowerBound + end
    }

    static let relocationSize = 23
    static let auxiliarySize = 9

    func relocations(_ symbol: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        try extent(.relocationIndex, .relocations, symbol, size: ObjectFile.relocationSize, reader)
    }

    func auxiliaries(_ symbol: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        try extent(.auxiliaryIndex, .auxiliaries, symbol, size: ObjectFile.auxiliarySize, reader)
    }

    func data(_ symbol: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        try extent(.dataIndex, .data, symbol, size: 1, reader)
    }

    /// `goobj.Reloc`.
    struct Relocation {
        /// Bytes from the start of the symbol.
        var offset: Int32
        var type: UInt16
        var addend: Int64
        var target: Reference
    }

    static func relocation(at offset: Int, _ reader: ByteReader) -> Relocation {
        Relocation(
            offset: reader.i32(at: offset) ?? 0, type: reader.u16(at: offset + 5) ?? 0,
            addend: Int64(bitPattern: reader.u64(at: offset + 7) ?? 0),
            target: Reference(package: reader.u32(at: offset + 15) ?? 0, symbol: reader.u32(at: offset + 19) ?? 0))
    }

    static func auxiliary(at offset: Int, _ reader: ByteReader) -> (kind: UInt8, target: Reference) {
        (
            reader.u8(at: offset) ?? 0,
            Reference(package: reader.u32(at: offset + 1) ?? 0, symbol: reader.u32(at: offset + 5) ?? 0)
        )
    }
}
