internal import Glibc
internal import SystemPackage

/// A folder `.scratch-…` next to the results, on the same file system, for builds before they are moved to their destinations.
///
/// The folder is locked while its process lives: a folder without a lock was left by a killed run and is removed.
package struct ScratchFolder {
    package static let prefix = ".scratch-"
    package let path: String
    private let lock: FileDescriptor

    /// Creates the folder in `parent`, which is created too, after removing folders left by killed runs.
    package init(in parent: String) throws(FileError) {
        do {
            try createFolders(parent)
        } catch {
            throw FileError(path: parent, error)
        }
        Self.removeAbandoned(in: parent)
        while true {
            let path = "\(parent)/\(Self.prefix)\(getpid())-\(UInt32.random(in: .min ... .max))"
            do {
                try createFolder(path)
                guard let lock = try Self.lock(path) else { continue }
                guard FileStamp(path) != nil else {
                    try lock.close()
                    continue
                }
                self.path = path
                self.lock = lock
                return
            } catch {
                throw FileError(path: path, error)
            }
        }
    }

    /// Creates a folder below that of temporary files, in one of the user's own.
    package static func temporary() throws(FileError) -> ScratchFolder {
        try ScratchFolder(in: "\(temporaryFolder())/pare-\(getuid())")
    }

    /// Nil if another run locked or removed the folder, taking it for an abandoned one before it was locked.
    private static func lock(_ path: String) throws -> FileDescriptor? {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
            if flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            try? descriptor.close()
        } catch Errno.noSuchFileOrDirectory {}
        return nil
    }

    package func remove() {
        try? removeTree(path)
        try? lock.close()
    }

    /// Creates an empty folder for one job.
    package func folder(_ job: Int) throws(FileError) -> String {
        let folder = "\(path)/\(job)"
        do {
            try createFolder(folder)
        } catch {
            throw FileError(path: folder, error)
        }
        return folder
    }

    private static func removeAbandoned(in parent: String) {
        let names = (try? names(inFolder: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            guard let descriptor = try? lock(path) else { continue }
            try? removeTree(path)
            try? descriptor.close()
        }
    }
}
