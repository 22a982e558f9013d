internal import Glibc
package import SystemPackage

/// Writes a file so that a reader sees the old contents or the new, never a part: a temporary file in the same folder, renamed.
package func replaceFile(at path: String, with contents: RawSpan) throws(FileError) {
    let path = FilePath(path)
    let unique = "\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let temporary = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "").\(unique).tmp")
    do {
        let descriptor = try FileDescriptor.open(
            temporary, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        do {
            _ = try descriptor.closeAfter {
                try unsafe contents.withUnsafeBytes { try unsafe descriptor.writeAll($0) }
            }
            try rename(temporary, to: path)
        } catch {
            unsafe unlink(temporary.string)
            throw error
        }
    } catch {
        throw FileError(path: path.string, error)
    }
}

/// The same for text, as UTF-8.
package func replaceFile(at path: String, with text: String) throws(FileError) {
    try replaceFile(at: path, with: unsafe text.utf8.span.bytes)
}

package func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
    guard unsafe Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) }
}
