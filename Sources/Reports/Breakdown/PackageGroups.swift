public import Planning

/// A user's own groups of packages, one a line: `web: net/http* golang.org/x/net/*`. The first group that matches counts.
public struct PackageGroups: Sendable, Equatable {
    public struct Group: Sendable, Equatable {
        public var name: String
        public var patterns: [Glob]
    }

    public var groups: [Group]

    public init(groups: [Group] = []) {
        self.groups = groups
    }

    /// Reads the lines of a pattern file; `#` begins a comment. Throws with all lines that say nothing of use.
    public init(_ text: String, file: String) throws(ConfigurationError) {
        var groups: [Group] = []
        var problems: [Problem] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            guard let first = words.first else { continue }
            guard first.hasSuffix(":"), first.count > 1, words.count > 1 else {
                problems.append(
                    Problem(
                        place: "\(file):\(index + 1)", what: "not a group", found: "`\(line)`",
                        expected: "`name: pattern pattern`, such as `web: net/http*`"))
                continue
            }
            groups.append(Group(name: String(first.dropLast()), patterns: words.dropFirst().map { Glob(String($0)) }))
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        self.groups = groups
    }

    /// The group of a package, by its path or its module's.
    package func name(ofPackage path: String, module: String?) -> String {
        groups.first { $0.patterns.contains { $0.matches(path) || module.map($0.matches) ?? false } }?.name ?? "(no group)"
    }
}
