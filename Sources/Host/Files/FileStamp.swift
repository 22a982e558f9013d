internal import Glibc
package import SystemPackage

/// The metadata of a file, which a change of the file changes.
package struct FileStamp: Equatable {
    /// Bytes.
    package var size: Int
    /// Time of the last change of the contents (mtime), nanoseconds since 1970.
    package var modified: Int
    /// Time of the last change of contents or metadata (ctime); unlike `modified` it cannot be set.
    package var changed: Int
    package var inode: UInt
    package var isFolder: Bool

    /// Nil if there is no such file. Links are followed.
    package init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        size = Int(status.st_size)
        modified = status.st_mtim.nanoseconds
        changed = status.st_ctim.nanoseconds
        inode = UInt(status.st_ino)
        isFolder = status.st_mode & S_IFMT == S_IFDIR
    }

    /// The current time by the clock of file timestamps: files written later have no earlier `changed`.
    package static var now: Int { time(of: CLOCK_REALTIME_COARSE) }

    /// Waits until the clock of file timestamps, which lags the fine-grained one that Linux uses for some files, has passed this
    /// moment: files written before are older than the result. (Documentation/filesystems/multigrain-ts.rst of Linux 6.13)
    package static func tick() async throws -> Int {
        let moment = time(of: CLOCK_REALTIME)
        while now <= moment { try await Task.sleep(for: .milliseconds(1)) }
        return now
    }

    private static func time(of clock: clockid_t) -> Int {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return time.nanoseconds
    }

    package var text: String { "\(size) \(modified) \(changed) \(inode)" }
}

extension timespec {
    fileprivate var nanoseconds: Int { Int(tv_sec) &* 1_000_000_000 &+ Int(tv_nsec) }
}

/// Replaces a file atomically, by renaming a temporary file in the same folder: a reader sees the old contents or the new.
package func replaceFile(at path: String, with contents: RawSpan) throws(FileError) {
    let path = FilePath(path)
    let temporary = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "").\(getpid()).tmp")
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

/// Replaces a file atomically with text, as UTF-8.
package func replaceFile(at path: String, with text: String) throws(FileError) {
    try replaceFile(at: path, with: unsafe text.utf8.span.bytes)
}

package func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
    guard unsafe Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) }
}
