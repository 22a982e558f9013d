internal import Planning
internal import Profiles

extension MeasureReport {
    /// Reason of a point that is predicted instead of run.
    public static let predictedOnly = "predicted"

    /// Adds to every point the peak and the collector's time that Go's pacer lets expect from two measured ones.
    public mutating func predict() {
        unpredicted = []
        for indices in Self.series(of: points) { predict(indices) }
    }

    /// Indexes of the points that predictions come from: two of each binary and combination of other settings, none where GOGC has
    /// fewer than two values without a limit.
    package static func anchors(of points: [Point]) -> [Int] { series(of: points).flatMap { anchors($0, points) } }

    /// Indexes of points that differ by GOGC and GOMEMLIMIT alone.
    private static func series(of points: [Point]) -> [[Int]] {
        let groups = Dictionary(grouping: points.indices) { index in
            let others = points[index].settings.filter { $0.name != "GOGC" && $0.name != "GOMEMLIMIT" }
            return [points[index].binary] + others.flatMap { [$0.name, $0.value] }
        }
        return groups.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    /// The points nearest to GOGC=50 and 200: far enough from each other, with more than a few collections in most programs.
    private static func anchors(_ indices: [Int], _ points: [Point]) -> [Int] {
        var rest = indices.filter { limit(points[$0]) == nil }.compactMap { index in
            percent(points[index]).map { (index: index, percent: $0) }
        }.filter { $0.percent > 0 }
        // Points with the same value of GOGC are one.
        guard Set(rest.map(\.percent)).count >= 2 else { return [] }
        return [50, 200].compactMap { wanted in
            func distance(_ percent: Int) -> Int { max(percent, wanted) * 1000 / min(percent, wanted) }
            let nearest = rest.min { (distance($0.percent), $0.index) < (distance($1.percent), $1.index) }
            rest.removeAll { $0.percent == nearest?.percent }
            return nearest?.index
        }
    }

    private static func limit(_ point: Point) -> Int? { point.value(of: "GOMEMLIMIT").flatMap(Measurement.memoryLimit) }

    /// Nil for `off`; 100 where nothing is set. (runtime.readGOGC)
    private static func percent(_ point: Point) -> Int? {
        switch point.value(of: "GOGC") {
        case nil, "": 100
        case let text?: Int(text)
        }
    }

    private mutating func predict(_ indices: [Int]) {
        let pair = Self.anchors(indices, points)
        let anchors = pair.compactMap { index in anchor(points[index]).map { (index, $0) } }
        guard pair.count == 2 else { return }
        let name = title(of: points[indices[0]])
        guard anchors.count == 2 else {
            return unpredicted.append("\(name): the two points to predict from have no collections or were not measured")
        }
        do {
            let pacer = try Pacer(anchors[0].1, anchors[1].1)
            for (index, _) in anchors { points[index].isAnchor = true }
            for index in indices where points[index].isAnchor != true {
                let (percent, limit) = (Self.percent(points[index]), Self.limit(points[index]))
                points[index].prediction = pacer.prediction(percent: percent, limit: limit).map {
                    Prediction(peak: $0.peak, collectorTime: $0.processorTime, limitIsTooLow: $0.isLimitTooLow)
                }
            }
        } catch {
            let reason =
                switch error {
                case .noCycles: "the collector did not run"
                case .sameGoal: "their heap goals are the same: the heap is smaller than what the runtime starts with"
                case .memoryFalls: "memory does not grow with the heap goal: something else decides it"
                }
            unpredicted.append("\(name): \(reason)")
        }
    }

    private func anchor(_ point: Point) -> Pacer.Anchor? {
        func median(_ figure: (Run) -> Int?) -> Int { point.spread(figure)?.median ?? 0 }
        guard point.isMeasured, let percent = Self.percent(point), point.runs.contains(where: { $0.collector != nil }) else {
            return nil
        }
        return Pacer.Anchor(
            percent: percent, peak: median(\.peak), liveHeap: median { $0.collector?.liveHeap },
            stacks: median { $0.collector?.stacks }, globals: median { $0.collector?.globals },
            cycles: median { $0.collector?.cycles }, processorTime: median { $0.collector?.processorTime },
            programTime: median { $0.processorTime - ($0.collector?.processorTime ?? 0) })
    }
}
