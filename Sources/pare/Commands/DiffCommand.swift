internal import ArgumentParser
internal import JSON
internal import Pipelines
internal import Rendering
internal import Reports

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What changed from one binary, or one run of a pipeline, to another.",
        discussion: """
            pare diff old/app new/app
            pare diff main.json ./app --format markdown
            pare diff base/report.json dist/release/report.json
            pare diff v1.2.0 v1.3.0                      commits, tags or branches in the history
            pare diff main ./app
            pare diff old/measure.json new/measure.json  two reports of pare measure
            """)

    @OptionGroup var output: OutputOptions<Comparison>

    @Option(help: ArgumentHelp("Changes shown under their own name.", valueName: "n"))
    var top: Int?

    @OptionGroup var place: HistoryPlace

    @Option(help: ArgumentHelp("The pipeline, of commits that several have built.", valueName: "name"))
    var pipeline: String?

    @Argument(
        help: "A binary or a saved report, `-` for standard input, or a recorded commit, tag or branch.", completion: .file())
    var old: String

    @Argument(help: "The same.", completion: .file())
    var new: String

    func run() async throws {
        let history = try place.path()
        let sides = (try await RecordedSide(old, history), try await RecordedSide(new, history))
        switch try RecordedSide.reports(sides, history, pipeline: pipeline) {
        case (.weigh(let before), .weigh(let after)):
            let comparison = Comparison(old: before, new: after)
            try await output.write { try comparison.rendered(as: $0, top: top, style: $1) }
        case (.build(let before), .build(let after)):
            let comparison = BuildComparison(old: before, new: after)
            try await output.write { try comparison.rendered(as: $0, top: top, style: $1) }
        case (.measure(let before), .measure(let after)):
            let comparison = MeasureComparison(old: before, new: after)
            try await output.write { try comparison.rendered(as: $0, style: $1) }
        case (.measure, _), (_, .measure):
            throw ReportError("\(old) and \(new): one is a report of `pare measure`, the other is not; compare two of a kind")
        case (.weigh, .build), (.build, .weigh):
            throw ReportError("\(old) and \(new): one is a single binary, the other a pipeline's report; compare two of a kind")
        }
    }
}
