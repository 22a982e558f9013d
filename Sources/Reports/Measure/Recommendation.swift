/// The setting with the least memory among those that are fast enough, with its evidence.
public struct Recommendation: Codable, Sendable, Equatable {
    /// As `MeasureReport.title(of:)` says it.
    public var title: String
    /// Index of the point.
    public var point: Int
    /// Index of the fastest one.
    public var fastest: Int
    /// Medians against the fastest point's, in percent: memory and time.
    public var memoryChange: Double
    public var timeChange: Double
    /// Titles of other points that are fast enough and whose memory does not differ by more than noise.
    public var alike: [String]
    /// Titles of points with less memory for which noise hides whether they are fast enough.
    public var undecided: [String]
    /// For the container: a memory limit in bytes, a tenth below its size.
    public var memoryLimit: Int?
    /// Why the container is too small, in words.
    public var warning: String?
}

extension MeasureReport {
    /// The recommendation of the points that were measured; nil of none, and of a single one unless it is for a container.
    public func recommended() -> Recommendation? {
        struct Candidate {
            var index: Int
            var time: Spread
            var memory: Spread
        }
        let candidates = points.indices.compactMap { index -> Candidate? in
            guard points[index].isMeasured, let time = points[index].spread(\.time), let memory = points[index].spread(\.peak)
            else { return nil }
            return Candidate(index: index, time: time, memory: memory)
        }
        guard candidates.count > 1 || container != nil else { return nil }
        guard let fastest = candidates.min(by: { ($0.time.median, $0.memory.median) < ($1.time.median, $1.memory.median) }) else {
            return nil
        }
        let bound = Double(fastest.time.median) * (1 + slower / 100)
        let limit = container.map { $0 / 10 * 9 }
        let fast = candidates.filter { Double($0.time.median) <= bound }
        let fitting = fast.filter { candidate in limit.map { candidate.memory.median <= $0 } ?? true }
        let pool = fitting.isEmpty ? fast : fitting
        guard let least = pool.min(by: { ($0.memory.median, $0.time.median) < ($1.memory.median, $1.time.median) }),
            let quickest = pool.filter({ $0.memory.isAlike(least.memory) }).min(by: {
                ($0.time.median, $0.memory.median) < ($1.time.median, $1.memory.median)
            })
        else { return nil }
        // The default is better than a setting whose effect is noise.
        let best =
            pool.first {
                points[$0.index].isDefault && $0.memory.isAlike(least.memory) && $0.time.isAlike(quickest.time)
            } ?? quickest
        func change(_ value: Int, _ reference: Int) -> Double {
            reference == 0 ? 0 : (Double(value) / Double(reference) - 1) * 100
        }
        let alike = pool.filter { $0.index != best.index && $0.memory.isAlike(best.memory) }
        let undecided = candidates.filter { candidate in
            Double(candidate.time.median) > bound && Double(candidate.time.lower) <= bound
                && candidate.memory.upper < best.memory.lower
        }
        var recommendation = Recommendation(
            title: title(of: points[best.index]), point: best.index, fastest: fastest.index,
            memoryChange: change(best.memory.median, fastest.memory.median),
            timeChange: change(best.time.median, fastest.time.median), alike: alike.map { title(of: points[$0.index]) },
            undecided: undecided.map { title(of: points[$0.index]) }, memoryLimit: limit.map { $0 - $0 % (1 << 20) })
        if let container, let live = points[best.index].runs.compactMap({ $0.collector?.liveHeap }).max() {
            if live >= container / 10 * 9 {
                recommendation.warning =
                    "the live heap alone is \(live.iec): under a limit of \((limit ?? 0).iec) the collector would run without end"
            } else if fitting.isEmpty {
                recommendation.warning =
                    "no measured setting that is fast enough stays below \((limit ?? 0).iec); measure GOMEMLIMIT=\((limit ?? 0) >> 20)MiB as well"
            }
        }
        return recommendation
    }
}
