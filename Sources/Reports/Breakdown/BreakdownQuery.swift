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
    case owner, group, module, package, `class`, kind, section, file, function, symbol

    /// Whether a saved report knows it: the others need the binary.
    public var isInReports: Bool {
        switch self {
        case .owner, .group, .module, .package, .class, .kind, .section: true
        case .file, .function, .symbol: false
        }
    }

    /// Whether a profile of a run has values by it.
    package var hasRunValues: Bool { [.owner, .group, .module, .package, .class].contains(self) }

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
