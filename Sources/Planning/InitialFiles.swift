/// The files `pare init` writes for a Go module.
public struct InitialFiles {
    /// Text of `targets.json`: the built-in catalogue.
    public static let targets = TargetCatalogue.builtInText

    /// Targets of a first pipeline.
    public static let firstTargets = ["linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"]

    /// Path of the module, or a word for the workspace.
    var title: String
    /// Modules whose programs are built.
    var modules: [FoundModule]
    /// Further modules below, which are named only.
    var others: [FoundModule]
    let catalogue: TargetCatalogue
    let host: HostFacts

    public init(
        title: String, modules: [FoundModule], others: [FoundModule] = [], catalogue: TargetCatalogue, host: HostFacts
    ) {
        self.title = title
        self.modules = modules
        self.others = others
        self.catalogue = catalogue
        self.host = host
    }

    private var programs: [FoundProgram] { modules.flatMap(\.programs) }

    /// Text of `pipelines/release.yml`. Without any program, the text has `.`.
    public var pipeline: String {
        var text = """
            # What `pare build` makes of \(title): every main for every target with every preset.
            name: release
            \(mains)
            # Targets, globs (linux/*) and groups (desktop, first-class); `pare targets` lists them.
            targets:
            \(Self.firstTargets.map { "  - \($0)\n" }.joined())
            """
        text += exclusions
        text += """

            # `pare presets` says what each passes to go.
            presets:
              - default # as `go build` makes it
              - strip # without symbol table and DWARF
              - small # without build paths and VCS stamp as well

            """
        return text + cgo + """

            # A budget that is broken ends `pare build` with exit code 1.
            # budgets:
            #   - { artifact: "linux/*/small", max: 20MiB }

            """
    }

    private var mains: String {
        var lines: [String] = []
        if let module = modules.first, modules.count == 1 {
            lines = ["module: \(yamlQuoted(module.folder))", "", "mains:"]
            lines += module.programs.map { "  - \(yamlQuoted($0.path))\(note($0))" }
            if module.programs.isEmpty { lines.append("  - .") }
        } else {
            lines = ["", "# Main packages by the folder of their go.mod.", "modules:"]
            for module in modules {
                lines.append("  \(yamlQuoted(module.folder)):")
                lines += module.programs.map { "    - \(yamlQuoted($0.path))\(note($0))" }
            }
        }
        if !others.isEmpty {
            lines += [
                "",
                "# Modules of their own, below this one. `modules:` in place of `module` and `mains` builds programs of several.",
            ]
            lines += others.map { module in
                let paths = module.programs.map { yamlQuoted($0.path) }.joined(separator: ", ")
                return "#   \(module.folder): [\(paths)]"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func note(_ program: FoundProgram) -> String {
        program.hasProfile ? " # compiled for its default.pgo, as go does" : ""
    }

    /// Builds that have no Go files without cgo, for targets that no C compiler here reaches.
    private var exclusions: String {
        let lines = programs.compactMap { program -> String? in
            let targets = program.needsCgoFor.filter { !reached.contains($0) }
            return targets.isEmpty
                ? nil : "  - { main: \(yamlQuoted(program.path)), target: [\(targets.joined(separator: ", "))] }"
        }
        if lines.isEmpty { return "" }
        return "# These need cgo, and no C compiler here reaches the target, see below.\nexclude:\n"
            + lines.joined(separator: "\n") + "\n"
    }

    /// Targets that a C compiler of this machine reaches.
    private var reached: [String] {
        Self.firstTargets.filter { name in
            guard let platform = catalogue.platforms.first(where: { $0.name == name }) else { return false }
            return name == host.native ? host.hasNativeCompiler : platform.toolchains.contains(where: host.has)
        }
    }

    /// Comments and overrides on the programs that cgo concerns.
    private var cgo: String {
        var lines: [String] = []
        let resolving = programs.filter { $0.cgoPackages.isEmpty && !$0.cgoStandard.isEmpty }
        if !resolving.isEmpty, host.hasNativeCompiler, Self.firstTargets.contains(host.native) {
            lines.append("")
            lines.append("# As go does, builds for \(host.native) use cgo, since this machine has a C compiler. It concerns:")
            lines += resolving.map { "#   \($0.path): \($0.cgoStandard.joined(separator: ", ")) with the C library's resolver" }
            lines.append("# Off, programs are static, as they are for the other targets:")
            lines.append("# env: { CGO_ENABLED: 0 }")
        }
        let importing = programs.filter { !$0.cgoPackages.isEmpty }
        guard !importing.isEmpty else { return lines.map { "\($0)\n" }.joined() }
        lines += ["", "# Programs with C code, built with cgo for the targets that a C compiler here reaches."]
        for name in Self.firstTargets where !reached.contains(name) {
            let platform = catalogue.platforms.first { $0.name == name }
            let ways = (platform?.toolchains.map(\.installation) ?? []).uniqued()
            let way = ways.isEmpty ? "name one that does in `CC`" : ways.joined(separator: "; or ")
            lines.append("#   not for \(name): no C compiler here reaches it: \(way)")
        }
        lines += importing.map { "#   \($0.path): \($0.cgoPackages.prefix(4).joined(separator: ", "))" }
        guard !reached.isEmpty else { return lines.map { "\($0)\n" }.joined() }
        lines.append("overrides:")
        lines += importing.map {
            "  - { main: \(yamlQuoted($0.path)), target: [\(reached.joined(separator: ", "))], env: { CGO_ENABLED: 1 } }"
        }
        return lines.map { "\($0)\n" }.joined()
    }
}
