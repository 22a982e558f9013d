public import Planning

/// What to show of a report: `--by`, `--top`, `--filter`.
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
