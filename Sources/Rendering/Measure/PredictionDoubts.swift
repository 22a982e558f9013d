internal import Reports

extension MeasureReport {
    /// Predictions that are off by more than this are explained.
    private static let bound = 0.1
    /// With fewer collections the heap seldom comes to its goal.
    private static let enough = 20

    /// For each point whose measured peak is far from the predicted one, the assumption that does not hold; where nothing was
    /// measured, those that the anchors do not meet.
    var predictionDoubts: [String] {
        let anchors = points.filter { $0.isAnchor == true }
        let misses = points.compactMap { point -> String? in
            guard let prediction = point.prediction, let peak = point.spread(\.peak), peak.median > 0,
                abs(Double(prediction.peak) / Double(peak.median) - 1) > Self.bound
            else { return nil }
            return "\(title(of: point)) is not as predicted: \(reason(point, prediction, peak))."
        }
        guard points.contains(where: { $0.prediction != nil && !$0.isMeasured }) else { return misses }
        let general = anchors.compactMap { anchor -> String? in
            guard let cycles = anchor.spread({ $0.collector?.cycles })?.median, cycles < Self.enough else { return nil }
            return
                "Predictions are rough: \(title(of: anchor)), which they come from, had \(counted(cycles, "collection")), too few for a steady heap."
        }
        return misses + general.prefix(1)
    }

    private func reason(_ point: Point, _ prediction: Prediction, _ peak: Spread) -> String {
        if prediction.limitIsTooLow {
            return "the limit is below what the program holds, and by how much it is passed is not known"
        }
        let cycles = point.spread { $0.collector?.cycles }?.median ?? 0
        if cycles < Self.enough { return "\(counted(cycles, "collection")), too few for a steady heap" }
        if peak.share > Self.bound { return "its own runs differ by \(Int((peak.share * 100).rounded()))%" }
        let anchors = points.filter { $0.isAnchor == true && $0.binary == point.binary }
        if let share = anchors.compactMap({ $0.spread(\.peak)?.share }).max(), share > Self.bound {
            return "the runs it comes from differ by \(Int((share * 100).rounded()))%"
        }
        let lives = anchors.compactMap { $0.spread { $0.collector?.liveHeap }?.median }
        let live = point.spread { $0.collector?.liveHeap }?.median ?? 0
        if let other = lives.max(), abs(live - other) * 10 > other {
            return "the live heap is \(live.iec), not \(other.iec) as in the runs it comes from"
        }
        return "memory is no straight line of the heap goal"
    }
}
