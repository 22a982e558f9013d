public import ArgumentParser
internal import Execution
internal import FoundationEssentials
public import Reporting

extension Format: ExpressibleByArgument {}

/// Where a result goes and in which form.
struct OutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Form of what goes to standard output.", valueName: "format"))
    var format: Format = .text

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("Write to a file as well, html=app.html; may be repeated.", valueName: "format=path"),
        transform: FileOutput.init)
    var outputs: [FileOutput] = []

    /// Renders the result once for each destination; files first, so that they are there whatever happens to the pipe.
    func write(_ render: (Format, TextStyle) async throws -> String) async throws {
        for output in outputs {
            let text = try await render(output.format, .plain)
            if output.path == "-" { try StandardStream.output.write(text) } else { try replaceFile(at: output.path, with: text) }
        }
        guard !outputs.contains(where: { $0.path == "-" }) else { return }
        let terminal = Terminal(.output, environment: ProcessInfo.processInfo.environment)
        let style = TextStyle(width: terminal.isInteractive ? terminal.width : nil, color: terminal.colour)
        try StandardStream.output.write(await render(format, style))
    }
}

/// `html=report.html`; `-` is standard output.
struct FileOutput {
    var format: Format
    var path: String

    init(_ argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let format = Format(rawValue: parts[0]) else {
            throw ValidationError(
                "expected \(Format.allCases.map(\.rawValue).joined(separator: ", ")), then = and a path; for example html=app.html"
            )
        }
        self.format = format
        path = parts[1]
    }
}
