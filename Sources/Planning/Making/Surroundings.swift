/// What a plan needs to know of the machine, the repository and the environment, as a value: Execution looks.
public struct Surroundings: Sendable, Equatable {
    /// This machine as a target: `linux/amd64`.
    public var native: String
    /// Those of the catalogue's tools (`TargetCatalogue.tools`) that are there.
    public var installed: Set<String>
    /// Commands that the pipeline or the environment names as C compilers and that are not there.
    public var missing: Set<String>
    public var values: TemplateValues
    /// What go reads for itself, from the environment or from what `go env -w` has set: `GOFLAGS`, `GOCACHEPROG`.
    public var goSettings: [EnvironmentVariable]

    public init(
        native: String, installed: Set<String> = [], missing: Set<String> = [], values: TemplateValues = TemplateValues(),
        goSettings: [EnvironmentVariable] = []
    ) {
        self.native = native
        self.installed = installed
        self.missing = missing
        self.values = values
        self.goSettings = goSettings
    }

    /// The program of a compiler's command line; nil where only go can tell, as with quotes, or with templates not yet filled.
    public static func compiler(in command: String) -> String? {
        guard let word = command.split(separator: " ").first, !word.contains(where: { "'\"{}".contains($0) }) else { return nil }
        return word.hasPrefix("/") || !word.contains("/") ? String(word) : nil
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
