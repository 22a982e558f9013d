public import ArgumentParser
internal import Host
public import Rendering

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

    /// A folder that is not there is told before the work, not after it.
    func validate() throws {
        for output in outputs where output.path != "-" {
            let folder = output.path.lastIndex(of: "/").map { String(output.path[...$0]) } ?? "."
            guard isFolder(folder) else {
                throw ValidationError(
                    "-o \(output.format.rawValue)=\(output.path): there is no folder \(folder); mkdir -p \(folder)")
            }
        }
    }

    /// Renders the result once for each destination; files first, so that they are there whatever happens to the pipe.
    func write(_ render: (Format, TextStyle) async throws -> String) async throws {
        try await writeFiles(render)
        guard !outputs.contains(where: { $0.path == "-" }) else { return }
        let terminal = Terminal(.output, environment: currentEnvironment)
        let style = TextStyle(width: terminal.isInteractive ? terminal.width : nil, color: terminal.colour)
        try StandardStream.output.write(await render(format, style))
    }

    /// The destinations of `-o` alone.
    func writeFiles(_ render: (Format, TextStyle) async throws -> String) async throws {
        for output in outputs {
            let text = try await render(output.format, .plain)
            if output.path == "-" { try StandardStream.output.write(text) } else { try replaceFile(at: output.path, with: text) }
        }
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
