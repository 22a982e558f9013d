/// Everything one run will do, as a plain value: it can be printed, compared and tested without running anything.
public struct BuildPlan: Codable, Sendable, Equatable {
    /// The pipeline's name; results go to `dist/NAME`.
    public var pipeline: String
    /// In the order main, target, preset.
    public var jobs: [BuildJob]
    public var budgets: [Budget]
    /// Builds of the pipeline that the command line's filters leave out.
    public var leftOut: [BuildName]
    /// Formats to write beside the binaries: `html`, `markdown`, `json`, `csv`.
    public var reports: [String]
    /// Whether the report says what to cut.
    public var savings: Bool
    /// Things worth saying that stop nothing.
    public var warnings: [String]
    /// Settings from outside that act on builds, a line each: `every build gets GOFLAGS=-mod=mod from outside the pipeline`.
    public var outsideSettings: [String]
    /// How lines for a shell call go.
    public var goCommand: String
    /// Run once, before the first build.
    public var before: [Hook]
    /// Run once, when everything has succeeded.
    public var after: [Hook]
    /// Those its jobs are built with.
    public var presets: [PresetNote]
    public var verification: Verification
    /// Nil when only binaries and reports are wanted.
    public var artifacts: ArtifactOptions?

    public init(
        pipeline: String, jobs: [BuildJob], budgets: [Budget], leftOut: [BuildName] = [], reports: [String], savings: Bool = true,
        warnings: [String],
        outsideSettings: [String] = [], goCommand: String = "go", before: [Hook] = [], after: [Hook] = [],
        presets: [PresetNote] = [],
        verification: Verification = Verification(), artifacts: ArtifactOptions? = nil
    ) {
        self.pipeline = pipeline
        self.jobs = jobs
        self.budgets = budgets
        self.leftOut = leftOut
        self.reports = reports
        self.savings = savings
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

/// One `go build`: one main package for one target with one preset.
public struct BuildJob: Codable, Sendable, Equatable {
    /// As the pipeline says it: `cmd/pprof` or `./cmd/app`.
    public var main: String
    /// The main as a binary says it: `example.com/app/cmd/app`; reports call the program so.
    public var importPath: String
    /// `linux/amd64` or `linux/arm/6`.
    public var target: String
    public var preset: String
    /// Folder in which go runs, relative to the pipeline's project folder; `.` by default.
    public var workingDirectory: String
    /// Variables set on top of the inherited environment, in the order they are printed.
    public var environment: [EnvironmentVariable]
    /// Names of those that the plan took over from outside the pipeline.
    public var takenOver: [String]
    /// Variables that the target and the pipeline set, the same on every machine: without those taken over from the environment
    /// and without the compilers found here.
    public var pipelineEnvironment: [EnvironmentVariable]
    /// C toolchain that the pipeline asks for; nil for the first that is installed.
    public var toolchain: CToolchain.Kind?
    /// Flags between `go build` and `-o OUTPUT MAIN`, in order.
    public var flags: [String]
    /// Binary's path relative to `dist/PIPELINE`: `pprof_linux_amd64/strip/pprof`.
    public var output: String
    /// Name of what is packed of it, without extension; nil for the folders of the binary: `pprof_linux_amd64_strip`.
    public var archiveName: String?
    /// Arguments of `upx`, which packs the binary once it is built; nil when it is not packed.
    public var upx: [String]?
    /// Run before go, when it is run at all.
    public var before: [Hook]
    /// Run on the binary, packed if it is to be, before it comes to its place.
    public var after: [Hook]

    public init(
        main: String, importPath: String? = nil, target: String, preset: String, workingDirectory: String,
        environment: [EnvironmentVariable], takenOver: [String] = [], pipelineEnvironment: [EnvironmentVariable]? = nil,
        toolchain: CToolchain.Kind? = nil, flags: [String], output: String, archiveName: String? = nil,
        upx: [String]? = nil, before: [Hook] = [], after: [Hook] = []
    ) {
        self.main = main
        self.importPath = importPath ?? main
        self.target = target
        self.preset = preset
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.takenOver = takenOver
        self.pipelineEnvironment = pipelineEnvironment ?? environment
        self.toolchain = toolchain
        self.flags = flags
        self.output = output
        self.archiveName = archiveName
        self.upx = upx
        self.before = before
        self.after = after
    }

    /// Built with `-trimpath`: the binary does not hold the paths of its sources.
    public var isTrimmed: Bool {
        let words = flags + (environment.value("GOFLAGS") ?? "").split(separator: " ").map(String.init)
        return words.contains { ["-trimpath", "-trimpath=true"].contains($0) }
    }

    /// Its place in the matrix.
    public var name: BuildName { BuildName(main: importPath, target: target, preset: preset) }

    /// How its archive and its bill of materials are called.
    var artifactName: String { archiveName ?? Planning.artifactName(output: output) }

    /// Arguments of `go` for a build that writes to `path`: `build FLAGS -o PATH MAIN`.
    public func arguments(output path: String) -> [String] {
        ["build"] + flags + ["-o", path, main]
    }
}

/// How the archive and the bill of materials of a binary are called when nothing is said, by its path relative to `dist/PIPELINE`:
/// `pprof_linux_amd64_strip`.
public func artifactName(output: String) -> String {
    output.split(separator: "/").dropLast().joined(separator: "_")
}

public struct EnvironmentVariable: Codable, Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
