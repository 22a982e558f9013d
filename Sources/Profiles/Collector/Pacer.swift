/// Peak memory and collector time of settings that were not run, computed from runs under two others.
///
/// The heap goal is `live + (live + stacks + globals) * GOGC / 100`, at least 4 MiB * GOGC / 100; a memory limit lowers it.
/// Resident memory is taken as a straight line of the goal, cycles as what is allocated by the room above the live heap. Under a limit
/// the collector takes at most half of the processor time.
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
        /// Of the collector, and of the rest of the program.
        public var processorTime: Int
        public var programTime: Int

        public init(
            percent: Int, peak: Int, liveHeap: Int, stacks: Int, globals: Int, cycles: Int, processorTime: Int, programTime: Int
        ) {
            self.percent = percent
            self.peak = peak
            self.liveHeap = liveHeap
            self.stacks = stacks
            self.globals = globals
            self.cycles = cycles
            self.processorTime = processorTime
            self.programTime = programTime
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
    /// Resolution of the trace: goals that differ by less are the same.
    private static let trace = Double(1 << 20)
    private let liveHeap: Double
    private let roots: Double
    private let base: Double
    private let slope: Double
    private let allocated: Double
    private let cycleTime: Double
    private let programTime: Double

    /// Throws where the two do not differ by the collector's setting.
    public init(_ first: Anchor, _ second: Anchor) throws(Unusable) {
        guard first.cycles > 0, second.cycles > 0 else { throw .noCycles }
        let live = Double(max(first.liveHeap, second.liveHeap))
        let scanned = Double(max(first.stacks + first.globals, second.stacks + second.globals))
        let firstGoal = Self.goal(live, scanned, Double(first.percent))
        let secondGoal = Self.goal(live, scanned, Double(second.percent))
        guard abs(secondGoal - firstGoal) >= Self.trace else { throw .sameGoal }
        let rise = Double(second.peak - first.peak) / (secondGoal - firstGoal)
        guard rise > 0 else { throw .memoryFalls }
        liveHeap = live
        roots = scanned
        slope = rise
        base = Double(first.peak) - rise * firstGoal
        allocated = (Double(first.cycles) * max(firstGoal - live, 1) + Double(second.cycles) * max(secondGoal - live, 1)) / 2
        programTime = Double(max(first.programTime, second.programTime))
        cycleTime = Double(first.processorTime + second.processorTime) / Double(first.cycles + second.cycles)
    }

    private static func goal(_ live: Double, _ roots: Double, _ percent: Double) -> Double {
        max(live + (live + roots) * percent / 100, smallestHeap * percent / 100)
    }

    /// Bytes below which no limit is kept: live heap, stacks and globals, a twentieth for fragments, and the runtime's own tables.
    private var least: Double { (liveHeap + roots) * 1.05 + Self.smallestHeap }

    /// `percent` nil is GOGC=off; `limit` in bytes, nil for none. Nil where nothing bounds the heap.
    public func prediction(percent: Int?, limit: Int?) -> Prediction? {
        let goal = percent.map { Self.goal(liveHeap, roots, Double($0)) } ?? .infinity
        let peak = base + slope * goal
        guard let limit = limit.map(Double.init), limit < peak else {
            guard peak.isFinite else { return nil }
            return Prediction(peak: Int(min(max(peak, 0), 1e18)), processorTime: Int(min(time(goal), 1e18)))
        }
        // The limit is of all that the runtime maps: a fifth of it at most is taken as outside of the heap.
        let heap = limit - min(max(base, Self.smallestHeap), limit / 5)
        return Prediction(
            peak: Int(min(max(limit, least), 1e18)), processorTime: Int(min(time(min(goal, heap)), programTime, 1e18)),
            isLimitTooLow: limit < least)
    }

    /// Nanoseconds of the collector with this heap goal.
    private func time(_ goal: Double) -> Double { allocated / max(goal - liveHeap, Self.trace / 4) * cycleTime }
}
