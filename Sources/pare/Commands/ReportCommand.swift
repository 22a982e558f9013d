internal import ArgumentParser
internal import Building
internal import Gating
internal import JSON
internal import Pipelines
internal import Planning
internal import Reports
internal import Rendering
internal import Toolchain

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Renders a saved report again, in any format.",
        discussion: """
            pare report                                of the last build
            pare report report.json --format markdown
            pare report app.json -o html=app.html
            pare report --format junit >junit.xml
            pare report --format markdown --baseline main.json    a comment that begins with what changed
            """)

    @OptionGroup var output: OutputOptions<SavedReport>
    @OptionGroup var query: QueryOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The pipeline whose last report to take.", valueName: "file"),
        completion: .pipelineFiles)
    var file: String?

    @Option(help: ArgumentHelp("Saved report of the pipeline whose changes come first, in Markdown.", valueName: "report"))
    var baseline: String?

    @Argument(help: "A saved report, `-` for standard input; by default dist/PIPELINE/report.json.", completion: .file())
    var report: String?

    func run() async throws {
        let project = Project.here
        let path =
            try report ?? PipelineRun.reportFile(of: project.pipeline(project.named(file), project.catalogue()).name, in: project)
        let saved = try reportOrBinary(path).relocated(to: path)
        if case .measure(let report) = saved {
            return try await output.write { try report.rendered(as: $0, style: $1) }
        }
        let query = try query.query(defaultTop: nil)
        try saved.check(WeighOptions(), query, name: path)
        if case .weigh(let report) = saved { try WeighReport.check(query.filter, in: [report]) }
        let before = try baseline.map(savedBaseline)?.report
        try await output.write { format, style in
            if case .build(let report) = saved {
                return try report.rendered(as: format, query, style: style, baseline: before)
            }
            return try saved.rendered(as: format, query, style: style)
        }
    }
}
