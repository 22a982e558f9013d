internal import Reports

/// The tables of a history, the same in text, Markdown and HTML.
extension HistoryReport {
    /// Points and steps of one series at most, when nothing else is said.
    static let shownPoints = 15
    static let shownSteps = 5

    /// One row a series.
    func overview(trendWidth: Int?) -> Table {
        let trend: [Table.Column] = trendWidth == nil ? [] : [.init(title: "TREND", alignment: .left)]
        var table = Table(
            [
                .init(title: "PROGRAM", alignment: .left, isFlexible: true, isCode: true),
                .init(title: "TARGET", alignment: .left), .init(title: "PRESET", alignment: .left),
                .init(title: "BUILDS", alignment: .right),
            ] + trend + [
                .init(title: "SIZE", alignment: .right), .init(title: "CHANGE", alignment: .right),
                .init(title: "LARGEST STEP", alignment: .right), .init(title: "COMMIT", alignment: .left, isCode: true),
                .init(title: "DATE", alignment: .left, isOptional: true), .init(title: "REF", alignment: .left, isOptional: true),
            ])
        for series in series {
            let sizes = series.trend
            let change = (series.last?.size ?? 0) - (sizes.first ?? 0)
            let step = series.steps.first
            var cells: [Table.Cell] = [
                .init(name(of: series).visible), .init(series.target.visible), .init(series.preset.visible),
                .init(series.points.count.grouped),
            ]
            if let trendWidth { cells.append(.init(sparkline(sizes, width: trendWidth))) }
            cells += [
                .init((series.last?.size ?? 0).iec), .init(change == 0 ? "" : change.signedIEC, TextStyle.look(ofChange: change)),
                .init(step?.change.signedIEC ?? "", TextStyle.look(ofChange: step?.change ?? 0)),
                .init((step?.to.shortCommit ?? "").visible), .init(step?.to.day ?? ""), .init((step?.to.refs ?? "").visible),
            ]
            table.add(cells)
        }
        return table
    }

    /// The builds of a series, newest first.
    func builds(of series: Series, top: Int) -> Table {
        var columns: [Table.Column] = [
            .init(title: "DATE", alignment: .left), .init(title: "COMMIT", alignment: .left, isCode: true),
            .init(title: "REF", alignment: .left, isFlexible: true), .init(title: "SIZE", alignment: .right),
            .init(title: "CHANGE", alignment: .right), .init(title: "%", alignment: .right),
        ]
        if subject.kind == .file { columns.append(.init(title: "DOWNLOAD", alignment: .right, isOptional: true)) }
        columns += [
            .init(title: "GO", alignment: .left, isOptional: true), .init(title: "BUDGETS", alignment: .left, isOptional: true),
        ]
        var table = Table(columns)
        for point in series.points.suffix(top).reversed() {
            let change = point.change ?? 0
            var cells: [Table.Cell] = [
                .init(point.day), .init(point.shortCommit.visible), .init(point.refs.visible), .init(point.size.iec),
                .init(change == 0 ? "" : change.signedIEC, TextStyle.look(ofChange: change)),
                .init(change == 0 ? "" : change.change(of: point.size - change) ?? "new"),
            ]
            if subject.kind == .file { cells.append(.init(point.compressed?.iec ?? "")) }
            cells += [.init((point.go ?? "").visible), .init(point.verdict?.mark ?? "", point.verdict == .broken ? .red : nil)]
            table.add(cells)
        }
        return table
    }

    /// The largest changes of a series.
    func steps(of series: Series, top: Int) -> Table {
        var table = Table([
            .init(title: "CHANGE", alignment: .right), .init(title: "%", alignment: .right),
            .init(title: "SIZE", alignment: .right), .init(title: "DATE", alignment: .left),
            .init(title: "COMMIT", alignment: .left, isCode: true), .init(title: "REF", alignment: .left),
            .init(title: "PACKAGES", alignment: .left, isFlexible: true),
        ])
        for step in series.steps.prefix(top) {
            let packages = step.packages.prefix(3).map { "\($0.name) \($0.change.signedIEC)" }
            table.add([
                .init(step.change.signedIEC, TextStyle.look(ofChange: step.change)),
                .init(step.change.change(of: step.from.size) ?? "new"), .init(step.to.size.iec), .init(step.to.day),
                .init(step.to.shortCommit.visible), .init(step.to.refs.visible),
                .init(packages.joined(separator: ", ").visible),
            ])
        }
        return table
    }

    /// With the pipeline where there are several.
    func name(of series: Series) -> String {
        Set(self.series.map(\.pipeline)).count > 1 ? "\(series.main) (\(series.pipeline))" : series.main
    }

    /// Remarks on the selection, a line each.
    var remarks: [String] {
        let branches = series.reduce(into: Set<String>()) { $0.formUnion($1.branches) }
        guard branches.count > 1 else { return [] }
        return ["builds of \(branches.count.grouped) branches: \(listed(branches.sorted())); --branch NAME selects one"]
    }
}

extension HistoryReport.Series {
    /// Sizes of unchanged files, of all builds where there are no others; oldest first.
    var trend: [Int] {
        let unchanged = points.filter { !$0.changed }
        return (unchanged.isEmpty ? points : unchanged).map(\.size)
    }

    /// `142 builds from 2026-03-01 to 2026-11-28`
    var span: String {
        guard let first = points.first, let last = points.last else { return "no builds" }
        let builds = counted(points.count, "build")
        return first.day == last.day ? "\(builds) of \(last.day)" : "\(builds) from \(first.day) to \(last.day)"
    }
}

extension Verdict.State {
    fileprivate var mark: String {
        switch self {
        case .passed: "passed"
        case .broken: "broken"
        case .notJudged: "not judged"
        }
    }
}

/// A line of blocks, the lowest for the least value and the highest for the largest. More values than columns share one, which
/// shows the last of them, as that is the size they lead to.
func sparkline(_ values: [Int], width: Int) -> String {
    let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    guard let least = values.min(), let largest = values.max(), width > 0 else { return "" }
    let columns = min(width, values.count)
    return (1...columns).map { column -> String in
        let value = values[column * values.count / columns - 1]
        guard largest > least else { return blocks[0] }
        return blocks[Int((Double(value - least) / Double(largest - least) * 7).rounded())]
    }.joined()
}
