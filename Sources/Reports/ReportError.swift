/// Why a report could not be read, broken down or written; the description is one sentence for the user.
public struct ReportError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
