/// A file that contains several programs or objects: a universal Mach-O file, or an archive of objects (`-buildmode=c-archive`).
public struct Container: Sendable {
    public struct Member: Sendable, Hashable {
        /// GOARCH of a slice, file name of an object.
        public var name: String
        /// File offsets.
        public var range: Range<Int>

        public init(name: String, range: Range<Int>) {
            self.name = name
            self.range = range
        }
    }

    /// Members in the order of the file's table.
    public let members: [Member]
    /// The members are slices of one program, not objects of an archive.
    public let isUniversal: Bool
    /// File size in bytes.
    public let size: Int
    /// Bytes of headers, indexes and padding, which belong to no member.
    public var overhead: Int { size - members.reduce(0) { $0 + $1.range.count } }

    /// Nil for any other file. Throws when a member exceeds the file or overlaps another one.
    public init?(_ bytes: RawSpan) throws(FormatError) {
        if let binary = try UniversalBinary(bytes) {
            members = binary.slices.map { Member(name: $0.architecture.name, range: $0.range) }
            isUniversal = true
        } else if let archive = try Archive(bytes) {
            members = archive.members
            isUniversal = false
        } else {
            return nil
        }
        size = bytes.byteCount
    }
}

/// A universal (fat) Mach-O file: a table of programs, one per architecture, and the programs. (mach-o/fat.h)
public struct UniversalBinary: Sendable {
    public struct Slice: Sendable, Hashable {
        public var architecture: Architecture
        /// File offsets.
        public var range: Range<Int>
    }

    /// In the order of the table.
    public let slices: [Slice]

    /// Nil for any other file, Java classes included, which begin with the same bytes. Throws when a slice exceeds the file or
    /// overlaps another one.
    public init?(_ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes, order: .big)
        guard let magic = reader.u32(at: 0), magic == 0xcafe_babe || magic == 0xcafe_babf, let count = reader.u32(at: 4),
            // A Java class file has its version here, which is 45 or more.
            (1..<32).contains(count)
        else { return nil }
        let is64 = magic == 0xcafe_babf
        let size = is64 ? 32 : 20
        let table = try reader.table("fat_header", at: 8, count: UInt64(count), entrySize: size)
        var slices: [Slice] = []
        for offset in stride(from: table.lowerBound, to: table.upperBound, by: size) {
            let record = try reader.record("fat_arch", at: offset, size: size)
            let start = is64 ? record.u64(8) : UInt64(record.u32(8))
            let length = is64 ? record.u64(16) : UInt64(record.u32(12))
            guard let range = reader.range(at: start, count: length), range.lowerBound >= table.upperBound else {
                throw FormatError(
                    "fat_arch", at: offset,
                    "\(length) bytes at \(hexadecimal(start)) do not fit in the \(reader.count) bytes of the file")
            }
            guard !slices.contains(where: { $0.range.overlaps(range) }) else {
                throw FormatError("fat_arch", at: offset, "overlaps the slice of another architecture")
            }
            slices.append(Slice(architecture: MachOHeader.architecture(cpu: record.u32(0)), range: range))
        }
        self.slices = slices
    }
}

/// An archive of objects: members at even offsets, each after a header of 60 bytes. (ar(5); names as GNU and BSD write them)
struct Archive {
    private(set) var members: [Container.Member] = []

    /// Nil for any other file. Throws when a header is malformed; indexes of symbols and names are not members.
    init?(_ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes)
        guard reader.has("!<arch>\n", at: 0) else { return nil }
        var longNames = 0..<0
        var offset = 8
        while offset < reader.count {
            let header = try reader.record("archive header", at: offset, size: 60)
            let field = header.fixedName(48, width: 10).prefix { $0 != " " }
            guard header.u16(58) == 0x0a60, let size = UInt64(field),
                let contents = reader.range(at: UInt64(offset + 60), count: size)
            else {
                throw FormatError(
                    "archive header", at: offset, "a member of `\(field)` bytes does not fit in the \(reader.count) of the file")
            }
            let name = String(header.fixedName(0, width: 16).reversed().drop { $0 == " " }.reversed())
            switch name {
            case "/", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED": break
            case "//": longNames = contents
            default: members.append(Archive.member(name, contents, longNames, reader))
            }
            offset = contents.upperBound + contents.upperBound % 2
        }
    }

    private static func member(_ name: String, _ contents: Range<Int>, _ longNames: Range<Int>, _ reader: ByteReader)
        -> Container.Member
    {
        // BSD: the member's contents start with its name.
        if name.hasPrefix("#1/"), let length = Int(name.dropFirst(3)), (0...contents.count).contains(length) {
            let end = contents.lowerBound + length
            let text = reader.terminator(in: contents.lowerBound..<end) ?? end
            return Container.Member(name: reader.string(contents.lowerBound..<text), range: end..<contents.upperBound)
        }
        // GNU: an offset into the table of long names, or a name terminated by a slash.
        if name.hasPrefix("/"), let offset = Int(name.dropFirst()), (0..<longNames.count).contains(offset) {
            let text = reader.string(longNames.lowerBound + offset..<longNames.upperBound).prefix { $0 != "\n" && $0 != "/" }
            return Container.Member(name: String(text), range: contents)
        }
        return Container.Member(name: String(name.prefix { $0 != "/" }), range: contents)
    }
}
