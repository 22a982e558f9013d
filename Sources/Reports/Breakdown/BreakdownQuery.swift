public import Planning

/// The part of a report to show: `--by`, `--top`, `--filter`.
public struct BreakdownQuery: Sendable, Equatable {
    /// Outermost first.
    public var dimensions: [Dimension]
    /// Rows of a level under their own name; nil for all. CSV and JSON ignore it.
    public var top: Int?
    /// Over package and module paths; everything else is summed in one row.
    public var filter: Glob?
    public var groups: PackageGroups

    public init(
        by dimensions: [Dimension] = [.package], top: Int? = nil, filter: Glob? = nil, groups: PackageGroups = PackageGroups()
    ) {
        self.groups = groups
        self.dimensions = dimensions
        self.top = top
        self.filter = filter
    }
}

/// A property that bytes are grouped by.
public enum Dimension: String, CaseIterable, Sendable, Hashable {
    case group, module, package, `class`, kind, section, file, function, symbol

    /// Whether a saved report knows it: the others need the binary.
    public var isInReports: Bool {
        switch self {
        case .group, .module, .package, .class, .kind, .section: true
        case .file, .function, .symbol: false
        }
    }

    /// Reads `module,package,kind`; throws on an unknown, a repeated or an empty name.
    public static func list(_ text: String) throws(ReportError) -> [Dimension] {
        var list: [Dimension] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let dimension = Dimension(rawValue: name.filter { $0 != " " }) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw ReportError(
                    "unknown dimension `\(String(name).visible)`; expected some of \(known), for example `module,package`")
            }
            guard !list.contains(dimension) else { throw ReportError("dimension `\(dimension.rawValue)` is named twice") }
            list.append(dimension)
        }
        return list
    }
}

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
