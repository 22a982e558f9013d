/// Everything wrong with a file or a command line, in the order of its lines; never empty.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    /// One line a problem.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
