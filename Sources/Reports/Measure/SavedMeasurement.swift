internal import Planning

extension MeasureReport {
    /// Files larger than this are refused: a report of 400 points with 100 runs each has 15 MB.
    public static let largestFile = 64 << 20
    /// Figures above this are no measurement: 52 days, 4 PiB.
    private static let mostOfAFigure = 1 << 52

    /// The figures of a saved `pare.measure/1`, by `pare measure` or the runner of a pack; what is computed from them is left out.
    /// `name` is where the text came from. Throws for text that is none, and for figures that no run can have.
    public init(json: String, name: String) throws(ReportError) {
        self = try SavedReport.decode(Self.self, json, known: [Self.schema], name)
        if let problem { throw ReportError("\(name): \(problem); measure again") }
        for index in points.indices { (points[index].prediction, points[index].isAnchor) = (nil, nil) }
        unpredicted = []
        recommendation = nil
    }

    /// The first of what is wrong.
    private var problem: String? {
        let target = machine.target
        let isTarget = target.utf8.count <= 40 && target.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "/") }
        if !isTarget { return "field `machine.target` is no target such as linux/amd64" }
        for (field, value, bounds) in [
            ("machine.processors", machine.processors, 0...1 << 20), ("rounds", rounds, 0...1_000_000),
            ("warmUp", warmUp, 0...1_000_000), ("container", container ?? 0, 0...Self.mostOfAFigure),
        ] where !bounds.contains(value) {
            return "field `\(field)` is \(value), expected \(bounds.lowerBound) to \(bounds.upperBound)"
        }
        if !(0...1000).contains(slower) { return "field `slower` is \(slower), expected a percentage of 0 to 1000" }
        if points.isEmpty { return "it has no points" }
        for (index, point) in points.enumerated() {
            if let problem = point.problem(most: Self.mostOfAFigure) { return "field `points[\(index)].\(problem)" }
        }
        return nil
    }
}

extension MeasureReport.Point {
    fileprivate func problem(most: Int) -> String? {
        let given = settings.filter { !$0.value.isEmpty }.map { Measurement.Setting(name: $0.name, values: [$0.value]) }
        if let wrong = Measurement(workload: .batch([]), settings: given).problems(at: "settings").first {
            let parts = [wrong.what, wrong.found.map { "found \($0)" }, wrong.expected.map { "expected \($0)" }]
            return "settings`: \(parts.compactMap(\.self).joined(separator: ", "))"
        }
        for (index, run) in runs.enumerated() {
            for (field, value) in run.figures where !(0...most).contains(value) {
                return "runs[\(index)].\(field)` is \(value), expected 0 to \(most)"
            }
        }
        return nil
    }
}

extension MeasureReport.Run {
    fileprivate var figures: [(String, Int)] {
        let own = [
            ("peak", peak), ("time", time), ("user", user), ("system", system), ("startup", startup ?? 0),
            ("minorFaults", minorFaults), ("majorFaults", majorFaults),
        ]
        guard let collector else { return own }
        return own + [
            ("collector.cycles", collector.cycles), ("collector.pauses", collector.pauses),
            ("collector.longestPause", collector.longestPause), ("collector.processorTime", collector.processorTime),
            ("collector.liveHeap", collector.liveHeap), ("collector.goal", collector.goal),
            ("collector.stacks", collector.stacks), ("collector.globals", collector.globals),
            ("collector.allocated", collector.allocated),
        ]
    }
}
