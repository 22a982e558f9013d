public import Planning

/// Memory and time of programs under each of some settings: schema `pare.measure/1`. Sizes in bytes, times in nanoseconds.
public struct MeasureReport: Codable, Sendable, Equatable {
    public static let schema = "pare.measure/1"

    /// One run of a program.
    public struct Run: Codable, Sendable, Equatable {
        /// Peak resident memory of the largest process.
        public var peak: Int
        /// Peak memory of all processes together, with page cache that they were the first to read or write; absent where no cgroup
        /// could be made.
        public var treePeak: Int?
        /// From start to end; of a server that of the load.
        public var time: Int
        public var user: Int
        public var system: Int
        /// From start to ready; of a program that ends by itself the time of a call that does nothing, if one was asked for.
        public var startup: Int?
        public var minorFaults: Int
        public var majorFaults: Int
        /// Absent for a program that is not Go's, and for one without a collection.
        public var collector: Collector?

        public var processorTime: Int { user + system }

        public init(
            peak: Int, time: Int, user: Int, system: Int, startup: Int?, minorFaults: Int, majorFaults: Int,
            collector: Collector?, treePeak: Int? = nil
        ) {
            self.peak = peak
            self.treePeak = treePeak
            self.time = time
            self.user = user
            self.system = system
            self.startup = startup
            self.minorFaults = minorFaults
            self.majorFaults = majorFaults
            self.collector = collector
        }
    }

    /// The garbage collector's part of a run.
    public struct Collector: Codable, Sendable, Equatable {
        public var cycles: Int
        /// Time in which the program stood still, and the longest of it.
        public var pauses: Int
        public var longestPause: Int
        public var processorTime: Int
        /// Largest of all cycles.
        public var liveHeap: Int
        public var goal: Int
        public var stacks: Int
        public var globals: Int
        /// All that was allocated on the heap, nearly.
        public var allocated: Int

        public init(
            cycles: Int, pauses: Int, longestPause: Int, processorTime: Int, liveHeap: Int, goal: Int, stacks: Int, globals: Int,
            allocated: Int
        ) {
            self.cycles = cycles
            self.pauses = pauses
            self.longestPause = longestPause
            self.processorTime = processorTime
            self.liveHeap = liveHeap
            self.goal = goal
            self.stacks = stacks
            self.globals = globals
            self.allocated = allocated
        }
    }

    /// Computed from runs of two other points.
    public struct Prediction: Codable, Sendable, Equatable {
        public var peak: Int
        public var collectorTime: Int
        /// The limit is below what the program holds.
        public var limitIsTooLow: Bool

        public init(peak: Int, collectorTime: Int, limitIsTooLow: Bool) {
            self.peak = peak
            self.collectorTime = collectorTime
            self.limitIsTooLow = limitIsTooLow
        }
    }

    /// One binary under one combination of settings.
    public struct Point: Codable, Sendable, Equatable {
        /// Path of the binary.
        public var binary: String
        /// Preset of the pipeline that built it, and its target where there is more than one for this machine: `linux/amd64/v3`.
        public var preset: String?
        public var target: String?
        public var settings: [EnvironmentVariable]
        /// In their order, without those to warm up.
        public var runs: [Run] = []
        /// Why a run did not end as it should; the runs before it are kept.
        public var failure: String?
        /// Lines that it printed before.
        public var said: [String]?
        /// Why it was not run.
        public var skipped: String?
        public var prediction: Prediction?
        /// One of the two that predictions come from.
        public var isAnchor: Bool?

        public init(binary: String, settings: [EnvironmentVariable]) {
            self.binary = binary
            self.settings = settings
        }

        /// Its runs all ended well.
        public var isMeasured: Bool { failure == nil && !runs.isEmpty }

        public func spread(_ figure: (Run) -> Int?) -> Spread? { Spread(runs.compactMap(figure)) }

