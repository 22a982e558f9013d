internal import BinaryFormats

/// A file that goes into an archive.
struct ArchiveMember: Sendable {
    /// Its name in the archive.
    var name: String
    /// Where it is.
    var path: String
    var isExecutable: Bool

    var mode: Int { isExecutable ? 0o755 : 0o644 }

    /// Hands over its contents, which may be none. Throws `FileError`, or what `body` throws.
    func read<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        if FileStamp(path)?.size == 0 {
            let nothing: [UInt8] = []
            return try body(unsafe nothing.span.bytes)
        }
        let file = try MappedFile(path: path)
        return try body(file.bytes)
    }
}
