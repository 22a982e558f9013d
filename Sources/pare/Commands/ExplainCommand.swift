internal import ArgumentParser
internal import Building
internal import Host
internal import Pipelines
internal import Rendering
internal import Reports

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Who owns a byte, which pass said so, and what it is about.",
        discussion: """
            pare explain ./app main.main
            pare explain ./app 0x46a1c0       an address, a file offset, or both
            """)

    @Argument(help: "A binary.")
    var file: String

    @Argument(help: ArgumentHelp("An address, a file offset or the full name of a symbol.", valueName: "where"))
    var place: String

    func run() throws {
        let texts = try explain(file, place).map(\.text)
        try StandardStream.output.write(texts.joined(separator: "\n"))
    }
}
