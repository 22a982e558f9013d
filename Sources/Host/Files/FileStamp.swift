internal import Glibc
internal import SystemPackage

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
