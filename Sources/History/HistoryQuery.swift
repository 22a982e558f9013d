package import Planning
package import Reports

/// Selection of series and builds; an empty list selects all.
package struct HistoryQuery: Sendable {
    package var subject = HistoryReport.Subject.file
    package var pipelines: [Glob] = []
    package var programs: [Glob] = []
    package var targets: [Glob] = []
    package var presets: [Glob] = []
    package var branches: [Glob] = []
    /// Earliest time, seconds since 1970.
    package var since: Int?
    /// Steps of each series.
    package var steps = 10
    /// Places of commits among those of the same second, see `HistoryStore.order`.
    package var order: [String: Int] = [:]

    package init() {}

    func selects(_ series: HistoryReport.Series) -> Bool {
        Self.matches(series.pipeline, pipelines) && Self.matches(series.target, targets)
            && Self.matches(series.preset, presets)
            && (Self.matches(series.main, programs)
                || series.main.split(separator: "/").last.map { Self.matches(String($0), programs) } ?? false)
    }

    func selects(_ point: HistoryReport.Point, time: Int) -> Bool {
        guard time >= since ?? .min else { return false }
        return branches.isEmpty || point.branches.contains { Self.matches($0, branches) }
    }

    private static func matches(_ name: String, _ globs: [Glob]) -> Bool {
        globs.isEmpty || globs.contains { $0.matches(name) }
    }
}
