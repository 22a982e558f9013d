extension MeasureReport {
    /// More would be no report of ours.
    private static let mostPoints = 100_000

    /// A report that `pare measure` or the runner of a pack has saved. Throws as `SavedReport` does, and for reports of another kind.
    public init(json: String, name: String) throws(ReportError) {
        let schema = try SavedDocument(json, name).schema
        let stranger = ReportError("\(name): `\(schema.visible)` is no report of `pare measure`, whose schema is \(Self.schema)")
        guard schema.hasPrefix("pare.measure/") else { throw stranger }
        guard case .measure(let report) = try SavedReport(json: json, name: name) else { throw stranger }
        self = report
    }

    /// Throws for figures that cannot be, as a file may have them.
    func check(_ name: String) throws(ReportError) {
        func refuse(_ field: String, _ value: some CustomStringConvertible) -> ReportError {
            ReportError("\(name): field `\(field)` is \(value.description.visible), which cannot be")
        }
        guard points.count <= Self.mostPoints else { throw refuse("points", "a list of \(points.count)") }
        for (field, value) in [("rounds", rounds), ("warmUp", warmUp), ("container", container ?? 0)] {
            guard (0...WeighReport.largestSize).contains(value) else { throw refuse(field, value) }
        }
        guard (0...1000).contains(slower) else { throw refuse("slower", slower) }
        for (index, point) in points.enumerated() {
            for (number, run) in point.runs.enumerated() {
                guard run.figures.allSatisfy({ (0...WeighReport.largestSize).contains($0) }) else {
                    throw ReportError("\(name): `points[\(index)].runs[\(number)]` has a figure that cannot be")
                }
            }
            if let prediction = point.prediction, prediction.peak < 0 || prediction.collectorTime < 0 {
                throw refuse("points[\(index)].prediction", "negative")
            }
        }
        if let recommendation {
            for index in [recommendation.point, recommendation.fastest] where !points.indices.contains(index) {
                throw refuse("recommendation", "of point \(index) among \(points.count)")
            }
        }
        guard let coverage else { return }
        for (field, value, most) in [
            ("bytes", coverage.bytes, WeighReport.largestSize), ("neverRun", coverage.neverRun, coverage.bytes),
            ("neverRunFunctions", coverage.neverRunFunctions, WeighReport.largestSize),
            ("saves", coverage.saves, WeighReport.largestSize),
        ] {
            guard value >= 0, value <= most else { throw refuse("coverage.\(field)", value) }
        }
    }
}

extension MeasureReport.Run {
    fileprivate var figures: [Int] {
        let run = [peak, treePeak ?? 0, time, user, system, startup ?? 0, minorFaults, majorFaults]
        guard let collector else { return run }
        return run + [
            collector.cycles, collector.pauses, collector.longestPause, collector.processorTime, collector.liveHeap,
            collector.goal, collector.stacks, collector.globals, collector.allocated,
        ]
    }
}
