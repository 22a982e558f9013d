internal import ArgumentParser
internal import Building
internal import Gating
internal import JSON
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Judges a report or a binary by a pipeline's budgets; exit code 1 when one is broken or cannot be judged.",
        discussion: """
            pare gate                                         the report of the last build
            pare gate dist/release/report.json --baseline main.json
            pare gate ./app -f pipelines/release.yml

            Exit codes: 0 every budget was judged and none is broken, 1 one is broken or could not be judged, 3 the report has
            a build that failed.
            """)

    @OptionGroup var output: OutputOptions<Verdict>

    @Option(name: .shortAndLong, help: ArgumentHelp("The pipeline whose budgets count.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("Saved report that growth is measured against.", valueName: "report"))
    var baseline: String?

    @Flag(help: "Let pass what cannot be judged: failed builds, budgets that match nothing, growth without a baseline.")
    var lenient = false

    @Argument(help: "A saved report or a binary; by default dist/PIPELINE/report.json.")
    var report: String?

    func run() async throws {
        let project = Project()
        let pipeline = try project.pipeline(file, project.catalogue())
        guard !pipeline.budgets.isEmpty else {
            throw ReportError("pipeline \(pipeline.name) has no budgets; for example: budgets: [{ artifact: \"*\", max: 20MiB }]")
        }
        var gate = Gate(budgets: pipeline.budgets, baseline: try baseline.map(savedBaseline), isLenient: lenient)
        let path = try report ?? PipelineRun.reportFile(of: pipeline.name, in: project)
        let verdict: Verdict
        var hasFailedBuild = false
        switch try reportOrBinary(path, WeighOptions(compressed: true)) {
        case .build(let report):
            gate.matrix = pipeline.matrix
            verdict = gate.judge(report)
            hasFailedBuild = report.hasFailed && !lenient
        case .weigh(let report): verdict = gate.judge(report)
        }
        try await output.write { try verdict.rendered(as: $0, style: $1) }
        if hasFailedBuild { throw ExitCode.buildFailed }
        if !verdict.passed { throw ExitCode.broken }
    }
}
