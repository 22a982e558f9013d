internal import Glibc
package import SystemPackage

/// A file that is written piece by piece and appears at its place whole or not at all: a temporary file in the same folder, renamed
/// by `commit` and removed without it.
package final class OutputFile {
    package let path: FilePath
    private let temporary: FilePath
    private let descriptor: FileDescriptor
    private var isCommitted = false
    /// Bytes written.
    package private(set) var count = 0

    package init(at path: String, isExecutable: Bool = false) throws(FileError) {
        let path = FilePath(path)
        let unique = "\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let temporary = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "").\(unique).tmp")
        do {
            descriptor = try FileDescriptor.open(
                temporary, .readWrite, options: [.create, .truncate, .closeOnExec],
                permissions: FilePermissions(rawValue: isExecutable ? 0o755 : 0o644))
        } catch {
            throw FileError(path: path.string, error)
        }
        self.path = path
        self.temporary = temporary
    }

    deinit {
        try? descriptor.close()
        if !isCommitted { unsafe unlink(temporary.string) }
    }

    package func write(_ bytes: RawSpan) throws(FileError) {
        do {
            count += try unsafe bytes.withUnsafeBytes { try unsafe descriptor.writeAll($0) }
        } catch {
            throw FileError(path: path.string, error)
        }
    }

    package func write(_ bytes: [UInt8]) throws(FileError) { try unsafe write(bytes.span.bytes) }

    /// Replaces bytes that are written already.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        do {
            _ = try unsafe bytes.withUnsafeBytes { try unsafe descriptor.writeAll(toAbsoluteOffset: Int64(offset), $0) }
        } catch {
            throw FileError(path: path.string, error)
        }
    }

    /// SHA-256 of what is written, in lower-case hexadecimal.
    package func digest() throws(FileError) -> String {
        do {
            try descriptor.seek(offset: 0, from: .start)
            var digest = SHA256()
            try descriptor.forEachChunk { digest.add($0) }
            return digest.hexadecimal()
        } catch {
            throw FileError(path: path.string, error)
        }
    }

    /// Puts the file at its place.
    package func commit() throws(FileError) {
        do {
            try rename(temporary, to: path)
            isCommitted = true
        } catch {
            throw FileError(path: path.string, error)
        }
    }
}

extension FileDescriptor {
    /// Reads from the current position to the end, `size` bytes at a time. Throws `Errno`, or what `body` throws.
    package func forEachChunk(of size: Int = 1 << 18, _ body: (RawSpan) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe read(into: buffer)
            if count == 0 { return }
            try unsafe body(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: buffer[..<count])))
        }
    }
}

/// Writes a file so that a reader sees the old contents or the new, never a part.
package func replaceFile(at path: String, with contents: RawSpan) throws(FileError) {
    let file = try OutputFile(at: path)
    try file.write(contents)
    try file.commit()
}

/// Replaces a file atomically with text, as UTF-8.
package func replaceFile(at path: String, with text: String) throws(FileError) {
    try replaceFile(at: path, with: unsafe text.utf8.span.bytes)
}

package func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
    guard unsafe Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) }
}

/// Appends text to a file, unless more than `limit` bytes would be in it then; returns whether it did. Creates the file.
package func appendFile(at path: String, with text: String, limit: Int) throws(FileError) -> Bool {
    do {
        let descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .append, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        return try descriptor.closeAfter {
            guard try Int(descriptor.seek(offset: 0, from: .end)) + text.utf8.count <= limit else { return false }
            try descriptor.writeAll(text.utf8)
            return true
        }
    } catch {
        throw FileError(path: path, error)
    }
}
