public import ArgumentParser
internal import Execution
internal import FoundationEssentials
internal import Planning
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
    func write(_ render: (Format, TextStyle) throws -> String) throws {
        for output in outputs {
            let text = try render(output.format, .plain)
            if output.path == "-" { try StandardStream.output.write(text) } else { try replaceFile(at: output.path, with: text) }
        }
        guard !outputs.contains(where: { $0.path == "-" }) else { return }
        let terminal = Terminal(.output, environment: ProcessInfo.processInfo.environment)
        let style = TextStyle(width: terminal.isInteractive ? terminal.width : nil, color: terminal.colour)
        try StandardStream.output.write(render(format, style))
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

/// Which rows of a report, and how they are grouped.
struct QueryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to group by, outermost first: \(Dimension.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "dimensions"))
    var by = "package"

    @Option(help: ArgumentHelp("Rows of each level under their own name.", valueName: "n"))
    var top: Int?

    @Option(
        help: ArgumentHelp("Your own groups of packages for --by group: lines of `name: pattern pattern`.", valueName: "file"))
    var groups: String?

    @Option(help: ArgumentHelp("Packages and modules to show; the others become one row.", valueName: "glob"))
    var filter: String?

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
    }

    func query(defaultTop: Int?) throws -> BreakdownQuery {
        let dimensions = try Dimension.list(by)
        if dimensions.contains(.group), groups == nil {
            throw ReportError("--by group needs --groups FILE with lines such as `web: net/http* golang.org/x/net/*`")
        }
        let groups = try groups.map { try Project().groups($0) } ?? PackageGroups()
        return BreakdownQuery(by: dimensions, top: top ?? defaultTop, filter: filter.map { Glob($0) }, groups: groups)
    }
}