        /// As Go's runtime is without any setting.
        public var isDefault: Bool {
            settings.allSatisfy { ["", $0.name == "GOGC" ? "100" : "off"].contains($0.value) }
        }

        public func value(of setting: String) -> String? { settings.value(setting) }

        /// The preset or the binary, and the settings.
        public var label: String { [target, preset ?? binary, title].compactMap(\.self).joined(separator: " ") }

        /// `GOGC=50 GOMEMLIMIT=64MiB`
        public var title: String {
            let words = settings.filter { !$0.value.isEmpty }.map { "\($0.name)=\($0.value)" }
            return words.isEmpty ? "default" : words.joined(separator: " ")
        }
    }

    /// Code that never ran under the workload, by coverage of one build; bytes of the stripped file, modelled.
    public struct Coverage: Codable, Sendable, Equatable {
        public var target: String
        public var preset: String
        /// All functions with evidence, and those that never ran.
        public var bytes: Int
        public var neverRun: Int
        public var neverRunFunctions: Int
        /// Saved without the functions that never ran.
        public var saves: Int

        public init(target: String, preset: String, bytes: Int, neverRun: Int, neverRunFunctions: Int, saves: Int) {
            self.target = target
            self.preset = preset
            self.bytes = bytes
            self.neverRun = neverRun
            self.neverRunFunctions = neverRunFunctions
            self.saves = saves
        }

        public var percent: Double { bytes == 0 ? 0 : 100 * Double(neverRun) / Double(bytes) }
    }

    public struct Machine: Codable, Sendable, Equatable {
        /// `linux/amd64`
        public var target: String
        public var processors: Int

        public init(target: String, processors: Int) {
            self.target = target
            self.processors = processors
        }
    }

    public var schema = MeasureReport.schema
    /// Import path of the program, pipeline and entry of `measure:`; absent for a command line.
    public var program: String?
    public var pipeline: String?
    public var entry: String?
    public var machine: Machine
    /// The command, for people.
    public var workload: String
    public var isServer: Bool
    /// Runs of each point, and those before them that do not count.
    public var rounds: Int
    public var warmUp: Int
    /// Slower than the fastest point by at most this, in percent, a setting is recommended.
    public var slower: Double
    /// Memory of the container that it is to run in.
    public var container: Int?
    public var points: [Point]
    /// Why there are no predictions, for each binary that has two points to compute them from.
    public var unpredicted: [String] = []
    /// With `cover: true`.
    public var coverage: Coverage?
    /// Problems that left no point without figures.
    public var warnings: [String]?
    public var recommendation: Recommendation?

    public init(
        machine: Machine, workload: String, isServer: Bool, rounds: Int, warmUp: Int, slower: Double, container: Int?,
        points: [Point]
    ) {
        self.machine = machine
        self.workload = workload
        self.isServer = isServer
        self.rounds = rounds
        self.warmUp = warmUp
        self.slower = slower
        self.container = container
        self.points = points
    }

    /// The shell line or words of a measured command.
    public static func text(of workload: Measurement.Workload) -> String {
        let words =
            switch workload {
            case .batch(let words): words
            case .server(let server): server.start
            }
        return words.map(shellQuoted).joined(separator: " ")
    }

    /// A point that was to be measured has failed.
    public var hasFailed: Bool { points.contains { $0.failure != nil } }

    /// Each reason of a failure once, with the titles of its points and the lines of the first.
    public var failures: [(reason: String, points: [String], said: [String])] {
        points.reduce(into: []) { groups, point in
            guard let failure = point.failure else { return }
            if let index = groups.firstIndex(where: { $0.reason == failure }) {
                groups[index].points.append(title(of: point))
            } else {
                groups.append((failure, [title(of: point)], point.said ?? []))
            }
        }
    }

    /// The binary in front of settings, where there is more than one.
    public func title(of point: Point) -> String {
        Set(points.map(\.binary)).count > 1 ? point.label : point.title
    }
}
