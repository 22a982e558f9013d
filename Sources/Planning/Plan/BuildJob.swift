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
    /// Archive of the binary where it differs from the plan's `artifacts`.
    public var packing: Packing?
    /// Arguments of `upx`, which packs the binary once it is built; nil when it is not packed.
    public var upx: [String]?
    /// Run before go, when it is run at all.
    public var before: [Hook]
    /// Run on the binary, packed if it is to be, before it comes to its place.
    public var after: [Hook]
    /// The builds that `darwin/universal` joins, in place of a build of its own; nil for other targets.
    public var slices: [BuildJob]?

    public init(
        main: String, importPath: String? = nil, target: String, preset: String, workingDirectory: String,
        environment: [EnvironmentVariable], takenOver: [String] = [], pipelineEnvironment: [EnvironmentVariable]? = nil,
        toolchain: CToolchain.Kind? = nil, flags: [String], output: String, archiveName: String? = nil, packing: Packing? = nil,
        upx: [String]? = nil, before: [Hook] = [], after: [Hook] = [], slices: [BuildJob]? = nil
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
        self.packing = packing
        self.upx = upx
        self.before = before
        self.after = after
        self.slices = slices
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

    /// Name of its binary.
    var fileName: String { output.split(separator: "/").last.map(String.init) ?? output }

    /// Arguments of `go` for a build that writes to `path`: `build FLAGS -o PATH MAIN`.
    public func arguments(output path: String) -> [String] {
        ["build"] + flags + ["-o", path, main]
    }
}

/// Default name of a binary's archive and bill of materials, by its path relative to `dist/PIPELINE`:
/// `pprof_linux_amd64_strip`.
public func artifactName(output: String) -> String {
    output.split(separator: "/").dropLast().joined(separator: "_")
}

public struct EnvironmentVariable: Codable, Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A build by its place in a pipeline's matrix.
public struct BuildName: Codable, Sendable, Hashable {
    /// Import path of the main package, as reports call the program.
    public var main: String
    /// `linux/amd64` or `linux/arm/6`.
    public var target: String
    public var preset: String

    public init(main: String, target: String, preset: String) {
        self.main = main
        self.target = target
        self.preset = preset
    }

    /// `example.com/app linux/amd64 strip`
    public var title: String { "\(main) \(target) \(preset)" }
}

extension BuildJob {
    /// The job whose program the linker's model knows: of a universal one the first that it joins.
    package var linked: BuildJob { slices?.first ?? self }

    package var isByGccgo: Bool { flags.contains("-compiler=gccgo") }

    /// Whether two builds compile the same packages in the same way and link them in the same mode; other flags of the linker do not
    /// matter.
    package func isCompiled(as other: BuildJob) -> Bool {
        func compiling(_ flags: [String]) -> [String] { flags.filter { !$0.hasPrefix("-ldflags=") } }
        func modes(_ flags: [String]) -> [Substring] {
            flags.filter { $0.hasPrefix("-ldflags=") }.flatMap { $0.split { " =".contains($0) } }
                .filter { ["internal", "external", "auto"].contains($0) }
        }
        return main == other.main && target == other.target && workingDirectory == other.workingDirectory
            && environment == other.environment && compiling(flags) == compiling(other.flags)
            && modes(flags) == modes(other.flags)
    }
}
