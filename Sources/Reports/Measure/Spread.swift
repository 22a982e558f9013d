/// Median of some measurements, with the quartiles and the extremes.
public struct Spread: Sendable, Equatable {
    public var median: Int
    public var lower: Int
    public var upper: Int
    public var least: Int
    public var most: Int
    /// The order statistics that hold the true median 99 times of 100. Fewer than eight runs have none, and these are the extremes.
    public var medianRange: ClosedRange<Int>

    /// Nil of nothing. Between two values the quantile is their weighted mean.
    public init?(_ values: [Int]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        func quantile(_ part: Double) -> Int {
            let position = part * Double(sorted.count - 1)
            let index = Int(position)
            let next = index + 1 < sorted.count ? sorted[index + 1] : last
            return Int((Double(sorted[index]) + (position - Double(index)) * (Double(next) - Double(sorted[index]))).rounded())
        }
        median = quantile(0.5)
        lower = quantile(0.25)
        upper = quantile(0.75)
        least = first
        most = last
        let dropped = Self.dropped(of: sorted.count)
        medianRange = sorted[dropped]...sorted[sorted.count - 1 - dropped]
    }

    /// So many of the sorted values may be left out at each end: each value lies below the median with probability 1/2, and the
    /// binomial distribution says how often more than those do.
    private static func dropped(of count: Int) -> Int {
        guard count <= 1000 else { return count / 2 - Int(1.29 * Double(count).squareRoot()) - 1 }
        var term = 2.0
        for _ in 0..<count { term /= 2 }
        var chance = term
        var dropped = 0
        while true {
            term *= Double(count - dropped) / Double(dropped + 1)
            chance += term
            guard chance <= 0.01, dropped + 1 < count / 2 else { return dropped }
            dropped += 1
        }
    }

    /// The medians differ by at most 2 percent, or by at most 10 and a run of one could be one of the other: of three runs each,
    /// quartiles that do not meet are chance as often as not.
    public func isAlike(_ other: Spread) -> Bool {
        let larger = Double(max(median, other.median))
        let difference = larger - Double(min(median, other.median))
        return difference <= 0.02 * larger || (difference <= 0.1 * larger && least <= other.most && other.least <= most)
    }

    /// Whether noise hides which median is the larger one.
    public func isUndecided(against other: Spread) -> Bool { isAlike(other) || medianRange.overlaps(other.medianRange) }

    /// Distance of the quartiles as a share of the median.
    public var share: Double { median == 0 ? 0 : Double(upper - lower) / Double(median) }
}
