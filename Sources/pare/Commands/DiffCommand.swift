internal import ArgumentParser
internal import Building
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
            """)

    @OptionGroup var output: OutputOptions<Comparison>

    @Option(help: ArgumentHelp("Changes shown under their own name.", valueName: "n"))
    var top: Int?

    @Argument(help: "A binary or a saved report.")
    var old: String

    @Argument(help: "A binary or a saved report.")
    var new: String

    func run() async throws {
        let sides = (try reportOrBinary(old), try reportOrBinary(new))
        switch sides {
        case (.weigh(let before), .weigh(let after)):
            let comparison = Comparison(old: before, new: after)
            try await output.write { try comparison.rendered(as: $0, top: top, style: $1) }
        case (.build(let before), .build(let after)):
            let comparison = BuildComparison(old: before, new: after)
            try await output.write { try comparison.rendered(as: $0, top: top, style: $1) }
        case (.weigh, .build), (.build, .weigh):
            throw ReportError("\(old) and \(new): one is a single binary, the other a pipeline's report; compare two of a kind")
        }
    }
}
