/// A file that cannot be read or written: which, and why, in one line.
package struct FileError: Error, Equatable, CustomStringConvertible {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// In the words of the system where it gave a reason.
    package init(path: String, _ error: any Error) {
        self.init(path: path, reason: "\(error)")
    }

    package var description: String { "\(path): \(reason)" }
}
