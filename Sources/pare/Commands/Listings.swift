internal import ArgumentParser
internal import Execution
internal import FoundationEssentials
internal import Planning
internal import Reporting

struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets", abstract: "What can be built here: targets, their variants, and groups of them.",
        discussion: """
            pare targets
            pare targets first-class 'linux/arm/*'
            """)

    @Argument(help: ArgumentHelp("Targets, globs or groups; all when there are none.", valueName: "pattern"))
    var patterns: [String] = []

    func run() throws {
        let catalogue = try Project().catalogue()
        let installed = Surroundings(
            native: Project.native,
            installed: Surroundings.installed(catalogue, environment: ProcessInfo.processInfo.environment))
        var targets: [Target] = []
        for pattern in patterns {
            let found = catalogue.targets(matching: pattern)
            if found.isEmpty { throw ReportError("no target matches `\(pattern)`; `pare targets` lists them") }
            targets += found.filter { !targets.contains($0) }
        }
        if patterns.isEmpty { targets = catalogue.defaultTargets }
        let rows = targets.map { target in
            let platform = catalogue.platform(of: target)
            let variants = catalogue.variants.first { $0.architectures.contains(target.goarch) }
            let choice = target.variant == nil ? variants.map { "\($0.variable): \($0.values.joined(separator: " "))" } ?? "" : ""
            return [target.name, platform?.firstClass == true ? "first class" : "", cgo(platform, installed), choice]
        }
        var text = columns(rows)
        if patterns.isEmpty {
            text += "\ngroups\n" + columns(catalogue.groups.map { ["  " + $0.name, $0.patterns.joined(separator: " ")] })
            text += "\nA variant is a third part: linux/arm/6, linux/amd64/v3.\n"
        }
        try StandardStream.output.write(text)
    }

    /// What cgo would use there.
    private func cgo(_ platform: TargetCatalogue.Platform?, _ surroundings: Surroundings) -> String {
        guard let platform else { return "" }
        let names = surroundings.toolchains(of: platform).map(\.rawValue)
        let tools = names.isEmpty ? "" : "cgo: \(names.joined(separator: ", "))"
        switch platform.cgo {
        case .no: return "no cgo"
        case .required: return "cgo only" + (tools.isEmpty ? "" : tools.dropFirst("cgo".count))
        case .yes: return tools
        }
    }
}

struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets", abstract: "What each preset passes to go, and what it costs.",
        discussion: """
            pare presets                              the built-in ones
            pare presets -f pipelines/release.yml     those of a pipeline, its own among them
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The pipeline whose presets to show.", valueName: "file"))
    var file: String?

    func run() throws {
        let project = Project()
        var presets = Preset.builtIn
        var compiler: Compiler?
        if let file {
            let pipeline = try project.pipeline(file, project.catalogue())
            presets = pipeline.presets
            compiler = pipeline.settings.compiler
        }
        let texts = presets.map { preset in
            let passed = preset.passed(with: preset.settings.compiler ?? compiler)
            var lines = [passed.isEmpty ? "(nothing)" : passed.joined(separator: " ")]
            if compiler == nil, preset.settings.compiler == nil, !preset.settings.cflags.isEmpty {
                lines.append("with gccgo: " + preset.passed(with: .gccgo).joined(separator: " "))
            }
            return "\(preset.name)\n" + (lines + [preset.about]).map { "    \($0)\n" }.joined()
        }
        try StandardStream.output.write(texts.joined())
    }
}

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What is missing on this machine, and the command that installs it.",
        discussion: """
            pare doctor
            """)

    func run() async throws {
        let checks = await Doctor.checks(
            environment: ProcessInfo.processInfo.environment, catalogue: try Project().catalogue())
        let rows = checks.map { check in
            switch check.finding {
            case .found(let path, let version): ["ok", check.name, "\(version) (\(path))"]
            case .unusable(let reason):
                [check.required ? "FAIL" : "bad", check.name, "\(reason), for: \(check.purpose); install: \(check.installation)"]
            case .missing:
                [check.required ? "FAIL" : "-", check.name, "not found, for: \(check.purpose); install: \(check.installation)"]
            }
        }
        try StandardStream.output.write(columns(rows))
        if checks.contains(where: \.stops) { throw ExitCode.unusable }
    }
}
