/// One thing wrong with what the user wrote, with all they need to mend it.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// `FILE:LINE`, or the flag on the command line: `--target`.
    public var place: String
    public var what: String
    public var found: String?
    public var expected: String?
    /// The nearest valid spelling.
    public var suggestion: String?

    public init(place: String, what: String, found: String? = nil, expected: String? = nil, suggestion: String? = nil) {
        self.place = place
        self.what = what
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// `PLACE: what, found X, expected Y, did you mean Z?` in one line.
    public var description: String {
        var text = "\(place): \(what)"
        if let found { text += ", found \(found)" }
        if let expected { text += ", expected \(expected)" }
        if let suggestion { text += ", did you mean `\(suggestion)`?" }
        return text
    }
}

/// All problems of a file or a command line, in the order of its lines; never empty.
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

/// The candidate with the fewest edits from `name`, or nil when none is near enough to be what was meant.
///
/// An edit is a character put in, left out, replaced, or swapped with its neighbour; case counts for nothing.
public func nearestName<Candidates: Sequence<String>>(to name: String, among candidates: Candidates) -> String? {
    let wanted = Array(name.lowercased())
    let limit = min(max(1, (wanted.count + 2) / 3), 4)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
        let distance = editDistance(wanted, Array(candidate.lowercased()))
        // A candidate without a common character is no suggestion.
        if distance <= limit, distance < wanted.count, distance < best?.distance ?? Int.max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(row[j] + 1, previous[j + 1] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, beforePrevious[j - 1] + 1)
            }
            row.append(cost)
        }
        beforePrevious = previous
        previous = row
    }
    return previous[b.count]
}
