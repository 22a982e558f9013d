/// A file that holds programs side by side: a universal Mach-O file, or an archive of objects (`-buildmode=c-archive`).
public struct Container: Sendable {
    public struct Member: Sendable, Hashable {
        /// GOARCH of a slice, file name of an object.
        public var name: String
        /// File offsets.
        public var range: Range<Int>
    }

    /// In the order of the file's table.
    public let members: [Member]
    /// Bytes of the file.
    public let size: Int
    /// Bytes of headers, indexes and padding, which are of no member.
    public var overhead: Int { size - members.reduce(0) { $0 + $1.range.count } }

    /// Nil for any other file. Throws when a member is not in the file, or in another one.
    public init?(_ bytes: RawSpan) throws(FormatError) {
        if let binary = try UniversalBinary(bytes) {
            members = binary.slices.map { Member(name: $0.architecture.name, range: $0.range) }
        } else if let archive = try Archive(bytes) {
            members = archive.members
        } else {
            return nil
        }
        size = bytes.byteCount
    }
}
