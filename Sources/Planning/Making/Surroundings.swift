/// What a plan needs to know of the machine, the repository and the environment, as a value: Execution looks.
public struct Surroundings: Sendable, Equatable {
    /// This machine as a target: `linux/amd64`.
    public var native: String
    /// Those of the catalogue's tools (`TargetCatalogue.tools`) that are there.
    public var installed: Set<String>
    public var values: TemplateValues
    /// What go reads for itself, from the environment or from what `go env -w` has set: `GOFLAGS`, `GOCACHEPROG`.
    public var goSettings: [EnvironmentVariable]

    public init(
        native: String, installed: Set<String> = [], values: TemplateValues = TemplateValues(),
        goSettings: [EnvironmentVariable] = []
    ) {
        self.native = native
        self.installed = installed
        self.values = values
        self.goSettings = goSettings
    }

    /// The kinds of C toolchains that reach a platform from here, those that are there, the first to be preferred.
    public func toolchains(of platform: TargetCatalogue.Platform) -> [CToolchain.Kind] {
        let own: [CToolchain.Kind] = platform.name == native && installed.contains("gcc") ? [.gcc] : []
        return (own + platform.toolchains.filter(has).map(\.kind)).reduce(into: []) { kinds, kind in
            if !kinds.contains(kind) { kinds.append(kind) }
        }
    }

    func has(_ toolchain: CToolchain) -> Bool {
        toolchain.requirements.allSatisfy(installed.contains)
    }
}
