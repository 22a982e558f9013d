/// Peak memory and collector time of settings that were not run, computed from runs under two others.
///
/// The heap goal is `live + (live + stacks + globals) * GOGC / 100`, at least 4 MiB * GOGC / 100; a memory limit lowers it.
/// Resident memory is taken as a straight line of the goal, cycles as what is allocated by the room above the live heap.
/// (runtime/mgcpacer.go; "A Guide to the Go Garbage Collector")
public struct Pacer: Sendable, Equatable {
    /// Medians of runs under one GOGC without a limit, in bytes and nanoseconds.
    public struct Anchor: Sendable, Equatable {
        public var percent: Int
        public var peak: Int
        public var liveHeap: Int
        public var stacks: Int
        public var globals: Int
        public var cycles: Int
        public var processorTime: Int

        public init(
            percent: Int, peak: Int, liveHeap: Int, stacks: Int, globals: Int, cycles: Int, processorTime: Int
        ) {
            self.percent = percent
            self.peak = peak
            self.liveHeap = liveHeap
            self.stacks = stacks
            self.globals = globals
            self.cycles = cycles
            self.processorTime = processorTime
        }
    }

    public struct Prediction: Sendable, Equatable {
        public var peak: Int
        public var processorTime: Int
        /// A limit below what the program holds: the collector runs without end and the limit is passed.
        public var isLimitTooLow = false
    }

    /// Reasons why two runs do not determine the others.
    public enum Unusable: Error, Equatable {
        case noCycles
        case sameGoal
        case memoryFalls
    }

    private static let smallestHeap = Double(4 << 20)
    /// Goals that differ by less are the same: the trace has whole MiB.
    private static let least = Double(1 << 20)
    private let liveHeap: Double
    private let roots: Double
    private let base: Double
    private let slope: Double
    private let allocated: Double
    private let cycleTime: Double

    /// Throws where the two do not differ by the collector's setting.
    public init(_ first: Anchor, _ second: Anchor) throws(Unusable) {
        guard first.cycles > 0, second.cycles > 0 else { throw .noCycles }
        let live = Double(max(first.liveHeap, second.liveHeap))
        let scanned = Double(max(first.stacks + first.globals, second.stacks + second.globals))
        let firstGoal = Self.goal(live, scanned, Double(first.percent))
        let secondGoal = Self.goal(live, scanned, Double(second.percent))
        guard abs(secondGoal - firstGoal) >= Self.least else { throw .sameGoal }
        let rise = Double(second.peak - first.peak) / (secondGoal - firstGoal)
        guard rise > 0 else { throw .memoryFalls }
        liveHeap = live
        roots = scanned
        slope = rise
        base = Double(first.peak) - rise * firstGoal
        allocated = (Double(first.cycles) * max(firstGoal - live, 1) + Double(second.cycles) * max(secondGoal - live, 1)) / 2
        cycleTime = Double(first.processorTime + second.processorTime) / Double(first.cycles + second.cycles)
    }

    private static func goal(_ live: Double, _ roots: Double, _ percent: Double) -> Double {
        max(live + (live + roots) * percent / 100, smallestHeap * percent / 100)
    }

    /// `percent` nil is GOGC=off; `limit` in bytes, nil for none. Nil where nothing bounds the heap.
    public func prediction(percent: Int?, limit: Int?) -> Prediction? {
        var peak = Double.infinity
        var goal = Double.infinity
        if let percent {
            goal = Self.goal(liveHeap, roots, Double(percent))
            peak = base + slope * goal
        }
        var isTooLow = false
        if let limit = limit.map(Double.init), limit < peak {
            let least = base + slope * liveHeap
            isTooLow = limit < least
            peak = max(limit, least)
            goal = (peak - base) / slope
        }
        guard peak.isFinite, goal.isFinite else { return nil }
        let cycles = allocated / max(goal - liveHeap, Self.least / 4)
        return Prediction(peak: Int(peak), processorTime: Int(min(cycles * cycleTime, 1e18)), isLimitTooLow: isTooLow)
    }
}
