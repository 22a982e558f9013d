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
            return [target.name, platform?.firstClass == true ? "first class" : "", cgo(platform?.cgo), choice]
        }
        var text = columns(rows)
        if patterns.isEmpty {
            text += "\ngroups\n" + columns(catalogue.groups.map { ["  " + $0.name, $0.patterns.joined(separator: " ")] })
            text += "\nA variant is a third part: linux/arm/6, linux/amd64/v3.\n"
        }
        try StandardStream.output.write(text)
    }

    private func cgo(_ cgo: TargetCatalogue.Platform.Cgo?) -> String {
        switch cgo {
        case .no: "no cgo"
        case .required: "cgo only"
        case .yes, nil: ""
        }
    }
}

struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets", abstract: "What each preset passes to go, and what it costs.",
        discussion: """
            pare presets
            """)

    func run() throws {
        let rows = Preset.builtIn.map { preset in
            let passed = preset.environment.map { "\($0.name)=\($0.value)" } + preset.goFlags(profile: "PROFILE")
            return [preset.name, passed.isEmpty ? "(nothing)" : passed.joined(separator: " "), preset.about]
        }
        try StandardStream.output.write(rows.map { "\($0[0])\n    \($0[1])\n    \($0[2])\n" }.joined())
    }
}

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What is missing on this machine, and the command that installs it.",
        discussion: """
            pare doctor
            """)

    func run() async throws {
        let checks = await Doctor.checks(environment: ProcessInfo.processInfo.environment)
        let rows = checks.map { check in
            switch check.finding {
            case .found(let path, let version): ["ok", check.name, "\(version) (\(path))"]
            case .unusable(let reason): [check.required ? "FAIL" : "bad", check.name, "\(reason)"]
            case .missing:
                [check.required ? "FAIL" : "-", check.name, "not found, for: \(check.purpose); install: \(check.installation)"]
            }
        }
        try StandardStream.output.write(columns(rows))
        if checks.contains(where: \.stops) { throw ExitCode.unusable }
    }
}
