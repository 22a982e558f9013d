/// A pipeline file, read and checked: every target and preset it names is known and resolved.
///
/// The keys, of which `mains` and `targets` are required:
///
///     name: release                  # results go to dist/release; the file's name by default
///     module: .                      # folder of go.mod; or `std: true`: the programs of the Go distribution
///     mains: [./cmd/app]             # main packages
///     targets: [linux/*, desktop]    # targets, globs and groups of targets.json
///     exclude: [linux/386]           # the same, taken away
///     presets:                       # `default` alone when absent
///       - strip                      # a built-in one by name,
///       - name: fips                 # or one defined where it is used
///         extends: small             # nothing is built for `extends`: it may name any built-in one or one of this list
///         about: What it does and what it costs.
///         flags: [-buildmode=pie]    # of `go build`
///         ldflags: [-X main.edition=fips]
///         gcflags: [-B]              # for every package
///         tags: [fips]
///         env: { GOFIPS140: latest }
///         pgo: true                  # compiled for the profile below
///     pgo: cpu.pprof                 # profile of the presets that use one, relative to the module's folder
///     env: { GOFLAGS: -mod=vendor }  # for every build, as are the next three
///     tags: []
///     ldflags: []
///     gcflags: []
///     budgets:                       # limits, see `BudgetReader`
///       - { artifact: "linux/*/strip", max: 20MiB }
///     verify: { reproducible: true } # checks of each build, see `VerificationReader`
///     artifacts: { archive: auto }   # archives, checksums, bill of materials, see `ArtifactsReader`
///     report: [html, markdown, json] # also csv; these three by default
public struct Pipeline: Sendable, Equatable {
    public var name: String
    /// Folder of `go.mod` relative to the project's folder; `.` for programs of the Go distribution.
    public var module: String
    /// The mains are import paths of the Go distribution: `cmd/gofmt`.
    public var std: Bool
    public var mains: [String]
    public var targets: [Target]
    public var presets: [Preset]
    /// Path of the profile for presets that use one, relative to `module`.
    public var profile: String?
    public var environment: [EnvironmentVariable]
    public var tags: [String]
    public var ldflags: [String]
    public var gcflags: [String]
    public var budgets: [Budget]
    /// Formats of the report, in the order written.
    public var reports: [String]
    public var verification = Verification()
    public var artifacts: ArtifactOptions?

    /// The pipeline in a file's text. `file` is the name used in problems, and without `name:` the pipeline's name.
    ///
    /// Throws all problems of the text at once.
    public static func read(
        _ text: String, file: String, catalogue: TargetCatalogue
    ) throws(ConfigurationError) -> Pipeline {
        var reader = PipelineReader(file: file, catalogue: catalogue)
        return try reader.read(text)
    }
}
