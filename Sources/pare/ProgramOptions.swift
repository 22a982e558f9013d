internal import ArgumentParser
internal import Building
internal import Host
internal import Pipelines
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

/// The program to link again and the settings it is built with.
struct ProgramOptions: ParsableArguments {
    @Option(name: .customShort("C"), help: ArgumentHelp("Folder of the Go module.", valueName: "folder"), completion: .directory)
    var folder: String?

    @Option(
        help: ArgumentHelp("What it is built for; by default this machine.", valueName: "target"), completion: .targets)
    var target: String?

    @Option(help: ArgumentHelp("Build tags, as go takes them: netgo,osusergo.", valueName: "tags"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("Build as a built-in preset does.", valueName: "preset"), completion: .presets)
    var preset: String?

    /// Throws all that is wrong at once.
    func request(main: String?) throws -> ProgramRequest {
        if let main { try refuseBinary(main) }
        var problems: [Problem] = []
        let catalogue = try Project.here.catalogue()
        let pattern = target ?? Project.native
        let targets = catalogue.targets(matching: pattern)
        if let universal = targets.first(where: \.isUniversal) {
            problems.append(
                Problem(
                    place: "--target \(pattern)", what: "\(universal.name) is linked once for each architecture",
                    expected: "one of them: darwin/arm64"))
        } else if targets.count != 1 {
            let known = catalogue.defaultTargets.map(\.name)
            let what =
                targets.isEmpty
                ? "no such target; `pare targets` lists them" : "names \(targets.count) targets; savings are those of one"
            problems.append(
                Problem(
                    place: "--target \(pattern)", what: what,
                    suggestion: targets.isEmpty ? nearestName(to: pattern, among: known) : targets.first?.name))
        }
        let presets = Preset.builtIn.filter {
            $0.settings.usesProfile != true && $0.settings.cflags.isEmpty && $0.settings.upx == nil
        }
        let chosen = preset.flatMap { name in presets.first { $0.name == name } }
        if let preset, chosen == nil {
            problems.append(
                Problem(
                    place: "--preset \(preset)", what: "no such preset",
                    expected: "one of \(presets.map(\.name).joined(separator: ", "))",
                    suggestion: nearestName(to: preset, among: presets.map(\.name))))
        }
        guard let target = targets.first, problems.isEmpty else { throw ConfigurationError(problems: problems) }
        let tags = tags.flatMap { $0.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) }
        return ProgramRequest(folder: place(of: main), main: main, target: target, preset: chosen, tags: tags)
    }

    /// The folder that is named; else the current one, or that of the project around it where the main package is in that alone.
    private func place(of main: String?) -> String {
        let project = Project.here.folder
        if let folder { return folder }
        guard let main, main.hasPrefix("./"), !fileExists(main), fileExists("\(project)/\(main)") else { return "." }
        return project
    }

    /// Replays the link of the program; slow steps are announced.
    func load(main: String?, _ messages: MessageOptions) async throws -> LinkedProgram {
        let request = try request(main: main)
        return try await messages.telling { tell in
            try await LinkedProgram.load(request, environment: currentEnvironment, progress: tell)
        }
    }

    /// Refuses a binary, with the command to run where its source is.
    private func refuseBinary(_ path: String) throws {
        guard let report = try? weigh(path) else { return }
        var command = "pare savings -C MODULE ./cmd/app"
        if let main = report.main, let goos = report.goos, let goarch = report.goarch {
            command = "pare savings -C MODULE --target \(goos)/\(goarch) \(main)"
        }
        throw ReportError(
            "\(path) is a binary: it holds what the linker kept, not what referred to what, so it cannot tell what would go without a package. Where its source is, run `\(command)`"
        )
    }
}
