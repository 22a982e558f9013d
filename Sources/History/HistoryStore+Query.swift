package import Host
internal import Planning
package import Reports

extension HistoryStore {
    /// A point before it joins a series.
    private struct Row {
        var point: HistoryReport.Point
        var contents: Int?
    }

    /// Sizes over time of what the query selects: series in the order of their names, without those that have no point.
    package func report(_ query: HistoryQuery) throws(FileError) -> HistoryReport {
        try told {
            try database.snapshot {
                var series = try self.series()
                series = series.filter { query.selects($0.value) }
                var rows = try self.rows(query, of: series)
                if !query.order.isEmpty {
                    for id in rows.keys { rows[id]?.sort { Self.precedes($0.point, $1.point, query.order) } }
                }
                let sizes = PackageSizes(database)
                if let name = query.subject.name {
                    try measure(&rows, query.subject.kind, Glob(name), sizes)
                }
                var result: [HistoryReport.Series] = []
                for (id, var series) in series {
                    guard var rows = rows[id] else { continue }
                    let steps = Self.steps(&rows).prefix(query.steps)
                    series.points = rows.map(\.point)
                    series.steps = try steps.map { from, to in
                        HistoryReport.Step(
                            from: rows[from].point, to: rows[to].point,
                            packages: try sizes.changes(
                                from: rows[from].contents, to: rows[to].contents, of: query.subject))
                    }
                    result.append(series)
                }
                result.sort {
                    ($0.main, $0.target, $0.preset, $0.pipeline) < ($1.main, $1.target, $1.preset, $1.pipeline)
                }
                return HistoryReport(file: path, subject: query.subject, series: result)
            }
        }
    }

    private func series() throws -> [Int: HistoryReport.Series] {
        let statement = try database.prepare("SELECT id, pipeline, main, target, preset FROM series")
        var series: [Int: HistoryReport.Series] = [:]
        while try statement.step() {
            series[statement.int(0)] = HistoryReport.Series(
                pipeline: statement.text(1), main: statement.text(2), target: statement.text(3), preset: statement.text(4),
                points: [])
        }
        return series
    }

    /// The selected rows of each series, oldest first.
    private func rows(_ query: HistoryQuery, of series: [Int: HistoryReport.Series]) throws -> [Int: [Row]] {
        let refs = try allRefs()
        let statement = try database.prepare(
            """
            SELECT series, "commit", changed, time, go, size, compressed, seconds, peak, verdict, contents
            FROM build ORDER BY time, changed, recorded, id
            """)
        var rows: [Int: [Row]] = [:]
        var days = TimeTexts()
        while try statement.step() {
            guard series[statement.int(0)] != nil else { continue }
            let commit = statement.optionalText(1)
            let names = commit.flatMap { refs[$0] }
            let time = statement.time(3)
            let point = HistoryReport.Point(
                commit: commit, changed: statement.int(2) != 0, branches: names?.branches ?? [], tags: names?.tags ?? [],
                time: days.text(time), go: statement.optionalText(4), size: statement.size(5),
                compressed: statement.optionalSize(6), seconds: statement.duration(7), peakBytes: statement.optionalSize(8),
                verdict: statement.optionalText(9).flatMap { Verdict.State(rawValue: $0) })
            guard query.selects(point, time: time) else { continue }
            rows[statement.int(0), default: []].append(
                Row(point: point, contents: statement.isNull(10) ? nil : statement.int(10)))
        }
        return rows
    }

    /// The order of time, and for commits of one second that of the query.
    private static func precedes(_ a: HistoryReport.Point, _ b: HistoryReport.Point, _ order: [String: Int]) -> Bool {
        if a.time != b.time { return a.time < b.time }
        return order[a.commit ?? ""] ?? .max < order[b.commit ?? ""] ?? .max
    }

    private func allRefs() throws -> [String: (branches: [String], tags: [String])] {
        let statement = try database.prepare("SELECT \"commit\", kind, name FROM ref ORDER BY \"commit\", kind, name")
        var refs: [String: (branches: [String], tags: [String])] = [:]
        while try statement.step() {
            if statement.text(1) == "tag" {
                refs[statement.text(0), default: ([], [])].tags.append(statement.text(2))
            } else {
                refs[statement.text(0), default: ([], [])].branches.append(statement.text(2))
            }
        }
        return refs
    }

    /// Replaces sizes of files by those of a part; builds that were not analysed are left out.
    private func measure(
        _ rows: inout [Int: [Row]], _ kind: HistoryReport.Subject.Kind, _ glob: Glob, _ sizes: PackageSizes
    ) throws {
        for id in Array(rows.keys) {
            var measured: [Row] = []
            for var row in rows[id] ?? [] {
                guard let contents = row.contents else { continue }
                row.point.size = try sizes.sum(contents, kind, glob)
                measured.append(row)
            }
            rows[id] = measured.contains { $0.point.size > 0 } ? measured : nil
        }
    }

    /// Sets the changes of points, and returns the pairs of neighbours that differ, largest change first. Changed files are compared
    /// with the commit before them, and nothing is compared with them.
    private static func steps(_ rows: inout [Row]) -> [(from: Int, to: Int)] {
        var steps: [(from: Int, to: Int)] = []
        var last: Int?
        for index in rows.indices {
            if let last {
                rows[index].point.change = rows[index].point.size - rows[last].point.size
                if !rows[index].point.changed, rows[index].point.change != 0 { steps.append((last, index)) }
            }
            if !rows[index].point.changed { last = index }
        }
        let sizes = rows.map(\.point.change)
        return steps.sorted {
            let (a, b) = (sizes[$0.to]?.magnitude ?? 0, sizes[$1.to]?.magnitude ?? 0)
            return a == b ? $0.to > $1.to : a > b
        }
    }
}

/// Texts of times, of which most are of the same commits.
private struct TimeTexts {
    private var texts: [Int: String] = [:]

    mutating func text(_ time: Int) -> String {
        if let text = texts[time] { return text }
        let text = Timestamp(seconds: time).text
        texts[time] = text
        return text
    }
}
