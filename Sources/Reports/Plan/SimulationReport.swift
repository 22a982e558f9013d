public import Planning

/// A plan on imagined machines: when its shards end, and whether more machines would help.
public struct SimulationReport: Codable, Sendable, Equatable {
    /// A shard; seconds since the start of the first one.
    public struct Shard: Codable, Sendable, Equatable {
        /// From 1.
        public var index: Int
        /// From 1.
        public var machine: Int
        public var start: Double
        public var end: Double
        /// Share of its machine's processors' time, from start to end, in which no build runs.
        public var idleShare: Double
    }

    /// One build; seconds since the start of the first shard.
    public struct Step: Codable, Sendable, Equatable {
        /// Place in the list of jobs, from 0.
        public var job: Int
        /// From 1.
        public var shard: Int
        public var start: Double
        public var end: Double
    }

    /// The plan with another number of machines, each of one shard.
    public struct Alternative: Codable, Sendable, Equatable {
        public var machines: Int
        public var seconds: Double
        public var idleShare: Double
    }

    public var machines: Int
    /// Of each machine.
    public var processors: Int
    /// Builds at once on each machine.
    public var width: Int
    /// For all builds of a machine at once, bytes; nil for no limit.
    public var memory: Int?
    /// Until the last shard ends.
    public var seconds: Double
    /// Share of all processors' time until then in which no build runs.
    public var idleShare: Double
    /// Processor time that Pare takes for each build, without go: to weigh and to check it.
    public var overheadSeconds: Double
    /// The measured runs took so long, and so long in the same simulation without that overhead; nil where no whole run is known.
    public var measuredSeconds: Double?
    public var modelSeconds: Double?
    public var shards: [Shard]
    public var steps: [Step]
    /// Builds of the shard that ends last, each of which waits for the one before: places in the list of steps.
    public var criticalPath: [Int]
    public var alternatives: [Alternative]
    /// The smallest number of machines whose time is at most 5 % above the shortest.
    public var enough: Int
    /// Builds of which not all is known: time, processor time, packages.
    public var unknown: Int

    /// A saved one may be damaged: its places are those of a plan, and its times can be.
    func isPossible(jobs: Int, shards count: Int) -> Bool {
        func isTime(_ value: Double?) -> Bool { value.map { (0...1e12).contains($0) } ?? true }
        func isSpan(_ start: Double, _ end: Double) -> Bool { isTime(start) && isTime(end) && start <= end }
        let times = [seconds, overheadSeconds, measuredSeconds, modelSeconds] + alternatives.map(\.seconds)
        let shares = [idleShare] + shards.map(\.idleShare) + alternatives.map(\.idleShare)
        let numbers = [machines, processors, width, enough] + alternatives.map(\.machines) + shards.map(\.machine)
        return times.allSatisfy(isTime) && shares.allSatisfy { (0...1).contains($0) }
            && numbers.allSatisfy { (1...1_000_000).contains($0) } && (0...jobs).contains(unknown)
            && shards.allSatisfy { (1...count).contains($0.index) && isSpan($0.start, $0.end) }
            && steps.allSatisfy { (0..<jobs).contains($0.job) && (1...count).contains($0.shard) && isSpan($0.start, $0.end) }
            && criticalPath.allSatisfy(steps.indices.contains) && (memory ?? 0) >= 0
    }

    /// How much longer than with any number of machines is no difference.
    private static let tolerance = 1.05

    /// `jobs` are given to `count` shards, and these to machines.
    public init(_ jobs: [BuildJob], _ costs: JobCosts, shards count: Int, on machines: Simulation.Machines) {
        let model = SimulationModel(jobs, costs)
        let simulation = model.simulation(model.sharding(count), on: machines)
        self.machines = min(machines.count, count)
        (processors, width, memory) = (machines.processors, machines.width, machines.memory)
        seconds = simulation.makespan
        idleShare = simulation.idleShare
        overheadSeconds = model.overhead
        measuredSeconds = model.check?.measured
        modelSeconds = model.check?.simulated
        shards = simulation.shards.enumerated().map { index, shard in
            let time = (shard.end - shard.start) * Double(machines.processors)
            return Shard(
                index: index + 1, machine: shard.machine + 1, start: shard.start, end: shard.end,
                idleShare: time > 0 ? max(0, 1 - shard.processorSeconds / time) : 0)
        }
        steps = simulation.shards.enumerated().flatMap { index, shard in
            shard.spans.map { Step(job: $0.job, shard: index + 1, start: $0.start, end: $0.end) }
        }
        let places = Dictionary(steps.enumerated().map { ($0.element.job, $0.offset) }) { first, _ in first }
        criticalPath = simulation.criticalPath.compactMap { places[$0.job] }
        unknown = jobs.count { job in
            let cost = costs.known[job.name]
            return cost?.processorSeconds == nil || cost?.compiled == nil || cost?.linked.isEmpty ?? true
        }

        func alternative(_ count: Int) -> Alternative {
            var each = machines
            each.count = count
            let simulation = model.simulation(model.sharding(count), on: each)
            return Alternative(machines: count, seconds: simulation.makespan, idleShare: simulation.idleShare)
        }
        var tried: [Int: Alternative] = [:]
        var number = 1
        while number < jobs.count {
            tried[number] = alternative(number)
            number = max(number + 1, number * 3 / 2)
        }
        for count in [jobs.count, min(count, jobs.count)] where tried[count] == nil { tried[count] = alternative(count) }
        let best = tried.values.map(\.seconds).min() ?? 0
        var below = tried.values.filter { $0.seconds <= best * Self.tolerance }.map(\.machines).min() ?? 1
        var above = tried.keys.filter { $0 < below }.max() ?? 0
        while above + 1 < below {
            let middle = (above + below) / 2
            let made = alternative(middle)
            tried[middle] = made
            if made.seconds <= best * Self.tolerance { below = middle } else { above = middle }
        }
        enough = below
        alternatives = tried.values.sorted { $0.machines < $1.machines }
    }
}
