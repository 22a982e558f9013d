public import Planning

/// The builds of one run of a pipeline with their weights: schema `pare.report/1`, saved as `dist/PIPELINE/report.json`.
public struct BuildReport: Codable, Sendable, Equatable {
    public static let schema = "pare.report/1"

    public enum Status: String, Codable, Sendable {
        /// `elsewhere`: made and weighed on another machine, whose entry this is.
        case built, unchanged, failed, skipped, elsewhere

        /// A binary was made.
        public var isMade: Bool { self == .built || self == .unchanged || self == .elsewhere }
    }

    /// Result of a check of a binary.
    public struct Check: Codable, Sendable, Equatable {
        public enum Status: String, Codable, Sendable {
            case passed, failed, skipped
        }

        /// `reproducible` or `smoke ARGUMENTS`.
        public var name: String
        public var status: Status
        /// Why it failed or was skipped; several lines.
        public var message: String?

        public init(name: String, status: Status, message: String? = nil) {
            self.name = name
            self.status = status
            self.message = message
        }
    }

    public struct Build: Codable, Sendable, Equatable {
        /// Import path of the main package.
        public var main: String
        /// `linux/amd64` or `linux/arm/6`.
        public var target: String
        public var preset: String
        public var status: Status
        /// Path of the binary relative to the folder of the report; nil when there is none.
        public var path: String?
        /// Bytes of the binary.
        public var size: Int?
        /// Download size: bytes after gzip at its default level.
        public var compressed: Int?
        /// Lower-case hexadecimal.
        public var sha256: String?
        /// Wall time of the build; of the earlier one when nothing has changed since.
        public var seconds: Double?
        /// Peak resident memory of the build's processes together, bytes.
        public var peakBytes: Int?
        /// Work that go had with it; nil in reports of versions that did not write it.
        public var work: BuildWork?
        /// The `env ... go build ...` line as a shell would accept it.
        public var command: String
        /// Why it failed or was skipped: the compiler's last words or a sentence.
        public var reason: String?
        /// Inputs that changed since the previous build.
        public var cause: String?
        /// Nil when none was asked for.
        public var checks: [Check]?
        /// Nil when it was not timed.
        public var timings: BuildTimings?
        public var weigh: WeighReport?
        /// Import paths of the packages that go compiled for the program and gave to the linker, sorted; nil where go did not tell.
        public var linked: [String]?
        /// Bytes of the binary in the baseline, where that was made in the same way; nil without one.
        public var baselineSize: Int?

        package enum CodingKeys: String, CodingKey {
            case main, target, preset, status, path, size, compressed, sha256, seconds, peakBytes, work, reason, cause, checks,
                timings, weigh, linked, baselineSize
            case command = "go build line"
        }

        public init(
            main: String, target: String, preset: String, status: Status, command: String, path: String? = nil,
            size: Int? = nil, compressed: Int? = nil, sha256: String? = nil, seconds: Double? = nil, peakBytes: Int? = nil,
            reason: String? = nil, cause: String? = nil, weigh: WeighReport? = nil, linked: [String]? = nil
        ) {
            self.main = main
            self.target = target
            self.preset = preset
            self.status = status
            self.path = path
            self.size = size
            self.compressed = compressed
            self.sha256 = sha256
            self.seconds = seconds
            self.peakBytes = peakBytes
            self.command = command
            self.reason = reason
            self.cause = cause
            self.weigh = weigh
            self.linked = linked
        }
    }

    public var schema = BuildReport.schema
    public var pipeline: String
    /// ISO 8601, UTC.
    public var started: String
    /// In the order of the plan: main, target, preset.
    public var builds: [Build]
    /// Suggested cuts, a list for each program; nil when the pipeline does not ask for them.
    public var savings: [CutList]?
    /// Presets of the plan; nil if they are not known.
    public var presets: [PresetNote]?
    public var verdict: Verdict
    /// Nil in reports of versions that did not write it.
    public var provenance: Provenance?
    /// Nil for several machines, and in reports of versions that did not write it.
    public var run: RunTime?
    /// Groups of packages of the pipeline, with their owners; nil without any.
    public var groups: [PackageGroups.Group]?
    /// Shards that were merged, where their builds were timed; nil in the report of one machine.
    public var shards: [ShardTimes]?

