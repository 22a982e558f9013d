/// A file that cannot be read or written: which, and why, in one line.
public struct FileError: Error, Equatable, CustomStringConvertible {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// In the words of the system where it gave a reason.
    init(path: String, _ error: any Error) {
        self.init(path: path, reason: "\(error)")
    }

    public var description: String { "\(path): \(reason)" }
}
