internal import ArgumentParser
internal import Building
internal import Host
internal import Pipelines
internal import Rendering
internal import Reports

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Who owns a byte, which pass said so, and what it is about.",
        discussion: """
            pare explain ./app main.main
            pare explain ./app 0x46a1c0       an address, a file offset, or both
            pare explain ./app main.main --format json
            """)

    @OptionGroup var output: OutputOptions<ExplainReport>

    @Argument(help: "A binary; `-` is one on standard input.", completion: .file())
    var file: String

    @Argument(help: ArgumentHelp("An address, a file offset or the full name of a symbol.", valueName: "where"))
    var place: String

    func run() async throws {
        let report = try explain(file, place)
        try await output.write { try report.rendered(as: $0, style: $1) }
    }
}
