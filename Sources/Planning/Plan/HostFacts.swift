/// What a plan needs to know of the machine, the repository and the environment, as a value: Toolchain looks.
public struct HostFacts: Sendable, Equatable {
    /// This machine as a target: `linux/amd64`.
    public var native: String
    /// Those of the catalogue's tools (`TargetCatalogue.tools`) that are there.
    public var installed: Set<String>
    /// Commands that the pipeline or the environment names as C compilers and that are not there.
    public var missing: Set<String>
    public var values: TemplateValues
    /// What go and C compilers read for themselves, from the environment or from what `go env -w` has set, by name.
    public var goSettings: [EnvironmentVariable]
    /// How a shell calls the go that builds.
    public var goCommand: String

    public init(
        native: String, installed: Set<String> = [], missing: Set<String> = [], values: TemplateValues = TemplateValues(),
        goSettings: [EnvironmentVariable] = [], goCommand: String = "go"
    ) {
        self.native = native
        self.installed = installed
        self.missing = missing
        self.values = values
        self.goSettings = goSettings
        self.goCommand = goCommand
    }

    /// The value of a variable for builds that set none.
    func outside(_ name: String) -> String? {
        goSettings.value(name) ?? values.environment[name].flatMap { $0.isEmpty ? nil : $0 }
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