    /// Packages of each build that a page shows by name, where one of so many builds would have too many.
    package static func shownPackages(ofBuilds count: Int) -> Int { max(20, 200_000 / max(count, 1)) }

    public var hasFailedCheck: Bool { builds.contains { $0.checks?.contains { $0.status == .failed } ?? false } }

    /// A build failed, or was not tried because another had.
    public var hasFailed: Bool { builds.contains { $0.status == .failed || $0.status == .skipped } }

    /// Every build and check passed, and so did the verdict.
    public var hasSucceeded: Bool { !hasFailed && !hasFailedCheck && verdict.passed }

    public init(
        pipeline: String, started: String, builds: [Build], presets: [PresetNote]? = nil, savings: [CutList]? = nil,
        verdict: Verdict, provenance: Provenance? = nil
    ) {
        self.pipeline = pipeline
        self.started = started
        self.builds = builds
        self.presets = presets
        self.savings = savings
        self.verdict = verdict
        self.provenance = provenance
    }
}

extension BuildReport {
    /// A report of one binary outside any pipeline: no pipeline name, no time, no build line.
    public init(_ weigh: WeighReport) {
        let build = Build(
            main: weigh.main ?? weigh.fileName, target: weigh.target ?? "unknown", preset: Self.presetName(of: weigh),
            status: .built, command: "", path: weigh.file.path, size: weigh.total, compressed: weigh.file.compressed,
            sha256: weigh.file.sha256, weigh: weigh)
        self.init(pipeline: "", started: "", builds: [build], verdict: Verdict(broken: []))
    }

    package static func presetName(of weigh: WeighReport) -> String { weigh.stripped ? "strip" : "default" }
}

extension BuildReport.Build {
    package var name: BuildName { BuildName(main: main, target: target, preset: preset) }

    /// With one package for all but the largest of each class.
    package func digest(keeping count: Int) -> Self {
        var digest = self
        digest.weigh = weigh?.digest(keeping: count)
        return digest
    }

    /// There is a binary that can be judged.
    package var isWhole: Bool { size != nil && status.isMade }
}

/// Work of one `go build`.
public struct BuildWork: Codable, Sendable, Equatable {
    /// User and system time of go, the compilers and linkers.
    public var processorSeconds: Double
    /// Packages that were not in go's cache.
    public var compiled: Int

    public init(processorSeconds: Double, compiled: Int) {
        self.processorSeconds = processorSeconds
        self.compiled = compiled
    }

    /// A saved one may be damaged.
    package var isPossible: Bool { (0...1e9).contains(processorSeconds) && (0...1_000_000_000).contains(compiled) }
}

/// Wall time of a run on one machine, and what that was.
public struct RunTime: Codable, Sendable, Equatable {
    /// From its start to the verdict.
    public var seconds: Double
    public var processors: Int
    /// Builds at once, at most.
    public var width: Int

    public init(seconds: Double, processors: Int, width: Int) {
        self.seconds = seconds
        self.processors = processors
        self.width = width
    }

    package var isPossible: Bool {
        (0...1e9).contains(seconds) && (1...1_000_000).contains(processors) && (1...1_000_000).contains(width)
    }
}

/// Times of the steps of one `go build`, as go reports them (`-debug-actiongraph`).
public struct BuildTimings: Codable, Sendable, Equatable {
    public struct Step: Codable, Sendable, Equatable {
        /// `compile net/http` or `link cmd/pprof`.
        public var what: String
        /// Wall time.
        public var seconds: Double

        public init(what: String, seconds: Double) {
            self.what = what
            self.seconds = seconds
        }
    }

    /// Packages compiled, and those that came out of the cache.
    public var compiled: Int
    public var cached: Int
    /// Steps, slowest first.
    public var steps: [Step]
    /// The chain of steps, each waiting for the one before, that took longest: no number of processors makes it shorter.
    public var criticalPath: [Step]

    public init(compiled: Int, cached: Int, steps: [Step], criticalPath: [Step]) {
        self.compiled = compiled
        self.cached = cached
        self.steps = steps
        self.criticalPath = criticalPath
    }
}
