public import Planning

/// One limit of a budget held against one build: a row in the table of budgets. Sentences are made of it, never read back.
public struct Finding: Codable, Sendable, Equatable {
    /// The limited quantity.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case artifactSize = "artifact-size"
        case downloadSize = "download-size"
        case memorySize = "memory-size"
        case artifactGrowth = "artifact-growth"
        case packageSize = "package-size"
        case packageGrowth = "package-growth"
        case moduleSize = "module-size"
        case moduleGrowth = "module-growth"
        case sectionSize = "section-size"
        case sectionGrowth = "section-growth"
        case kindSize = "kind-size"
        case kindGrowth = "kind-growth"
        case groupSize = "group-size"
        case groupGrowth = "group-growth"
        case ownerSize = "owner-size"
        case ownerGrowth = "owner-growth"
        case packageCount = "package-count"
        case moduleCount = "module-count"
        case forbiddenPackage = "forbidden-package"
        case requiredPackage = "required-package"
        case methodElimination = "methods-elimination"
        case peakMemory = "peak-memory"
        case liveHeap = "live-heap"
        case allocatedBytes = "allocated-bytes"
        case processorTime = "processor-time"
        case startupTime = "start-up-time"
        case neverRunCode = "never-run-code"
    }

    public enum Unit: String, Codable, Sendable {
        case bytes, packages, modules, nanoseconds
    }

    /// The line of the pipeline's file that sets the limit.
    public struct Source: Codable, Sendable, Equatable {
        /// The budget as the user wrote it, in one line: `artifact linux/*/strip max 20 MiB`.
        public var budget: String
        public var file: String?
        public var line: Int?
        /// The budget's `name`, which waivers of a commit message give.
        public var budgetName: String?
        /// `warn` for a budget whose excess does not fail the gate; nil for others.
        public var level: BudgetLevel?
        /// The budget's `message`: what the user wants told when it is exceeded.
        public var advice: String?

        public init(
            budget: String, file: String? = nil, line: Int? = nil, budgetName: String? = nil, level: BudgetLevel? = nil,
            advice: String? = nil
        ) {
            self.budget = budget
            self.file = file
            self.line = line
            self.budgetName = budgetName
            self.level = level
            self.advice = advice
        }

        /// `FILE:LINE`.
        public var place: String? { file.map { file in line.map { "\(file):\($0)" } ?? file } }
    }

    public var kind: Kind
    public var unit: Unit
    /// The most that is allowed; of growth the bytes that may be added to the baseline.
    public var limit: Int
    /// Percent of the baseline that `limit` was calculated from, of a measured figure that of the point it is compared with; nil for
    /// limits in bytes.
    public var percent: Double?
    public var actual: Int
    /// The figure in the baseline, bytes or a count; nil without a baseline made in the same way.
    public var baseline: Int?
    /// Import path of the main package.
    public var program: String
    public var target: String
    public var preset: String
    /// The package or module, or the settings of a measured point; nil for whole binaries.
    public var name: String?

    public init(
        kind: Kind, unit: Unit, limit: Int, percent: Double? = nil, actual: Int, baseline: Int? = nil, program: String,
        target: String, preset: String, name: String?
    ) {
        self.kind = kind
        self.unit = unit
        self.limit = limit
        self.percent = percent
        self.actual = actual
        self.baseline = baseline
        self.program = program
        self.target = target
        self.preset = preset
        self.name = name
    }

    public init(
        kind: Kind, unit: Unit = .bytes, limit: Int, percent: Double? = nil, actual: Int, baseline: Int? = nil,
        build: BuildReport.Build, name: String? = nil
    ) {
        self.init(
            kind: kind, unit: unit, limit: limit, percent: percent, actual: actual, baseline: baseline, program: build.main,
            target: build.target, preset: build.preset, name: name)
    }

    /// Limit less the actual figure; negative when the budget is broken.
    public var headroom: Int { limit - actual }

    public var isBroken: Bool { actual > limit }

    /// `cmd/pprof linux/amd64 strip`.
    public var build: String { "\(program) \(target) \(preset)" }

    /// The package or module and the build, or the build alone.
    public var subject: String { name.map { "\($0) in \(build)" } ?? build }
}
