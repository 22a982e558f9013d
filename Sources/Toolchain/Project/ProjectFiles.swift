internal import Glibc
package import Host
package import Planning

/// The files of a project that patterns name: `LICENSE*` in its own folder, `docs/*.md` at any depth below `docs`, a folder with
/// all that is in it. What begins with `.` is left out unless it is named.
package struct ProjectFiles {
    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// Sorted by name in the archive, each once. Throws `FileError` for a pattern that matches nothing, unless it is one of `optional`.
    package func members(_ files: [ArchiveFiles], optional: [ArchiveFiles] = []) throws(FileError) -> [ArchiveMember] {
        var found: [String: ArchiveMember] = [:]
        for files in files {
            let names = names(files.pattern.hasPrefix("./") ? String(files.pattern.dropFirst(2)) : files.pattern)
            if names.isEmpty, !optional.contains(files) {
                throw FileError(
                    path: files.pattern, reason: "`files` of `artifacts` names it, and no file of the project is called so")
            }
            for (name, place) in zip(names, files.places(of: names)) where !place.isEmpty {
                found[place] = ArchiveMember(name: place, path: path(name), isExecutable: isExecutable(name))
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// Names of the files, relative to the project's folder.
    package func names(_ pattern: String) -> [String] {
        let plain = pattern.prefix { !"*?".contains($0) }
        if plain == pattern { return isFolder(pattern) ? tree(pattern) : isFile(pattern) ? [pattern] : [] }
        let glob = Glob(pattern)
        guard let slash = plain.lastIndex(of: "/") else {
            return entries(in: ".").filter { glob.matches($0) && isFile($0) && (pattern.hasPrefix(".") || !$0.hasPrefix(".")) }
        }
        return tree(String(plain[..<slash])).filter(glob.matches)
    }

    private func tree(_ folder: String) -> [String] {
        entries(in: folder).filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
            let name = "\(folder)/\(name)"
            // A link to a folder may lead around in a circle.
            if isFolder(name) { return isLink(name) ? [] : tree(name) }
            return isFile(name) ? [name] : []
        }
    }

    private func entries(in folder: String) -> [String] {
        (try? Host.names(inFolder: path(folder))) ?? []
    }

    private func path(_ name: String) -> String { folder == "." ? name : "\(folder)/\(name)" }
    private func isFolder(_ name: String) -> Bool { mode(name) & S_IFMT == S_IFDIR }
    private func isFile(_ name: String) -> Bool { mode(name) & S_IFMT == S_IFREG }
    private func isExecutable(_ name: String) -> Bool { mode(name) & S_IXUSR != 0 }

    private func isLink(_ name: String) -> Bool {
        var status = stat()
        return unsafe lstat(path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// 0 when there is no such file.
    private func mode(_ name: String) -> mode_t {
        var status = stat()
        return unsafe stat(path(name), &status) == 0 ? status.st_mode : 0
    }
}
