public import Planning

/// Which program to look at, and how it is built.
public struct ProgramRequest: Sendable {
    /// Folder in which go runs.
    public var folder: String
    /// A package as go takes it: `./cmd/app`, `cmd/pprof`; nil for the only program of the module.
    public var main: String?
    public var target: Target
    /// One of the built-in ones, whose profile is not used.
    public var preset: Preset?
    public var tags: [String]

    public init(folder: String, main: String?, target: Target, preset: Preset? = nil, tags: [String] = []) {
        self.folder = folder
        self.main = main
        self.target = target
        self.preset = preset
        self.tags = tags
    }

    /// Flags of `go list` that decide how packages are compiled: those of the build without the linker's.
    var flags: [String] {
        var settings = preset?.settings ?? BuildSettings()
        settings.ldflags = []
        settings.tags += tags.filter { !settings.tags.contains($0) }
        return settings.goFlags(profile: nil)
    }

    var trimsPaths: Bool { flags.contains("-trimpath") }

    /// cgo is off unless the environment asks for it, as in pipelines.
    func environment(_ inherited: [String: String]) -> [String: String] {
        var environment = ["CGO_ENABLED": "0"].merging(inherited) { $1 }
        for variable in target.environment + (preset?.settings.environment ?? []) { environment[variable.name] = variable.value }
        return environment
    }
}
