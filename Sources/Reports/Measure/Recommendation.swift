/// The setting with the least memory among those that are fast enough, with its evidence.
public struct Recommendation: Codable, Sendable, Equatable {
    /// As `MeasureReport.title(of:)` says it.
    public var title: String
    /// Index of the point.
    public var point: Int
    /// Index of the fastest one.
    public var fastest: Int
    /// Against the fastest point, in percent: the median memory, and the time of each run against the same run of that point.
    public var memoryChange: Double
    public var timeChange: Double
    /// Titles of other points that are fast enough and whose memory differs from this one's by no more than noise.
    public var alike: [String]
    /// Titles of further points that other runs could recommend: noise hides whether they, or this one, are fast enough or fit.
    public var undecided: [String]
    /// Title of the point with the least memory that is fast enough whatever noise does; nil where the recommended one is.
    public var certain: String?
    /// For the container: a memory limit in bytes, a tenth below its size.
    public var memoryLimit: Int?
    /// Why the container is too small, in words.
    public var warning: String?
}

extension MeasureReport {
    /// With fewer runs of each point than this, differences may be chance.
    public static let runsThatTell = 5

    private struct Candidate {
        var index: Int
        /// Against the fastest point, run by run, in millionths.
        var time: Spread
        var memory: Spread
    }

    /// Points that were measured, the fastest one first.
    private func candidates() -> [Candidate] {
        let measured = points.indices.filter { points[$0].isMeasured }
        // Load slows the runs of one round alike.
        let rounds = (0..<(measured.map { points[$0].runs.count }.max() ?? 0)).map { round in
            Spread(measured.compactMap { points[$0].runs.dropFirst(round).first?.time })?.median ?? 1
        }
        func ratios(_ point: Int, to references: [Int]) -> Spread? {
            Spread(
                zip(points[point].runs, references).map { run, reference in
                    Int(min(1e6 * Double(run.time) / Double(max(reference, 1)), 1e12))
                })
        }
        let order = measured.compactMap { index in
            ratios(index, to: rounds).flatMap { time in points[index].spread(\.peak).map { (index, time.median, $0) } }
        }.sorted { ($0.1, $0.2.median, $0.0) < ($1.1, $1.2.median, $1.0) }
        guard let fastest = order.first?.0 else { return [] }
        return order.compactMap { index, _, memory in
            guard let time = ratios(index, to: points[fastest].runs.map(\.time)) else { return nil }
            return Candidate(index: index, time: time, memory: memory)
        }
    }

    /// The recommendation of the points that were measured; nil of none, and of a single one unless it is for a container.
    public func recommended() -> Recommendation? {
        let candidates = candidates()
        guard let fastest = candidates.first, candidates.count > 1 || container != nil else { return nil }
        let limit = container.map { $0 / 10 * 9 }
        let most = Int(1e6 * (1 + slower / 100))
        func fits(_ candidate: Candidate) -> Bool { limit.map { candidate.memory.most <= $0 } ?? true }
        let fast = candidates.filter { $0.time.median <= most }
        let fitting = fast.filter(fits)
        let pool = fitting.isEmpty ? fast : fitting
        guard let best = best(of: pool) else { return nil }
        func isSurelyFast(_ candidate: Candidate) -> Bool { candidate.time.medianRange.upperBound <= most }
        // Other calls recommend no point that cannot be fast enough, or whose memory is surely above that of a certain one.
        let certain = pool.filter(isSurelyFast).min { $0.memory.median < $1.memory.median }
        let rivals = candidates.filter { candidate in
            let isBeaten = certain.map { sure in
                sure.memory.median < candidate.memory.median && !sure.memory.isUndecided(against: candidate.memory)
            }
            return candidate.index != best.index && candidate.time.medianRange.lowerBound <= most && isBeaten != true
                && limit.map { candidate.memory.least <= $0 } ?? true
        }
        let isAlike = { (rival: Candidate) in
            rival.memory.isAlike(best.memory) && pool.contains { $0.index == rival.index }
        }
        func title(_ candidate: Candidate) -> String { self.title(of: points[candidate.index]) }
        func change(_ value: Int, _ reference: Int) -> Double {
            reference == 0 ? 0 : (Double(value) / Double(reference) - 1) * 100
        }
        var recommendation = Recommendation(
            title: title(best), point: best.index, fastest: fastest.index,
            memoryChange: change(best.memory.median, fastest.memory.median),
            timeChange: change(best.time.median, 1_000_000),
            alike: rivals.filter(isAlike).map(title), undecided: rivals.filter { !isAlike($0) }.map(title),
            certain: isSurelyFast(best) ? nil : title(certain ?? fastest),
            memoryLimit: limit.map { $0 - $0 % (1 << 20) })
        recommendation.warning = warning(best, fits: !fitting.isEmpty)
        return recommendation
    }

    /// The least memory; of those whose memory is alike the fastest one, but the default where both effects are noise.
    private func best(of pool: [Candidate]) -> Candidate? {
        guard let least = pool.min(by: { ($0.memory.median, $0.time.median) < ($1.memory.median, $1.time.median) }),
            let quickest = pool.first(where: { $0.memory.isAlike(least.memory) })
        else { return nil }
        return pool.first {
            points[$0.index].isDefault && $0.memory.isAlike(least.memory) && $0.time.isAlike(quickest.time)
        } ?? quickest
    }

    private func warning(_ best: Candidate, fits: Bool) -> String? {
        guard let container, let live = points[best.index].runs.compactMap({ $0.collector?.liveHeap }).max() else { return nil }
        let limit = container / 10 * 9
        if live >= limit {
            return "the live heap alone is \(live.iec): under a limit of \(limit.iec) the collector would run without end"
        }
        if fits { return nil }
        return "no measured setting that is fast enough stays below \(limit.iec); measure GOMEMLIMIT=\(limit >> 20)MiB as well"
    }
}
