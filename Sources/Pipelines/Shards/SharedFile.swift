internal import Host
internal import JSON

/// A file that the texts of reports stay in.
final class SharedFile: JSONSource, @unchecked Sendable {
    private let file: MappedFile

    init(_ path: String) throws(FileError) {
        file = try MappedFile(path: path)
    }

    func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        func read(_ file: borrowing MappedFile) throws -> Result { try body(Span(_bytes: file.bytes)) }
        return try read(file)
    }

    func release(_ range: Range<Int>) { file.release(range) }

    /// Throws when the file has changed since it was opened.
    func check() throws(FileError) { try file.check() }
}
