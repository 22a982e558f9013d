internal import ArgumentParser
internal import Host
internal import Rendering

/// A format that shows the command's report; the others are neither offered nor taken.
struct FormatName<Report: Renderable>: ExpressibleByArgument, Sendable {
    var format: Format

    init(_ format: Format) { self.format = format }

    init?(argument: String) {
        guard let format = Report.formats.first(where: { $0.name == argument }) else { return nil }
        self.format = format
    }

    var defaultValueDescription: String { format.name }
    static var allValueStrings: [String] { Report.formats.map(\.name) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// Destinations and formats of a report.
struct OutputOptions<Report: Renderable>: ParsableArguments {
    @Option(name: .customLong("format"), help: ArgumentHelp("Format of what goes to standard output.", valueName: "format"))
    var formatName = FormatName<Report>(.text)

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("Write to a file as well, json=app.json; may be repeated.", valueName: "format=path"),
        transform: FileOutput<Report>.init)
    var outputs: [FileOutput<Report>] = []

    @OptionGroup var messages: MessageOptions

    var format: Format { formatName.format }

    /// Whether one of the destinations has one of these formats.
    func isWritten(as formats: Set<Format>) -> Bool {
        formats.contains(format) || outputs.contains { formats.contains($0.format) }
    }

    /// Checks that folders exist before the work, not after it.
    func validate() throws {
        for output in outputs where output.path != "-" {
            let folder = output.path.lastIndex(of: "/").map { String(output.path[...$0]) } ?? "."
            guard isFolder(folder) else {
                throw ValidationError(
                    "-o \(output.format.name)=\(output.path): there is no folder \(folder); mkdir -p \(folder)")
            }
        }
    }

    /// Renders the report once for each destination; files first, so that they are written even when the pipe is closed.
    func write(_ render: (Format, TextStyle) async throws -> String) async throws {
        try await writeFiles(render)
        guard !outputs.contains(where: { $0.path == "-" }) else { return }
        try StandardStream.output.write(await render(format, messages.style))
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
struct FileOutput<Report: Renderable>: Sendable {
    var format: Format
    var path: String

    init(_ argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let name = FormatName<Report>(argument: parts[0]) else {
            let names = FormatName<Report>.allValueStrings
            throw ValidationError("expected \(names.joined(separator: ", ")), then = and a path; for example json=app.json")
        }
        format = name.format
        path = parts[1]
    }
}
