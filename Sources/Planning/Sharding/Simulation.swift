/// The shards of a plan on machines that are imagined: each builds in the order and with the shares of processors that `Schedule`
/// gives, from an empty cache or one as warm as that of the measured builds.
public struct Simulation: Sendable, Equatable {
    public struct Machines: Sendable, Equatable {
        public var count: Int
        public var processors: Int
        /// Builds at once; as many as processors where nothing is said.
        public var width: Int
        /// Bytes for all builds at once; nil for no limit.
        public var memory: Int?

        public init(count: Int, processors: Int, width: Int? = nil, memory: Int? = nil) {
            self.count = max(1, count)
            self.processors = max(1, processors)
            self.width = max(1, width ?? processors)
            self.memory = memory
        }
    }

    /// One build; seconds since the start of the first shard.
    public struct Span: Sendable, Equatable {
        public var job: Int
        public var start: Double
        public var end: Double
    }

    public struct Shard: Sendable, Equatable {
        /// From 0.
        public var machine: Int
        /// Seconds since the start of the first shard; the end is that of weighing and checks too.
        public var start: Double
        public var end: Double
        /// Time that processors of its machine work, summed.
        public var processorSeconds: Double
        /// In the order of their starts.
        public var spans: [Span]
    }

    public private(set) var shards: [Shard] = []
    /// When the last shard ends, seconds.
    public var makespan: Double { shards.map(\.end).max() ?? 0 }
    /// Share of the processors' time until then in which no build runs.
    public private(set) var idleShare = 0.0

    /// Builds of the shard that ends last, each of which starts as the one before it ends.
    public var criticalPath: [Span] {
        guard let last = shards.max(by: { $0.end < $1.end }), var span = last.spans.max(by: { $0.end < $1.end }) else {
            return []
        }
        var path = [span]
        while let before = last.spans.filter({ $0.end <= span.start + 1e-9 && $0.end > span.start - 1e-9 && $0.job != span.job })
            .max(by: { $0.end - $0.start < $1.end - $1.start }), path.count <= last.spans.count
        {
            path.append(before)
            span = before
        }
        return path.reversed()
    }

    init(_ model: SimulationModel, _ sharding: Sharding, on machines: Machines) {
        var free = Array(repeating: 0.0, count: min(machines.count, sharding.count))
        for jobs in sharding.jobsOfShards {
            let machine = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
            let shard = model.shard(jobs, machine: machine, from: free[machine], machines)
            free[machine] = shard.end
            shards.append(shard)
        }
        let whole = makespan * Double(machines.processors * free.count)
        idleShare = whole > 0 ? max(0, 1 - shards.reduce(0) { $0 + $1.processorSeconds } / whole) : 0
    }
}

/// Jobs of a plan with what is known of them, for simulations with several numbers of machines.
public struct SimulationModel {
    private let jobs: [BuildJob]
    private let seconds: [Double]
    private let effort: BuildEffort
    private let peaks: [Int?]
    /// Processor time that Pare takes for each build: as measured, without that of the builds themselves.
    public private(set) var overhead = 0.0
    /// Time of the measured runs, and what this model says of them without overhead; nil where no whole run is known.
    public private(set) var check: (measured: Double, simulated: Double)?

    public init(_ jobs: [BuildJob], _ costs: JobCosts) {
        self.jobs = jobs
        seconds = costs.seconds(of: jobs)
        effort = BuildEffort(jobs, costs)
        peaks = jobs.map { costs.known[$0.name]?.peakBytes }
        let places = Dictionary(jobs.indices.map { (jobs[$0].name, $0) }) { first, _ in first }
        var (measured, simulated, processorSeconds, builds) = (0.0, 0.0, 0.0, 0)
        for run in costs.runs {
            let mine = run.builds.compactMap { places[$0] }.sorted()
            guard mine.count == run.builds.count, !mine.isEmpty else { continue }
            let machine = Simulation.Machines(count: 1, processors: run.processors, width: run.width)
            let time = shard(mine, machine: 0, from: 0, machine).end
            measured += run.seconds
            simulated += time
            processorSeconds += max(0, run.seconds - time) * Double(min(run.processors, mine.count))
            builds += mine.count
        }
        guard builds > 0 else { return }
        check = (measured, simulated)
        overhead = processorSeconds / Double(builds)
    }

    /// Jobs given to so many shards, one for each machine.
    public func sharding(_ count: Int) -> Sharding { Sharding(jobs, costs: seconds, count: count) }

    public func simulation(_ sharding: Sharding, on machines: Simulation.Machines) -> Simulation {
        Simulation(self, sharding, on: machines)
    }

    /// One shard from `start` on.
    fileprivate func shard(_ mine: [Int], machine: Int, from start: Double, _ machines: Simulation.Machines) -> Simulation.Shard {
        struct Running {
            var place: Int
            var start: Double
            var rest: Double
            var demand: Double
        }
        var schedule = Schedule(
            mine.map { jobs[$0] }, width: machines.width, processors: machines.processors, memory: machines.memory,
            peaks: mine.map { peaks[$0] })
        var cache = BuildEffort.Cache()
        var running: [Running] = []
        var spans: [Simulation.Span] = []
        var now = start
        var work = 0.0
        while true {
            while let next = schedule.next() {
                let job = mine[next.job]
                let seconds = effort.seconds(job, cache)
                work += seconds
                running.append(
                    Running(place: next.job, start: now, rest: seconds, demand: effort.demand(job, processors: next.processors)))
            }
            guard !running.isEmpty else { break }
            let share = min(1, Double(machines.processors) / running.reduce(0) { $0 + $1.demand })
            let times = running.map { $0.rest / ($0.demand * share) }
            let step = times.min() ?? 0
            now += step
            for index in running.indices {
                running[index].rest = max(0, running[index].rest - step * running[index].demand * share)
            }
            for (index, time) in times.enumerated().reversed() where time <= step + 1e-9 {
                let ended = running.remove(at: index)
                spans.append(Simulation.Span(job: mine[ended.place], start: ended.start, end: now))
                effort.fill(&cache, by: mine[ended.place])
                schedule.finished(ended.place, succeeded: true)
            }
        }
        let weighing = overhead * Double(mine.count)
        spans.sort { ($0.start, $0.job) < ($1.start, $1.job) }
        return Simulation.Shard(
            machine: machine, start: start, end: now + weighing / Double(max(1, min(machines.processors, mine.count))),
            processorSeconds: work + weighing, spans: spans)
    }
}
