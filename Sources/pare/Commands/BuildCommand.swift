internal import ArgumentParser
internal import Execution
internal import FoundationEssentials
internal import Planning
internal import Reporting

struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Builds a pipeline's matrix, weighs every binary, writes the report, applies the budgets.",
        discussion: """
            pare build                                      the project's pipeline
            pare build -f pipelines/nightly.yml --dry-run   the go commands, for a shell
            pare build --target 'linux/*' --preset strip    a part of it
            pare build --baseline main.json                 judges growth as well

            Binaries and reports go to dist/PIPELINE.
            """)

    @OptionGroup var output: OutputOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The pipeline; by default pipelines/release.yml or the only one there.", valueName: "file"))
    var file: String?

    @Option(name: [.customLong("target")], help: ArgumentHelp("Build only these targets.", valueName: "glob"))
    var targets: [String] = []

    @Option(name: [.customLong("preset")], help: ArgumentHelp("Build only with these presets.", valueName: "glob"))
    var presets: [String] = []

    @Option(name: [.customLong("main")], help: ArgumentHelp("Build only these programs.", valueName: "glob"))
    var mains: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Builds at once; the cores are shared among them.", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Print the go commands instead of running them.")
    var dryRun = false

    @Flag(help: "End everything when one build fails.")
    var failFast = false

    @Option(help: ArgumentHelp("Saved report that growth is measured against.", valueName: "report"))
    var baseline: String?

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("-j is \(jobs), expected 1 or more") }
    }

    func run() async throws {
        let project = Project()
        let catalogue = try project.catalogue()
        let environment = ProcessInfo.processInfo.environment
        let found = await findToolchain(environment)
        let plan = try await project.plan(
            file, catalogue, BuildPlan.Filters(targets: targets, presets: presets, mains: mains), environment: environment,
            toolchain: try? found.get())
        for warning in plan.warnings { complain("warning: \(warning)") }
        for setting in plan.goSettings { complain("every build gets \(setting.name)=\(setting.value) from outside the pipeline") }
        let folder = PipelineRun.outputFolder(plan.pipeline)
        if dryRun {
            for line in plan.shellLines(outputFolder: folder) { try StandardStream.output.write(line + "\n") }
            return
        }
        let toolchain = try found.get()
        let before = try baseline.map(buildReport)
        let report = try await interruptible {
            let builder = Builder(
                toolchain: toolchain, environment: environment, projectFolder: project.folder, outputFolder: folder, width: jobs,
                failFast: failFast)
            let progress = BuildProgress(plan.jobs, terminal: Terminal(.error, environment: environment))
            return try await progress.during {
                try await PipelineRun(project: project, plan: plan, builder: builder).run(baseline: before) {
                    await progress.report($0)
                }
            }
        }
        try output.write { try report.rendered(as: $0, style: $1) }
        complain(
            "report in \(folder): \((plan.reports + (plan.reports.contains("json") ? [] : ["json"])).joined(separator: ", "))")
        if report.builds.contains(where: { $0.status == .failed || $0.status == .skipped }) { throw ExitCode.buildFailed }
        if !report.verdict.passed { throw ExitCode.broken }
    }
}

/// A missing toolchain is told after what is wrong with the pipeline, and a dry run does without.
private func findToolchain(_ environment: [String: String]) async -> Result<GoToolchain, any Error> {
    do {
        return .success(try await GoToolchain.find(environment: environment))
    } catch {
        return .failure(error)
    }
}

/// The saved report of a pipeline. Throws when the file is something else.
func buildReport(_ path: String) throws -> BuildReport {
    switch try reportOrBinary(path) {
    case .build(let report): return report
    case .weigh(let report): return BuildReport(report)
    }
}
