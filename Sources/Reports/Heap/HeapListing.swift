/// The part of a heap report that is shown: rows of one level, some columns, sorted by one of them.
public struct HeapListing: Sendable {
    public var report: HeapReport
    public var level: HeapReport.Level
    /// Positions of the columns that are shown; the rows are sorted by the first.
    public var columns: [Int]
    /// Rows; nil for all.
    public var top: Int?
    /// The binary's own report, which the page shows the values in.
    public var binary: WeighReport?

    /// - Parameter types: names of columns, the first of which sorts; empty for those that a person asks for first: bytes and time
    ///   rather than counts, live memory before all.
    ///
    /// Throws for a name that no profile has.
    public init(_ report: HeapReport, by level: HeapReport.Level, types: [String] = [], top: Int? = nil) throws(ReportError) {
        self.report = report
        self.level = level
        self.top = top
        guard types.isEmpty else {
            columns = []
            for type in types {
                guard let column = report.column(named: type) else {
                    let names = report.columns.map(\.name)
                    throw ReportError(
                        "no profile has values of the type `\(type.visible)`; expected \(names.joined(separator: ", "))")
                }
                if !columns.contains(column) { columns.append(column) }
            }
            return
        }
        columns = report.columns.shown
    }

    /// Rows in the order in which they are shown, all of them: with a value, or with bytes in the binary.
    package var rows: [HeapReport.Row] {
        let first = columns.first ?? 0
        return report.rows(of: level).filter { row in
            row.size != nil || columns.contains { row.flat[$0] != 0 || (row.cumulative?[$0] ?? 0) != 0 }
        }
        .sorted { a, b in
            let (x, y) = (a.flat[first].magnitude, b.flat[first].magnitude)
            return x != y ? x > y : (b.size ?? 0, a.name, a.line ?? 0) < (a.size ?? 0, b.name, b.line ?? 0)
        }
    }

    /// `LIVE`, `ALLOCATED`, `CPU`.
    package func title(_ column: Int) -> String { report.columns[column].title }

    /// `12.3 MiB`, `1.25 s`, `1,204`.
    package func text(_ value: Int, _ column: Int) -> String {
        report.columns[column].text(value, isChange: !report.base.isEmpty)
    }

    /// The binary with the values of the profiles; without one the packages and functions of the profiles alone.
    package var joined: WeighReport {
        var joined = binary ?? WeighReport(packagesOf: report)
        joined.join(report)
        return joined
    }

    /// Place of a row in the source, or its name.
    package func name(_ row: HeapReport.Row) -> String {
        guard level == .line, let file = row.file, !file.isEmpty else { return row.name }
        return "\(row.name)  \(file.lastComponents(2)):\(row.line ?? 0)"
    }
}

extension String {
    /// The end of a path: `http/server.go`.
    package func lastComponents(_ count: Int) -> String { split(separator: "/").suffix(count).joined(separator: "/") }
}

extension Int {
    /// Nanoseconds with three digits: `1.25 s`, `340 ms`, `12 µs`.
    package var duration: String {
        if self < 0 { return "-" + (self == .min ? Int.max : -self).duration }
        for (unit, scale) in [("s", 1_000_000_000), ("ms", 1_000_000), ("µs", 1_000)] where self >= scale {
            let hundredths = self / (scale / 100)
            let fraction = hundredths % 100
            if hundredths >= 10_000 { return "\((hundredths / 100).grouped) \(unit)" }
            return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) \(unit)"
        }
        return "\(self) ns"
    }
}
