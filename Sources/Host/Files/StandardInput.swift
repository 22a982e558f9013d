internal import CFaults
internal import Glibc
internal import SystemPackage

/// Standard input as a file that can be mapped more than once; commands take it under the name `-`.
package enum StandardInput {
    package static let name = "-"

    /// Bytes of a pipe that are taken at most.
    private static let limit = 1 << 32

    /// A path that can be opened: of `-` a redirected file, or what came from a pipe, which is copied into an unlinked file once.
    static func place(of path: String) throws(FileError) -> String { path == name ? try opened.get() : path }

    private static let opened = Result { () throws(FileError) in
        guard isatty(STDIN_FILENO) == 0 else { throw failure("is a terminal; write `<FILE`, or a command and `|`") }
        var status = stat()
        guard unsafe fstat(STDIN_FILENO, &status) == 0 else { throw failure("\(Errno(rawValue: errno))") }
        do {
            let input = FileDescriptor(rawValue: STDIN_FILENO)
            return "/proc/self/fd/\(status.st_mode & S_IFMT == S_IFREG ? STDIN_FILENO : try copied(input).rawValue)"
        } catch {
            throw error as? FileError ?? failure("\(error)")
        }
    }

    private static func copied(_ input: FileDescriptor) throws -> FileDescriptor {
        let path = FilePath(temporaryFolder()).appending("pare-input-\(getpid())")
        let copy = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        unsafe unlink(path.string)
        var total = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = try unsafe chunk.withUnsafeMutableBytes({ try unsafe input.read(into: $0) }), count > 0 {
            total += count
            guard total <= limit else { throw failure("has more than \(limit) bytes") }
            _ = try copy.writeAll(chunk[..<count])
        }
        return copy
    }

    private static func failure(_ reason: String) -> FileError { FileError(path: "standard input", reason: reason) }
}
