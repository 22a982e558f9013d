/// A pipeline file, read and checked: every target and preset it names is known and resolved.
///
/// The keys, of which `mains` and `targets` are required:
///
///     name: release                  # results go to dist/release; the file's name by default
///     module: .                      # folder of go.mod or go.work; or `std: true`: the programs of the Go distribution
///     mains: [./cmd/app]             # main packages
///     modules: { agent: [.] }        # instead of these two: main packages by the folder of their go.mod
///     targets: [linux/*, desktop]    # targets, globs and groups of targets.json
///     exclude:                       # taken away again: targets, or single builds
///       - linux/386
///       - { target: windows/*, preset: pgo, main: ./cmd/app }
///     presets:                       # `default` alone when absent
///       - strip                      # a built-in one by name,
///       - name: fips                 # or one defined where it is used
///         extends: small             # nothing is built for `extends`: it may name any built-in one or one of this list
///         about: What it does and what it costs.
///         pgo: true                  # compiled for the profile below
///         env: { GOFIPS140: latest } # and all that is said below for every build
///     pgo: cpu.pprof                 # profile of the presets that use one, relative to the module's folder
///     overrides:                     # for some builds, on top of pipeline and preset; the later ones win
///       - { target: windows/*, preset: [strip, small], ldflags: [-H=windowsgui] }
///       - { main: ./cmd/app, binary: tool, hooks: { after-build: ["sign {{path}}"] } }
///     hooks:                         # commands for `sh -c` in the project's folder
///       before: [go vet ./...]       # once, before anything is built
///       after: []                    # once, when everything has succeeded
///       before-build: []             # for each build that takes place
///       after-build: ["sign {{path}}"]
///     groups:                        # of packages, for budgets and `--by group,owner`
///       web: { owner: platform, packages: [net/http*, golang.org/x/net/*] }
///     budgets:                       # limits, see `BudgetReader`
///       - { artifact: "linux/*/strip", max: 20MiB }
///     verify: { reproducible: true } # checks of each build, see `VerificationReader`
///     measure:                       # workloads for `pare measure`, see `MeasurementReader`
///       - { command: ["{{binary}}", convert, big.json], set: { GOGC: [50, 100] } }
///     artifacts: { archive: auto }   # archives, checksums, bill of materials, see `ArtifactsReader`
///     report: [html, markdown, json] # these three by default; also csv, junit, sarif and others, see `BuildPlan.formats`
///     savings: false                 # no section on what to cut in the report; true by default
///     history: true                  # sizes of each run go to .pare/history.db, or to the file named here
///
/// Settings for all builds here, or for some in a preset or an override:
///
///     binary: app                    # name of the binary, without .exe; by default as go names it
///     env: { CGO_ENABLED: 1 }
///     tags: [netgo]
///     flags: [-race]                 # of `go build`
///     ldflags: ["-X main.version={{version}}"]
///     gcflags: [-l]                  # for every package, as are the next two
///     asmflags: []
///     gccgoflags: []
///     cflags: [-Os]                  # of the C compilers, with gccgo of the Go code
///     extldflags: [-static]          # of the C compiler as linker
///     buildmode: pie
///     trimpath: true
///     mod: vendor
///     compiler: gccgo                # gc by default
///     toolchain: zig                 # for cgo: gcc, clang or zig; by default the first that is installed
///     unsafe: true                   # no bounds checks
///     upx: [--best]                  # or true
///
/// Templates: `version`, `commit`, `date` (of git), `pipeline`, `env.NAME`, and of a build `main`, `target`, `goos`, `goarch`,
/// `variant`, `preset`.
public struct Pipeline: Sendable, Equatable {
    public var name: String
    /// The mains are import paths of the Go distribution: `cmd/gofmt`.
    public var std = false
    public var mains: [MainPackage]
    public var targets: [Target]
    /// Builds that are not made.
    public var exclusions: [BuildSelector] = []
    public var presets: [Preset]
    /// Path of the profile for builds that use one, relative to their module's folder.
    public var profile: String?
    /// `FILE:LINE` of the profile.
    public var profilePlace: String?
    /// For all builds.
    public var settings = BuildSettings()
    /// For some, in order.
    public var overrides: [BuildOverride] = []
    public var hooks = Hooks()
    public var templateUses: [TemplateUse] = []
    /// `FILE:LINE` of `verify`.
    var verificationPlace: String?
    public var groups = PackageGroups()
    public var budgets: [Budget] = []
    /// Formats of the report, in the order written.
    public var reports = ["html", "markdown", "json"]
    /// Whether the report says what to cut.
    public var savings = true
    /// File that the sizes of each run are recorded in, relative to the project; nil for none.
    public var history: String?
    public static let defaultHistory = ".pare/history.db"
    public var verification = Verification()
    public var measurements: [MeasurementPlan] = []
    public var artifacts: ArtifactOptions?
    /// For some builds, in order.
    public var artifactOverrides: [ArtifactOverride] = []

    /// A template, or a name of an archive, is made of what git knows.
    public var needsRevision: Bool { artifacts != nil || hasTemplatesOfRevision }

    var hasTemplatesOfRevision: Bool {
        templateUses.contains { TemplateValues.namesOfRevision.contains($0.variable) }
    }

    /// The pipeline in a file's text. `file` is the name used in problems, and without `name:` the pipeline's name.
    ///
    /// `importPath` tells the import path of a main package in a module's folder where a `go.mod` says it.
    public static func draft(
        _ text: String, file: String, catalogue: TargetCatalogue,
        importPath: @escaping (_ main: String, _ module: String) -> String? = { _, _ in nil }
    ) -> PipelineDraft {
        var reader = PipelineReader(file: file, catalogue: catalogue, importPath: importPath)
        return reader.read(text)
    }
}

/// A pipeline as far as its file could be read: enough to look for problems of other kinds and tell all at once.
public struct PipelineDraft: Sendable, Equatable {
    /// The part that could be read; nil when the text is no mapping.
    public var pipeline: Pipeline?
    /// In the order met.
    public var problems: [Problem]

    /// The whole of it; throws the problems when there are any.
    public func whole() throws(ConfigurationError) -> Pipeline {
        guard problems.isEmpty, let pipeline else { throw ConfigurationError(ordering: problems) }
        return pipeline
    }
}

extension Pipeline {
    /// Names of the variables that it sets for any of its builds.
    var definedVariables: Set<String> {
        Set(([settings] + presets.map(\.settings) + overrides.map(\.settings)).flatMap { $0.environment.map(\.name) })
    }

    /// Every build of the pipeline in the order main, target, preset: without those of `exclude` and those that upx has no format for.
    public var matrix: [BuildName] {
        mains.flatMap { main in
            targets.flatMap { target in
                presets.filter { isBuilt(main, target, $0) }.map {
                    BuildName(main: main.importPath, target: target.name, preset: $0.name)
                }
            }
        }
    }

    private func isBuilt(_ main: MainPackage, _ target: Target, _ preset: Preset) -> Bool {
        if exclusions.contains(where: { $0.matches(main, target, preset) }) { return false }
        let upx = overrides.filter { $0.builds.matches(main, target, preset) }
            .reduce(settings.adding(preset.settings)) { $0.adding($1.settings) }.upx
        return upx == nil || target.isPackable
    }
}
