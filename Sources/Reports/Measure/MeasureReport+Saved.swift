extension MeasureReport {
    /// More would be no report of ours.
    private static let mostPoints = 100_000

    /// A report that `pare measure` has saved. Throws for text that is no JSON, has another schema, lacks a field, or has figures that
    /// cannot be. `name` is where the text came from.
    public init(json: String, name: String) throws(ReportError) {
        let schema = try SavedReport.schema(of: json, name)
        guard schema == Self.schema else {
            throw ReportError("\(name): `\(schema.visible)` is no report of `pare measure`, whose schema is \(Self.schema)")
        }
        self = try SavedReport.decode(Self.self, json, name)
        try check(name)
    }

    private func check(_ name: String) throws(ReportError) {
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
    }
}

extension MeasureReport.Run {
    fileprivate var figures: [Int] {
        let run = [peak, time, user, system, startup ?? 0, minorFaults, majorFaults]
        guard let collector else { return run }
        return run + [
            collector.cycles, collector.pauses, collector.longestPause, collector.processorTime, collector.liveHeap,
            collector.goal, collector.stacks, collector.globals, collector.allocated,
        ]
    }
}
