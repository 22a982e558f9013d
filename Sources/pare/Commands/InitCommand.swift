internal import ArgumentParser
internal import Host
internal import JSON
internal import Planning
internal import Toolchain

/// A CI system as `--ci` names it.
private struct CISystemName: ExpressibleByArgument {
    var system: CISystem

    init?(argument: String) {
        guard let system = CISystem(rawValue: argument) else { return nil }
        self.system = system
    }

    static var allValueStrings: [String] { CISystem.allCases.map(\.rawValue) }
}

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Writes targets.json and a first pipeline for the Go module or workspace in this folder.",
        discussion: """
            cd my-module && pare init && pare build --dry-run
            pare init --ci github            a workflow that measures pull requests and comments on them, too

            With --ci, a project that has a pipeline already keeps it, and only the files of the CI system are written. No file
            is ever overwritten.
            """)

    @Option(name: .customLong("ci"), help: "Write the files of a CI system as well; may be repeated.")
    private var names: [CISystemName] = []

    @OptionGroup var messages: MessageOptions

    func run() async throws {
        let project = Project.beginning(environment: currentEnvironment)
        let systems = names.map(\.system).uniqued()
        var files = systems.flatMap { $0.files(goVersionFile: project.exists("go.mod") ? "go.mod" : "go.work") }
        var found: String?
        if systems.isEmpty || project.pipelines().isEmpty {
            try refuse(["targets.json", "pipelines/release.yml"] + files.map(\.path), project)
            let first = try await project.firstPipeline(environment: currentEnvironment)
            files.insert(("targets.json", InitialFiles.targets), at: 0)
            files.insert(("pipelines/release.yml", first.text), at: 1)
            found = first.summary
        } else {
            try refuse(files.map(\.path), project)
        }
        for file in files { try project.create(file.path, file.text) }
        let place = project.folder == "." ? "" : "in \(project.folder): "
        try StandardStream.output.write(place + summary(files.map(\.path), systems, found: found))
    }

    /// Throws all files that are in the way at once, before any is written.
    private func refuse(_ paths: [String], _ project: Project) throws {
        let present = paths.filter(project.exists)
        guard let first = present.first else { return }
        throw present.count == 1
            ? FileError(path: first, reason: "already exists; remove it to start over")
            : FileError(path: present.joined(separator: ", "), reason: "already exist; remove them to start over")
    }

    private func summary(_ paths: [String], _ systems: [CISystem], found: String?) -> String {
        let (list, last) = (paths.dropLast().joined(separator: ", "), paths.last ?? "")
        let wrote = "wrote \(list.isEmpty ? last : "\(list) and \(last)")\(found.map { " (\($0))" } ?? "")\n"
        guard !messages.quiet else { return wrote }
        let steps = (found == nil ? [] : ["pare build --dry-run, then pare build"]) + systems.map(\.nextStep)
        return wrote + steps.map { "next: \($0)\n" }.joined()
    }
}
