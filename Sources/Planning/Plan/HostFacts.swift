/// Facts of the machine, the repository and the environment that a plan depends on; Toolchain discovers them.
public struct HostFacts: Sendable, Equatable {
    /// This machine as a target: `linux/amd64`.
    public var native: String
    /// Installed tools among the catalogue's (`TargetCatalogue.tools`).
    public var installed: Set<String>
    /// Commands that the pipeline or the environment names as C compilers and that are not there.
    public var missing: Set<String>
    public var values: TemplateValues
    /// Variables that go and C compilers read, from the environment or set by `go env -w`, by name.
    public var goSettings: [EnvironmentVariable]
    /// Command of the go that builds, for shell lines.
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
