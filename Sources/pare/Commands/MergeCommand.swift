internal import ArgumentParser
internal import Building
internal import Gating
internal import Host
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Joins what several machines built into the report of one, and judges it.",
        discussion: """
            pare merge parts                                     a folder with what each machine uploaded
            pare merge one.tar.gz two.zip three                  archives and folders
            pare merge parts --partial                           with what is there; the rest is skipped
            pare merge parts --baseline auto

            Each place holds `shards/2-of-5.json` of `pare build --shard` with the binaries beside it. Their commit, plan, Pare
            and release of go must be the same; a build that several shards have counts once.

            Exit codes: as `pare build`; 2 for shards that are missing, damaged, of another plan, or contradict each other.
            """)

    @OptionGroup var output: OutputOptions<BuildReport>
    @OptionGroup var part: PlanOptions
    @OptionGroup var baseline: BaselineOptions

    @Flag(help: "Make a report of what is there; builds of shards that are missing are skipped, and say so.")
    var partial = false

    @Flag(help: "Let pass what no budget could judge: one that matches nothing, growth without a baseline.")
    var lenient = false

    @Argument(help: "Folders, archives (.tar.gz, .zip) and shard files.", completion: .file())
    var places: [String]

    func run() async throws {
        let project = Project.here
        let environment = currentEnvironment
        let planned = try await part.plan(in: project, environment)
        let plan = planned.plan
        for warning in plan.warnings.uniqued() { complain("warning: \(warning)") }
        let toolchain = try planned.toolchain.get()
        let folder = PipelineRun.outputFolder(plan.pipeline)
        let before = try await baseline.find(
            plan,
            CommitBuilds(
                project: project, file: project.named(part.file), catalogue: planned.catalogue,
                filters: part.filters(environment),
                environment: environment, toolchain: toolchain))
        let run = PipelineRun(
            project: project, plan: plan,
            builder: Builder(
                toolchain: toolchain, environment: environment, projectFolder: project.folder, outputFolder: project.path(folder))
        )
        let result: PipelineRun.Result
        do {
            result = try await interruptible {
                try await run.merge(places, isPartial: partial, baseline: before, isLenient: lenient) { complain($0) }
            }
        } catch let error as ShardMergeError {
            for problem in error.problems { complain(problem) }
            complain("nothing was merged; --partial makes a report of what is there")
            throw ExitCode.unusable
        }
        try await output.write { try result.report.rendered(as: $0, style: $1, baseline: before?.report) }
        try RunEnding(output: output, project: project, plan: plan, baseline: before).tell(result, environment, isMerge: true)
    }
}
