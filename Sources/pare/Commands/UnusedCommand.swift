internal import ArgumentParser
internal import Host
internal import Profiles
internal import Rendering
internal import Reports
internal import Savings

struct UnusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unused",
        abstract: "Functions that are linked and never ran, by coverage or profiles of runs, and what they cost.",
        discussion: """
            go build -cover -coverpkg=all -o app.cover ./cmd/app
            GOCOVERDIR=data ./app.cover serve             as many runs as you like
            pare unused --coverage data ./cmd/app

            pare unused --coverage cover.out              a profile of `go test -coverprofile`
            pare unused --profile cpu.pb.gz ./cmd/app     weaker: a function without a sample may have run
            """)

    @OptionGroup var output: OutputOptions<UnusedReport>
    @OptionGroup var program: ProgramOptions

    @Option(
        help: ArgumentHelp("A folder of GOCOVERDIR, a file of one, or a coverage profile; may be repeated.", valueName: "path"))
    var coverage: [String] = []

    @Option(help: ArgumentHelp("A profile in pprof's format, cpu or heap; may be repeated.", valueName: "path"))
    var profile: [String] = []

    @Option(help: ArgumentHelp("Rows of each list.", valueName: "n"))
    var top: Int?

    @Argument(help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.")
    var main: String?

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
        if coverage.isEmpty == profile.isEmpty {
            throw ValidationError(
                coverage.isEmpty
                    ? "what ran? --coverage FOLDER, or --profile FILE"
                    : "--coverage and --profile contradict each other: counters are exact, samples are not")
        }
    }

    func run() async throws {
        var files = CoverageFiles()
        var texts: [(path: String, text: CoverageText)] = []
        for path in try coverage.flatMap(Self.files) { try read(path, into: &files, &texts) }
        let profiles = try profile.map(requiredProfile)
        let program = try await program.load(main: main, output.messages)
        var evidence = RunEvidence()
        var warnings = files.orphans.map { "\($0): its program is unknown, as the covmeta file of it is missing; not counted" }
        if !coverage.isEmpty { evidence.add(files.coverage) }
        for (path, text) in texts {
            let (coverage, strangers) = program.coverage(text)
            evidence.add(coverage)
            if let first = strangers.first {
                warnings.append("\(path): \(strangers.count) files are not of \(program.main), such as \(first); not counted")
            }
        }
        for source in profiles { evidence.add(source.profile, main: program.main) }
        var report = try await program.unused(evidence, sources: coverage + profile)
        report.warnings = warnings
        if report.packages.isEmpty {
            throw ReportError(
                "\((coverage + profile).joined(separator: ", ")): tells nothing of the packages of \(program.main); was another program run, or built with another -coverpkg?"
            )
        }
        try await output.write { try report.rendered(as: $0, top: top, style: $1) }
    }

    /// The files of a folder that are coverage data, or the file itself.
    private static func files(_ path: String) throws -> [String] {
        guard isFolder(path) else { return [path] }
        let found = try names(inFolder: path).filter { $0.hasPrefix("covmeta.") || $0.hasPrefix("covcounters.") }.sorted()
        guard !found.isEmpty else {
            throw FileError(
                path: path, reason: "has no coverage data; a program built with `go build -cover` writes it where GOCOVERDIR says"
            )
        }
        return found.map { "\(path)/\($0)" }
    }

    private func read(_ path: String, into files: inout CoverageFiles, _ texts: inout [(path: String, text: CoverageText)]) throws
    {
        let file = try MappedFile(path: path)
        if file.begins(with: Array("mode: ".utf8)) {
            do {
                texts.append((path, try CoverageText(file.text)))
            } catch { throw FileError(path: path, reason: "\(error)") }
            return
        }
        let bytes = file.copy()
        guard CoverageFiles.isCoverage(bytes) else {
            throw FileError(
                path: path, reason: "neither coverage data of GOCOVERDIR nor a coverage profile, which begins with `mode: `")
        }
        do {
            try files.add(bytes, name: path)
        } catch { throw FileError(path: path, reason: "\(error)") }
    }
}
