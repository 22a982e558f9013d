/// Changes from one report of `pare measure` to another: schema `pare.measure-diff/1`. Points are matched by preset or binary, and
/// settings; sizes in bytes, times in nanoseconds.
public struct MeasureComparison: Encodable, Sendable, Equatable {
    public static let schema = "pare.measure-diff/1"

    /// Medians of a figure.
    public struct Figure: Encodable, Sendable, Equatable {
        public var old: Int
        public var new: Int
        /// The runs of both sides reach into each other: no change is proven.
        public var isNoise: Bool

        init?(_ old: Spread?, _ new: Spread?) {
            guard let old, let new else { return nil }
            (self.old, self.new, isNoise) = (old.median, new.median, old.isAlike(new))
        }

        public var change: Int { new - old }
    }

    public struct Row: Encodable, Sendable, Equatable {
        /// `strip GOGC=50`
        public var point: String
        public var memory: Figure
        public var time: Figure
        public var cpu: Figure
        public var startup: Figure?
        public var liveHeap: Figure?
        public var allocated: Figure?
    }

    public var schema = MeasureComparison.schema
    /// Points that were measured on both sides, in the order of the new report.
    public var rows: [Row]
    /// Points that were measured on one side only.
    public var onlyOld: [String]
    public var onlyNew: [String]
    /// Ways in which the old report was made otherwise.
    public var caveats: [String]

    public init(old: MeasureReport, new: MeasureReport) {
        // Binaries of two commands may have other paths: of one binary each only the settings count.
        let isSingle = [old, new].allSatisfy { Set($0.points.map(\.binary)).count == 1 && $0.entry == nil }
        func name(_ point: MeasureReport.Point) -> String { isSingle ? point.title : point.label }
        let before = Dictionary(old.points.filter(\.isMeasured).map { (name($0), $0) }) { first, _ in first }
        let after = Set(new.points.filter(\.isMeasured).map(name))
        rows = new.points.filter(\.isMeasured).compactMap { point in
            guard let earlier = before[name(point)] else { return nil }
            func figure(_ value: (MeasureReport.Run) -> Int?) -> Figure? { Figure(earlier.spread(value), point.spread(value)) }
            guard let memory = figure(\.peak), let time = figure(\.time), let cpu = figure(\.processorTime) else { return nil }
            return Row(
                point: name(point), memory: memory, time: time, cpu: cpu, startup: figure(\.startup),
                liveHeap: figure { $0.collector?.liveHeap }, allocated: figure { $0.collector?.allocated })
        }
        onlyOld = old.points.filter(\.isMeasured).map(name).filter { !after.contains($0) }
        onlyNew = new.points.filter(\.isMeasured).map(name).filter { before[$0] == nil }
        caveats = []
        if old.machine != new.machine {
            caveats.append(
                "measured on two machines, \(old.machine.text) and \(new.machine.text): times do not compare")
        } else {
            caveats.append("times of two calls differ by what else the machine did; `budgets` of `measure:` compare within one")
        }
        if old.workload != new.workload {
            caveats.append("another workload: `\(old.workload.visible)` before, `\(new.workload.visible)` now")
        }
    }
}

extension MeasureReport.Machine {
    fileprivate var text: String { "\(target.visible) with \(counted(processors, "processor"))" }
}
