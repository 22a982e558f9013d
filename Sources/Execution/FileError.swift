internal import SystemPackage

/// A file that cannot be read or written: which, and why, in one line.
public struct FileError: Error, Equatable, CustomStringConvertible {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    init(path: String, _ error: any Error) {
        self.init(path: path, reason: (error as? Errno)?.description ?? "\(error)")
    }

    public var description: String { "\(path): \(reason)" }
}
