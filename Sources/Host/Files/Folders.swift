internal import Glibc
package import SystemPackage

/// Whether a path exists; links are followed.
package func fileExists(_ path: String) -> Bool {
    FileStamp(path) != nil
}

/// The absolute path of a file, with links resolved; nil if it does not exist.
package func resolvedPath(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}

package func isFolder(_ path: String) -> Bool {
    FileStamp(path)?.isFolder ?? false
}

/// The working directory of this process, with links resolved.
package var currentFolder: String {
    guard let path = unsafe getcwd(nil, 0) else { return "." }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
}

/// The folder for temporary files, without trailing `/`.
package func temporaryFolder(environment: [String: String] = currentEnvironment) -> String {
    let folder = environment["TMPDIR"] ?? ""
    guard folder.hasPrefix("/"), isFolder(folder) else { return "/tmp" }
    return folder.hasSuffix("/") ? String(folder.dropLast()) : folder
}

/// Names of the entries of a folder, unordered, without `.` and `..`.
package func names(inFolder path: String) throws(Errno) -> [String] {
    guard let folder = unsafe opendir(path) else { throw Errno(rawValue: errno) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
            unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

/// Creates a folder, which must not exist.
package func createFolder(_ path: String) throws(Errno) {
    guard unsafe mkdir(path, 0o777) == 0 else { throw Errno(rawValue: errno) }
}

/// Creates a folder and its missing parents.
package func createFolders(_ path: String) throws(Errno) {
    guard !isFolder(path) else { return }
    let parent = FilePath(path).removingLastComponent()
    if !parent.isEmpty, !fileExists(parent.string) { try createFolders(parent.string) }
    do {
        try createFolder(path)
    } catch .fileExists where isFolder(path) {}
}

/// Creates a symbolic link.
package func createLink(_ path: String, to destination: String) throws(FileError) {
    guard unsafe symlink(destination, path) == 0 else { throw FileError(path: path, Errno(rawValue: errno)) }
}

/// Removes a file, or a folder with its contents; links are removed, not followed.
package func removeTree(_ path: String) throws(Errno) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw Errno(rawValue: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
        guard unsafe unlink(path) == 0 else { throw Errno(rawValue: errno) }
        return
    }
    for name in try names(inFolder: path) { try removeTree("\(path)/\(name)") }
    guard unsafe rmdir(path) == 0 else { throw Errno(rawValue: errno) }
}

extension FilePath {
    /// This folder and its parents that contain an entry of one of these names, innermost first.
    package func enclosing(holding names: [String]) -> [FilePath] {
        var found: [FilePath] = []
        var folder = lexicallyNormalized()
        repeat {
            if names.contains(where: { fileExists(folder.appending($0).string) }) {
                found.append(folder)
            }
        } while folder.removeLastComponent()
        return found
    }
}

/// The folders of `PATH`, in order.
package struct SearchPath: Sendable, Equatable {
    package var folders: [String]

    package init(environment: [String: String]) {
        folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
    }

    /// Absolute path of the first executable file of that name; a name with a slash is taken as a path.
    package func executable(_ name: String) -> String? {
        let candidates = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        let found = candidates.first { candidate in
            var status = stat()
            guard unsafe stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
            return unsafe access(candidate, X_OK) == 0
        }
        // The program may be run in another working directory.
        return found.map { $0.hasPrefix("/") ? $0 : "\(currentFolder)/\($0)" }
    }
}
