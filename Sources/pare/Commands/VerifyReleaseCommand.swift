internal import ArgumentParser
internal import Building
internal import Host
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct VerifyReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-release",
        abstract: "Builds a release again from its commit, and compares it with what was downloaded, byte by byte.",
        discussion: """
            gh release download v1.2.0 --dir v1.2.0     archives, artifacts.json and metadata.json
            pare verify-release v1.2.0                  in a clone of the project, by the Go release that metadata.json names
            pare verify-release v1.2.0 --revision v1.2.0    against this clone's tag, whatever the release says

            Only the builds of files that are there are repeated. Hooks before the builds run, those after them do not. Exit code
            1: a file differs; 2: the release cannot be read, or its commit is not here; 3: it does not build.
            """)

    @Argument(help: ArgumentHelp("Folder of the downloaded files, or artifacts.json in it.", valueName: "release"))
    var path: String

    @Option(help: ArgumentHelp("Commit, tag or branch; by default the commit in metadata.json.", valueName: "commit"))
    var revision: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The pipeline of that commit; by default the one with the release's name.", valueName: "file"))
    var file: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Builds at once.", valueName: "n"))
    var jobs: Int?

    @OptionGroup var output: OutputOptions<ReleaseComparison>

    func run() async throws {
        let release = try DownloadedRelease(path)
        let project = Project.here
        let environment = currentEnvironment
        let toolchain = try await GoToolchain.find(environment: environment, in: project.folder == "." ? nil : project.folder)
        let check = ReleaseCheck(
            release: release,
            builds: CommitBuilds(
                project: project, file: file, catalogue: try project.catalogue(), filters: BuildPlan.Filters(),
                environment: environment, toolchain: toolchain, options: Builder.Options(width: jobs)),
            revision: revision)
        do {
            let comparison = try await output.messages.telling { step in
                step("building the release again")
                return try await check.run(tell: { complain("note: \($0)") }, progress: { _ in })
            }
            try await output.write { try comparison.rendered(as: $0, style: $1) }
            if !comparison.isSame { throw ExitCode.broken }
        } catch let failure as ReleaseCheck.FailedBuild {
            complain("\(failure)")
            throw ExitCode.buildFailed
        }
    }
}
