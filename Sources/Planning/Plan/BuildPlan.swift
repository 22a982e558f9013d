/// Builds, checks and hooks of one run as a plain value, which can be printed, compared, encoded and tested without a run.
public struct BuildPlan: Codable, Sendable, Equatable {
    /// The pipeline's name; results go to `dist/NAME`.
    public var pipeline: String
    /// In the order main, target, preset.
    public var jobs: [BuildJob]
    public var budgets: [Budget]
    /// Groups of packages that budgets name.
    public var groups: PackageGroups
    /// Builds of the pipeline that the command line's filters leave out.
    public var leftOut: [BuildName]
    /// Formats of the report, written next to the binaries; some of `formats`.
    public var reports: [String]
    /// Whether the report says what to cut.
    public var savings: Bool
    /// File that the run is recorded in, relative to the project; nil for none.
    public var history: String?
    /// Things worth saying that stop nothing.
    public var warnings: [String]
    /// Settings from outside that act on builds, a line each: `every build gets GOFLAGS=-mod=mod from outside the pipeline`.
    public var outsideSettings: [String]
    /// Command of go in shell lines.
    public var goCommand: String
    /// Run once, before the first build.
    public var before: [Hook]
    /// Run once, when everything has succeeded.
    public var after: [Hook]
    /// Presets of the jobs.
    public var presets: [PresetNote]
    public var verification: Verification
    /// Nil when only binaries and reports are wanted.
    public var artifacts: ArtifactOptions?
    /// Workloads of `pare measure`; nil where the pipeline has none.
    public var measurements: [MeasurementPlan]?

    public init(
        pipeline: String, jobs: [BuildJob], budgets: [Budget], groups: PackageGroups = PackageGroups(), leftOut: [BuildName] = [],
        reports: [String], savings: Bool = true, history: String? = nil, warnings: [String],
        outsideSettings: [String] = [], goCommand: String = "go", before: [Hook] = [], after: [Hook] = [],
        presets: [PresetNote] = [],
        verification: Verification = Verification(), artifacts: ArtifactOptions? = nil
    ) {
        self.pipeline = pipeline
        self.jobs = jobs
        self.budgets = budgets
        self.groups = groups
        self.leftOut = leftOut
        self.reports = reports
        self.savings = savings
        self.history = history
        self.warnings = warnings
        self.outsideSettings = outsideSettings
        self.goCommand = goCommand
        self.before = before
        self.after = after
        self.presets = presets
        self.verification = verification
        self.artifacts = artifacts
    }
}

extension BuildPlan {
    /// Names of the formats that a pipeline's `report:` may list. Rendering has them; a test compares both.
    public static let formats = [
        "html", "markdown", "json", "csv", "junit", "sarif", "codequality", "openmetrics", "github", "buildkite", "benchmark",
        "treemap",
    ]

    /// Version of the digest's input: a change of what `portable` keeps raises it.
    public static let schema = "pare.plan-digest/2"

    /// The plan without what differs between machines and changes no build of the pipeline: paths, lines and warnings for people,
    /// settings taken over from the environment, the compilers found here. Two machines with the same files get the same value.
    public var portable: BuildPlan {
        var plan = self
        plan.jobs = jobs.map(\.portable)
        plan.budgets = budgets.map(\.portable)
        plan.history = nil
        plan.warnings = []
        plan.outsideSettings = []
        plan.goCommand = "go"
        plan.measurements = nil
        plan.before = before.map(\.portable)
        plan.after = after.map(\.portable)
        plan.artifacts?.filesPlace = nil
        plan.artifacts?.namePlace = nil
        plan.artifacts?.checksumsPlace = nil
        return plan
    }
}

extension BuildJob {
    /// The job as any machine plans it.
    public var portable: BuildJob {
        var job = self
        job.environment = pipelineEnvironment
        job.takenOver = []
        job.before = before.map(\.portable)
        job.after = after.map(\.portable)
        job.slices = slices?.map(\.portable)
        return job
    }
}

extension Hook {
    fileprivate var portable: Hook { Hook(command: command, place: "") }
}

extension Budget {
    fileprivate var portable: Budget {
        var budget = self
        budget.text = ""
        budget.place = ""
        budget.mains = mains?.map { MainPackage(path: $0.path, module: $0.module, importPath: $0.importPath, place: "") }
        return budget
    }
}
