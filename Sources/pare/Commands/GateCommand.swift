internal import ArgumentParser
internal import Execution
internal import Planning
internal import Reporting

struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Judges a report or a binary by a pipeline's budgets; exit code 1 when one is broken.",
        discussion: """
            pare gate                                         the report of the last build
            pare gate dist/release/report.json --baseline main.json
            pare gate ./app -f pipelines/release.yml
            """)

    @OptionGroup var output: OutputOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The pipeline whose budgets count.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("Saved report that growth is measured against.", valueName: "report"))
    var baseline: String?

    @Argument(help: "A saved report or a binary; by default dist/PIPELINE/report.json.")
    var report: String?

    func run() async throws {
        let project = Project()
        let pipeline = try project.pipeline(file, project.catalogue())
        guard !pipeline.budgets.isEmpty else {
            throw ReportError("pipeline \(pipeline.name) has no budgets; for example: budgets: [{ artifact: \"*\", max: 20MiB }]")
        }
        let gate = Gate(budgets: pipeline.budgets, baseline: try baseline.map(savedBaseline))
        let path = try report ?? PipelineRun.reportFile(of: pipeline.name, in: project)
        let verdict =
            switch try reportOrBinary(path, WeighOptions(compressed: true)) {
            case .build(let report): gate.judge(report)
            case .weigh(let report): gate.judge(report)
            }
        try await output.write { try verdict.rendered(as: $0, style: $1) }
        if !verdict.passed { throw ExitCode.broken }
    }
}
