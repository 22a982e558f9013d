internal import ArgumentParser
internal import Host
internal import JSON
internal import Planning
internal import Toolchain

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Writes targets.json and a first pipeline for the Go module or workspace in this folder.",
        discussion: """
            cd my-module && pare init && pare build --dry-run
            """)

    func run() async throws {
        let project = Project()
        guard let module = try project.modulePath(".") ?? (project.exists("go.work") ? "the workspace" : nil) else {
            throw FileError(
                path: "go.mod", reason: "not in this folder; run pare init where it is, or make one: go mod init example.com/app")
        }
        for file in ["targets.json", "pipelines/release.yml"] where project.exists(file) {
            throw FileError(path: file, reason: "already exists; remove it to start over")
        }
        let toolchain = try await GoToolchain.find(environment: currentEnvironment)
        let mains = try await toolchain.mainPackages(in: project.folder, environment: currentEnvironment)
        try project.create("targets.json", InitialFiles.targets)
        try project.create("pipelines/release.yml", InitialFiles.pipeline(modulePath: module, mains: mains))
        let found = mains.isEmpty ? "no main package found: put yours under `mains`" : "mains: \(mains.joined(separator: ", "))"
        try StandardStream.output.write(
            "wrote targets.json and pipelines/release.yml (\(found))\nnext: pare build --dry-run, then pare build\n")
    }
}
