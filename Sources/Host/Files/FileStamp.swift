internal import Glibc

/// What the file system says of a file without reading it; whoever changes the file changes some of it.
package struct FileStamp: Equatable {
    /// Bytes.
    package var size: Int
    /// Nanoseconds since 1970 of the last change of the contents.
    package var modified: Int
    /// The same of the contents or of what is said here; unlike `modified` it cannot be set.
    package var changed: Int
    package var inode: UInt
    package var isFolder: Bool

    /// Nil when there is no such file. Links are followed.
    package init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        size = Int(status.st_size)
        modified = status.st_mtim.nanoseconds
        changed = status.st_ctim.nanoseconds
        inode = UInt(status.st_ino)
        isFolder = status.st_mode & S_IFMT == S_IFDIR
    }

    /// Now, by the clock that dates files: what is written later has no earlier `changed`.
    package static var now: Int { time(of: CLOCK_REALTIME_COARSE) }

    /// Waits until that clock, which lags behind the one that Linux has for some files, has passed this moment: what was written
    /// before is older than what this returns. (Documentation/filesystems/multigrain-ts.rst of Linux 6.13)
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
