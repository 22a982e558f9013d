internal import Glibc

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
