/// Median of some measurements with the quartiles around it.
public struct Spread: Sendable, Equatable {
    public var median: Int
    public var lower: Int
    public var upper: Int

    /// Nil of nothing. Between two values the quantile is their weighted mean.
    public init?(_ values: [Int]) {
        let sorted = values.sorted()
        guard let last = sorted.last else { return nil }
        func quantile(_ part: Double) -> Int {
            let position = part * Double(sorted.count - 1)
            let index = Int(position)
            let next = index + 1 < sorted.count ? sorted[index + 1] : last
            return Int((Double(sorted[index]) + (position - Double(index)) * (Double(next) - Double(sorted[index]))).rounded())
        }
        median = quantile(0.5)
        lower = quantile(0.25)
        upper = quantile(0.75)
    }

    /// Quartiles of a few runs are too close to each other: what differs by less than 2 percent is the same.
    private static let least = 0.02

    /// Half of the measurements of one could be those of the other, or the medians hardly differ.
    public func isAlike(_ other: Spread) -> Bool {
        let difference = Double(max(median, other.median) - min(median, other.median))
        return (lower <= other.upper && other.lower <= upper) || difference <= Self.least * Double(max(median, other.median))
    }

    /// Distance of the quartiles as a share of the median.
    public var share: Double { median == 0 ? 0 : Double(upper - lower) / Double(median) }
}
