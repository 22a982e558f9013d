internal import ArgumentParser
internal import Building
internal import Host
internal import Rendering
internal import Reports

struct HeapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heap",
        abstract: "What a run allocated, kept and computed, joined with the bytes of the binary.",
        discussion: """
            pare heap heap.pb.gz ./app
            pare heap heap.pb.gz cpu.pb.gz ./app --by function --top 10
            pare heap after.pb.gz --base before.pb.gz --by line
            pare heap http://127.0.0.1:6060/debug/pprof/heap ./app
            pare heap heap.pb.gz ./app -o html=heap.html    a map, sized by live bytes and others

            Profiles are those of runtime/pprof and net/http/pprof: heap, allocs, cpu, goroutine, block, mutex. Their sums are those of
            `go tool pprof`.
            """)

    @OptionGroup var output: OutputOptions<HeapListing>

    @Option(help: ArgumentHelp("Rows: package, function or line.", valueName: "level"))
    private var by = Level.package

    @Option(
        help: ArgumentHelp(
            "Columns, the first of which sorts: inuse_space, alloc_space, cpu, …; by default bytes and time.", valueName: "types")
    )
    var type: String?

    @Option(help: ArgumentHelp("An earlier profile, whose values are subtracted; may be repeated.", valueName: "profile"))
    var base: [String] = []

    @Option(help: ArgumentHelp("Rows to show.", valueName: "n"))
    var top: Int?

    @Argument(help: ArgumentHelp("Profiles, files or http addresses, and at most one binary or saved report.", valueName: "file"))
    var files: [String]

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
    }

    func run() async throws {
        let listing = try listing()
        try await output.write { try listing.rendered(as: $0, style: $1) }
    }

    private func listing() throws -> HeapListing {
        var profiles: [HeapReport.Source] = []
        var binaries: [String] = []
        for file in files {
            if let profile = try profileSource(file) { profiles.append(profile) } else { binaries.append(file) }
        }
        if binaries.count > 1 { throw ReportError("\(binaries[1]): a second binary; one is joined with the profiles") }
        guard !profiles.isEmpty else {
            throw ReportError(
                "no profile among \(files.joined(separator: ", ")); for example heap.pb.gz, written by runtime/pprof")
        }
        let earlier = try base.map(requiredProfile)
        let binary = try binaries.first.map { try weighed($0, functions: (profiles + earlier).functionNames) }
        let report = HeapReport(
            profiles, base: earlier, binary: binary?.report, functionSizes: binary?.functionSizes ?? [:])
        let types = type.map { $0.split(separator: ",").map(String.init) } ?? []
        var listing = try HeapListing(report, by: by.rows, types: types, top: top)
        listing.binary = binary?.report
        return listing
    }

    /// The report of a binary, and the sizes of its functions where it is no saved one.
    private func weighed(
        _ file: String, functions: Set<String>
    ) throws -> (report: WeighReport, functionSizes: [String: Int]) {
        if let saved = try savedReport(file) {
            guard case .weigh(let report) = saved else {
                throw ReportError("\(file): no report of one binary; pass the binary, or the report of one binary")
            }
            return (report, [:])
        }
        var options = WeighOptions(largest: output.isWritten(as: [.html]))
        if options.largest { options.functions = functions }
        guard let weighed = try weighAll(file, options, by: BreakdownQuery(by: [.function])).first else {
            throw FileError(path: file, reason: "holds no program")
        }
        return (weighed.report, weighed.breakdown?.functionSizes ?? [:])
    }
}

private enum Level: String, ExpressibleByArgument, CaseIterable {
    case package, function, line

    var rows: HeapReport.Level {
        switch self {
        case .package: .package
        case .function: .function
        case .line: .line
        }
    }
}

extension Breakdown {
    /// Bytes of functions by linker's name.
    fileprivate var functionSizes: [String: Int] {
        Dictionary(rows.filter(\.isGroup).map { ($0.label.name, $0.size) }, uniquingKeysWith: +)
    }
}
