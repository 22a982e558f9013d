internal import Glibc
internal import SystemPackage

/// The folder of the user in which Pare keeps what it would otherwise compute again. Whatever is in it may be removed at any time;
/// a file that cannot be read or written is as good as none.
package struct UserCache: Sendable {
    /// `PARE_CACHE`; else `pare` in `XDG_CACHE_HOME` or `~/.cache`.
    package let folder: String
    /// Bytes of all files of one kind, of which those go that were not used for longest.
    private let limit: Int

    /// Seconds after which a file that nothing has used goes.
    private static let age = 30 * 24 * 3600

    /// Nil with `PARE_CACHE=off`, and where no folder is named.
    package init?(environment: [String: String], limit: Int = 1 << 30) {
        func folder(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let chosen = folder("PARE_CACHE")
        guard chosen != "off" else { return nil }
        let usual = folder("XDG_CACHE_HOME") ?? folder("HOME").map { "\($0)/.cache" }
        guard let path = chosen ?? usual.map({ "\($0)/pare" }) else { return nil }
        self.folder = path
        self.limit = limit
    }

    private func path(_ kind: String, _ key: String) -> String { "\(folder)/\(kind)/\(key)" }

    /// The file of a key, marked as used; nil when there is none.
    package func file(_ kind: String, _ key: String) -> MappedFile? {
        let path = path(kind, key)
        guard let file = try? MappedFile(path: path) else { return nil }
        unsafe utimensat(AT_FDCWD, path, nil, 0)
        return file
    }

    /// Writes the file of a key, whole or not at all, and removes what is too old or too much.
    package func write(_ kind: String, _ key: String, _ contents: RawSpan) {
        guard contents.byteCount <= limit else { return }
        do {
            try createFolders("\(folder)/\(kind)")
            prune(kind, keeping: limit - contents.byteCount)
            try replaceFile(at: path(kind, key), with: contents)
        } catch {
            remove(kind, key)
        }
    }

    package func remove(_ kind: String, _ key: String) { unsafe unlink(path(kind, key)) }

    private func prune(_ kind: String, keeping limit: Int) {
        let folder = "\(self.folder)/\(kind)"
        let now = FileStamp.now
        var files = ((try? names(inFolder: folder)) ?? []).compactMap { name -> (path: String, stamp: FileStamp)? in
            let path = "\(folder)/\(name)"
            return FileStamp(path).map { (path, $0) }
        }
        files.sort { $0.stamp.modified > $1.stamp.modified }
        var size = 0
        for (path, stamp) in files where !stamp.isFolder {
            size += stamp.size
            if size > limit || now - stamp.modified > Self.age * 1_000_000_000 { unsafe unlink(path) }
        }
    }
}
