internal import BinaryFormats

/// A file that goes into an archive.
package struct ArchiveMember: Sendable {
    /// Its name in the archive.
    package var name: String
    /// Where it is.
    package var path: String
    package var isExecutable: Bool

    package init(name: String, path: String, isExecutable: Bool) {
        self.name = name
        self.path = path
        self.isExecutable = isExecutable
    }

    package var mode: Int { isExecutable ? 0o755 : 0o644 }

    /// Hands over its contents, which may be none. Throws `FileError`, or what `body` throws.
    package func read<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        if FileStamp(path)?.size == 0 {
            let nothing: [UInt8] = []
            return try body(unsafe nothing.span.bytes)
        }
        let file = try MappedFile(path: path)
        return try body(file.bytes)
    }
}
