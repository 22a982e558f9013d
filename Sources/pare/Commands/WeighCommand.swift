internal import ArgumentParser
internal import Building
internal import Host
internal import JSON
internal import Pipelines
internal import Rendering
internal import Reports

struct WeighCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weigh", abstract: "Where the bytes of a binary are, each under one owner.",
        discussion: """
            pare weigh ./app
            pare weigh ./app --by module,package --top 5
            pare weigh ./app --by kind --filter 'net/*'
            pare weigh dist/*/app --top 5             several files, side by side
            pare weigh ./app --by file,function --filter main   of its main package
            pare weigh ./app -o json=app.json -o html=app.html
            pare weigh ./app --profile heap.pb.gz     with live and allocated bytes

            A universal Mach-O file is weighed as one, with the architecture in the names of sections, an archive by member. A report saved as JSON is taken wherever a binary is.
            """)

    @OptionGroup var output: OutputOptions<WeighReport>
    @OptionGroup var query: QueryOptions

    @Flag(help: "Compute the SHA-256 of the file.")
    var digest = false

    @Flag(help: "Measure the download size (gzip).")
    var compressed = false

    @Option(
        help: ArgumentHelp(
            "Who pays for instances of generic functions: `defining` or `instantiating` package.", valueName: "package"))
    var generics = GenericsChoice.defining

    @Option(
        help: ArgumentHelp(
            "Debug file of a stripped program, instead of the one that it leads to (build id, .gnu_debuglink, dSYM).",
            valueName: "file"), completion: .file())
    var debugFile: String?

    @Option(
        help: ArgumentHelp(
            "A profile of the program, file or http address, whose values are shown beside the sizes; may be repeated.",
            valueName: "file"), completion: .file())
    var profile: [String] = []

    @Argument(
        help: ArgumentHelp("Binaries or saved reports; `-` is one on standard input.", valueName: "file"), completion: .file())
    var files: [String]

    func validate() throws {
        if debugFile != nil, files.count > 1 {
            throw ValidationError("--debug-file is that of one program, found \(files.count) files; weigh each alone")
        }
        if !profile.isEmpty, files.count > 1 {
            throw ValidationError("--profile is that of one program, found \(files.count) files; weigh each alone")
        }
    }

    func run() async throws {
        let query = try query.query(defaultTop: output.format == .text ? 30 : nil)
        if !profile.isEmpty, let dimension = query.dimensions.first(where: { !$0.hasRunValues }) {
            throw ReportError(
                "--profile has no values by \(dimension.rawValue); use --by module,package, or `pare heap --by function`")
        }
        let profiles = try profile.map(requiredProfile)
        var options = WeighOptions(
            digest: digest, compressed: compressed, instantiatingGenerics: generics == .instantiating,
            largest: output.isWritten(as: [.json, .html]), debugFiles: DebugFileSearch(named: debugFile))
        if options.largest { options.functions = profiles.functionNames }
        let weighed = await inParallel(files) { [options] file in
            Result { try Entry.all(file, options, query).map { try $0.joined(with: profiles, file) } }
        }
        var reports: [Entry] = []
        var failed = false
        for result in weighed {
            switch result {
            case .success(let found): reports += found
            case .failure(let error):
                complain("\(error)")
                failed = true
            }
        }
        try WeighReport.check(query.filter, in: reports.compactMap(\.weigh))
        if !reports.isEmpty {
            try await output.write { format, style in try await rendered(reports, as: format, query, style) }
        }
        if failed { throw ExitCode.unusable }
    }

    /// One document of all: a table where the format has one, a list of documents in JSON.
    private func rendered(
        _ entries: [Entry], as format: Format, _ query: BreakdownQuery, _ style: TextStyle
    ) async throws -> String {
        if entries.count > 1 {
            let files = entries.compactMap { entry in entry.weigh.map { (report: $0, detailed: entry.detailed) } }
            if files.count == entries.count, let text = try FileTable(files, query).rendered(as: format, style) { return text }
            guard [.text, .json, .markdown, .csv].contains(format) else {
                throw ReportError("\(format) is one document for one file, found \(entries.count) files; weigh each alone")
            }
        }
        let parts = try await inParallel(entries) { entry in Result { try entry.rendered(as: format, query, style: style) } }
            .map { try $0.get() }
        return format == .json && parts.count > 1 ? jsonArray(parts) : parts.joined(separator: "\n")
    }

    private func jsonArray(_ documents: [String]) -> String {
        "[\n" + documents.map { $0.last == "\n" ? String($0.dropLast()) : $0 }.joined(separator: ",\n") + "\n]\n"
    }
}

enum GenericsChoice: String, ExpressibleByArgument, CaseIterable {
    case defining, instantiating
}

/// One result of the command: a report, and for what it does not hold a breakdown of the binary itself.
private struct Entry: Sendable {
    var report: SavedReport
    var detailed: Breakdown?

    var weigh: WeighReport? { if case .weigh(let report) = report { report } else { nil } }

    /// The saved report at a path, or one for each program of the file there.
    static func all(_ file: String, _ options: WeighOptions, _ query: BreakdownQuery) throws -> [Entry] {
        if let saved = try savedReport(file)?.relocated(to: file) {
            try saved.check(options, query, name: file)
            return [Entry(report: saved)]
        }
        let needsBinary =
            query.dimensions.contains { !$0.isInReports }
            || query.dimensions.contains(.kind) && query.dimensions.contains(.section)
        return try weighAll(file, options, by: needsBinary ? query : nil).map {
            Entry(report: .weigh($0.report), detailed: $0.breakdown)
        }
    }

    /// With the values of profiles, if there are some.
    func joined(with profiles: [HeapReport.Source], _ file: String) throws -> Entry {
        guard !profiles.isEmpty else { return self }
        guard var weigh else {
            throw ReportError("\(file): --profile is that of one program; pass the binary, or the report of one binary")
        }
        weigh.join(HeapReport(profiles, binary: weigh))
        return Entry(report: .weigh(weigh), detailed: detailed)
    }

    func rendered(as format: Format, _ query: BreakdownQuery, style: TextStyle) throws -> String {
        if let detailed, case .weigh(let weigh) = report {
            return try weigh.rendered(as: format, query, detailed: detailed, style: style)
        }
        return try report.rendered(as: format, query, style: style)
    }
}
