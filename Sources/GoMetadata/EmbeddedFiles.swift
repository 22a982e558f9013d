public import BinaryFormats

/// The files that `//go:embed` stores in variables of type `embed.FS`: for each variable a slice in read-only data, which points
/// to the records after it, one per file and folder. (cmd/compile/internal/staticdata/embed.go `WriteEmbed`, embed/embed.go
/// `file`)
///
/// Files embedded as `string` or `[]byte` are constants, whose file names are not in the program.
public struct EmbeddedFiles: Sendable {
    public struct File: Sendable {
        /// File offsets of the path, which is relative to the folder of the package.
        public var name: Range<Int>
        /// File offsets.
        public var contents: Range<Int>
        /// Index into `tables`.
        public var table: Int
    }

    public struct Table: Sendable {
        /// Address of the slice, which is the value of the variable.
        public var address: Address
        /// File offsets of the slice and its records.
        public var range: Range<Int>
    }

    public private(set) var files: [File] = []
    public private(set) var tables: [Table] = []
    /// Addresses of the variables, which are words that hold the address of a table, with the index of the table.
    public private(set) var variables: [(address: Address, table: Int)] = []

    init() {}

    /// Empty for a program without functions of package `embed`, which every use of a file system needs.
    init(_ image: Image, _ reader: ByteReader, _ functions: FunctionTable) {
        let prefix = [0] + Array("embed.".utf8)
        guard !reader.occurrences(of: prefix, in: functions.names, limit: 1).isEmpty else { return }
        let searched = image.sections.filter {
            ($0.role == .data || $0.role == .readOnlyData) && $0.isLoaded && $0.range.lowerBound != functions.offset
        }
        let pointer = image.pointerSize
        var budget = reader.count
        for section in searched {
            var offset = EmbeddedFiles.firstWord(of: section, pointer)
            while offset + 3 * pointer <= section.range.upperBound, let word = image.pointers.pointer(at: offset, reader) {
                let address = section.address + UInt64(offset - section.range.lowerBound)
                if word == address + UInt64(3 * pointer), budget > 0,
                    let end = read(at: offset, address, image, reader, &budget)
                {
                    offset = end
                } else {
                    offset += pointer
                }
            }
        }
        let indexOfAddress = Dictionary(tables.enumerated().map { ($1.address, $0) }, uniquingKeysWith: { first, _ in first })
        guard let first = tables.lazy.map(\.address).min(), let last = tables.lazy.map(\.address).max() else { return }
        for section in searched where section.role == .data {
            for offset in stride(from: EmbeddedFiles.firstWord(of: section, pointer), to: section.range.upperBound, by: pointer) {
                guard let word = image.pointers.pointer(at: offset, reader), first <= word, word <= last,
                    let table = indexOfAddress[word]
                else { continue }
                variables.append((section.address + UInt64(offset - section.range.lowerBound), table))
            }
        }
    }

    /// File offset of the first aligned word.
    private static func firstWord(of section: Section, _ pointer: Int) -> Int {
        section.range.lowerBound + (pointer - Int(section.address.value % UInt64(pointer))) % pointer
    }

    /// Reads the table at a file offset and returns its end; nil for other data that points to the bytes after itself, such as a
    /// type descriptor.
    private mutating func read(
        at offset: Int, _ address: Address, _ image: Image, _ reader: ByteReader, _ budget: inout Int
    ) -> Int? {
        let pointer = image.pointerSize
        let recordSize = 4 * pointer + 16
        guard let count = reader.word(at: offset + pointer, size: pointer),
            let capacity = reader.word(at: offset + 2 * pointer, size: pointer), count == capacity, count > 0, count < 1 << 20
        else { return nil }
        let end = offset + 3 * pointer + Int(count) * recordSize
        guard end <= reader.count, let mapping = image.memory.mapping(of: address), end <= mapping.range.upperBound else {
            return nil
        }
        var found: [File] = []
        for record in stride(from: offset + 3 * pointer, to: end, by: recordSize) {
            guard let name = text(at: record, image, reader), (1...4095).contains(name.count) else { return nil }
            budget -= recordSize + name.count
            guard budget > 0, reader.isText(name), reader.u8(at: name.lowerBound) != UInt8(ascii: "/") else { return nil }
            let hash = record + 4 * pointer..<record + recordSize
            if reader.u8(at: name.upperBound - 1) == UInt8(ascii: "/") {
                guard reader.isZero(record + 2 * pointer..<hash.upperBound) else { return nil }
            } else {
                guard let contents = text(at: record + 2 * pointer, image, reader), !reader.isZero(hash) else { return nil }
                found.append(File(name: name, contents: contents, table: tables.count))
            }
        }
        files += found
        tables.append(Table(address: address, range: offset..<end))
        return end
    }

    /// File offsets of the bytes of the string header at `offset`.
    private func text(at offset: Int, _ image: Image, _ reader: ByteReader) -> Range<Int>? {
        guard let start = image.pointers.pointer(at: offset, reader),
            let count = reader.word(at: offset + image.pointerSize, size: image.pointerSize), count < UInt64(reader.count)
        else { return nil }
        return count == 0 ? offset..<offset : image.memory.range(of: start..<max(start, start + count))
    }
}
