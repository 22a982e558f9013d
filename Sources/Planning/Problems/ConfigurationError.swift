/// Everything wrong with a file or a command line, in the order of its lines; never empty.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    /// Problems met in any order; those without a line, of the command line, come first.
    public init(ordering problems: [Problem]) {
        let lines = problems.map { Int($0.place.split(separator: ":").last ?? "") ?? 0 }
        self.problems = zip(lines, problems).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
    }

    /// One line a problem.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
