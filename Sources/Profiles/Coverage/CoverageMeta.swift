internal import BinaryFormats

/// A file `covmeta.HASH`: the functions of a program and their blocks. (src/internal/coverage/defs.go)
struct CoverageMeta: Sendable {
    struct Function: Sendable {
        var name: String
        var file: String
        /// Start line and statements of each block, in the order of its counters.
        var blocks: [(line: Int, statements: Int)]
        var isLiteral: Bool
    }

    struct Package: Sendable {
        var path: String
        var functions: [Function]
    }

    static let magic: StaticString = "\0cvm"

    var hash: [UInt8]
    var packages: [Package]

    init(_ reader: ByteReader) throws(FormatError) {
        let header = try reader.record("MetaFileHeader", at: 0, size: 56)
        guard reader.has(Self.magic, at: 0), header.u32(4) <= 1 else {
            throw FormatError("MetaFileHeader", at: 0, "not coverage data of version 1: its version is \(header.u32(4))")
        }
        let count = header.u64(16)
        let offsets = try reader.table("package offsets", at: 56, count: count, entrySize: 16).lowerBound
        hash = (24..<40).map { header.u8($0) }
        packages = []
        for index in 0..<Int(count) {
            guard let offset = reader.u64(at: offsets + 8 * index),
                let length = reader.u64(at: offsets + 8 * (Int(count) + index)),
                let range = reader.range(at: offset, count: length)
            else { throw FormatError("package offsets", at: offsets + 8 * index, "outside of the file") }
            packages.append(try Self.package(reader, range))
        }
    }

    private static func package(_ reader: ByteReader, _ range: Range<Int>) throws(FormatError) -> Package {
        guard range.count >= 44 else {
            throw FormatError("MetaSymbolHeader", at: range.lowerBound, "needs 44 bytes, the package has \(range.count)")
        }
        let header = try reader.record("MetaSymbolHeader", at: range.lowerBound, size: 44)
        let count = Int(header.u32(40))
        guard count <= (range.count - 44) / 4 else {
            throw FormatError("MetaSymbolHeader", at: range.lowerBound, "\(count) functions do not fit in \(range.count) bytes")
        }
        let strings = try StringTable(reader, at: range.lowerBound + 44 + 4 * count, end: range.upperBound)
        var functions: [Function] = []
        for index in 0..<count {
            let place = range.lowerBound + 44 + 4 * index
            guard let offset = reader.u32(at: place), offset < range.count else {
                throw FormatError("function offset", at: place, "outside of its package")
            }
            functions.append(try function(reader, at: range.lowerBound + Int(offset), end: range.upperBound, strings))
        }
        return Package(path: strings[header.u32(8)], functions: functions)
    }

    private static func function(
        _ reader: ByteReader, at offset: Int, end: Int, _ strings: StringTable
    ) throws(FormatError) -> Function {
        var numbers = Numbers(reader, at: offset, end: end)
        let units = try numbers.next()
        let (name, file) = (strings[try numbers.next()], strings[try numbers.next()])
        guard units <= UInt64(end - offset) / 5 else {
            throw FormatError("function", at: offset, "\(units) blocks do not fit in its package")
        }
        var blocks: [(line: Int, statements: Int)] = []
        for _ in 0..<Int(units) {
            let line = Int(clamping: try numbers.next())
            for _ in 0..<3 { _ = try numbers.next() }
            blocks.append((line, Int(clamping: try numbers.next() & 0xffff_ffff)))
        }
        return Function(name: name, file: file, blocks: blocks, isLiteral: try numbers.next() != 0)
    }

    /// Lengths and texts of a package's names.
    private struct StringTable {
        private var strings: [String] = []

        init(_ reader: ByteReader, at offset: Int, end: Int) throws(FormatError) {
            var numbers = Numbers(reader, at: offset, end: end)
            for _ in 0..<min(try numbers.next(), UInt64(end - offset)) {
                strings.append(reader.string(try numbers.bytes()))
            }
        }

        subscript(number: some BinaryInteger) -> String {
            Int(exactly: number).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
        }
    }
}

/// Consecutive ULEB128 numbers and counted texts.
struct Numbers: ~Escapable {
    private let reader: ByteReader
    private(set) var offset: Int
    private let end: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, at offset: Int, end: Int) {
        self.reader = reader
        self.offset = offset
        self.end = end
    }

    mutating func next() throws(FormatError) -> UInt64 {
        guard let (value, after) = reader.uleb128(at: offset), after <= end else {
            throw FormatError("coverage data", at: offset, "a number does not fit; is the file cut short?")
        }
        offset = after
        return value
    }

    /// A count and that many bytes.
    mutating func bytes() throws(FormatError) -> Range<Int> {
        let count = try next()
        guard count <= UInt64(end - offset) else {
            throw FormatError("coverage data", at: offset, "a text of \(count) bytes does not fit; is the file cut short?")
        }
        defer { offset += Int(count) }
        return offset..<offset + Int(count)
    }
}
