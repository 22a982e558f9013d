internal import ArgumentParser
internal import History
internal import Host
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Sizes over time: since when a program or a package is that large, and by which commit.",
        discussion: """
            pare history                                     every program, target and preset with its trend
            pare history --program app --target 'linux/*' --preset strip
            pare history --package net/http --steps          the commits that changed its size most
            pare history --since 2026-01-01 --branch main -o html=history.html
            pare diff v1.2.0 v1.3.0                          two recorded commits

            `pare build --record`, or `history: true` in the pipeline, adds the builds of a run to .pare/history.db. A `+` after a
            commit marks builds of files that differ from it.
            """,
        subcommands: [
            HistoryImport.self, HistoryMerge.self, HistoryPush.self, HistoryFetch.self, HistoryPrune.self,
            HistoryBisect.self,
        ])

    @OptionGroup var output: OutputOptions<HistoryReport>
    @OptionGroup var place: HistoryPlace

    @Option(help: ArgumentHelp("Show the sizes of these packages, not of whole files.", valueName: "glob"))
    var package: String?

    @Option(help: ArgumentHelp("Show the sizes of these modules; std is the standard library.", valueName: "glob"))
    var module: String?

    @OptionGroup var selection: HistorySelection

    @Option(name: .customLong("branch"), help: ArgumentHelp("Commits that were built on these branches.", valueName: "globs"))
    var branches: [String] = []

    @Option(name: .customLong("pipeline"), help: ArgumentHelp("Pipelines, by name.", valueName: "globs"))
    var pipelines: [String] = []

    @Option(help: ArgumentHelp("Begin at 2026-01-31, 30d or 12w ago, or at a recorded commit or tag.", valueName: "time"))
    var since: String?

    @Flag(help: "Show only the largest changes, with the packages that made them.")
    var steps = false

    @Option(help: ArgumentHelp("Builds or steps of each series.", valueName: "n"))
    var top: Int?

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
        if package != nil, module != nil { throw ValidationError("--package and --module contradict each other") }
    }

    func run() async throws {
        let store = try HistoryStore(reading: place.path())
        var query = HistoryQuery()
        if let package { query.subject = HistoryReport.Subject(kind: .package, name: package) }
        if let module { query.subject = HistoryReport.Subject(kind: .module, name: module) }
        query.programs = globs(selection.programs)
        (query.targets, query.presets) = (globs(selection.targets), globs(selection.presets))
        (query.branches, query.pipelines) = (globs(branches), globs(pipelines))
        if let since { query.since = try await time(since, store) }
        if steps { query.steps = max(query.steps, top ?? 0) }
        query.order = try await store.order(git: Git(in: ".", environment: currentEnvironment))
        var report = try store.report(query)
        report.onlySteps = steps
        try await output.write { try report.rendered(as: $0, top: top, style: $1) }
    }

    private func globs(_ options: [String]) -> [Glob] {
        options.flatMap { $0.split(separator: ",").map { Glob(String($0)) } }
    }

    private func time(_ text: String, _ store: HistoryStore) async throws -> Int {
        if let moment = Timestamp(text) ?? Timestamp("\(text)T00:00:00Z") { return moment.seconds }
        let days = ["d": 1, "w": 7][text.suffix(1)]
        if let days, let count = Int(text.dropLast()), (0...100_000).contains(count) {
            return Timestamp.now.seconds - count * days * 86400
        }
        let git = Git(in: ".", environment: currentEnvironment)
        guard let commit = try await store.commit(named: text, git: git), let time = try store.time(ofCommit: commit) else {
            throw ReportError(
                "--since \(text): expected 2026-01-31, 30d, 12w, or a commit or tag that has builds in \(store.path)")
        }
        return time
    }
}

/// The file of the history.
struct HistoryPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp("File of the history; by default the pipeline's, else .pare/history.db.", valueName: "file"))
    var history: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The pipeline whose history to take.", valueName: "file"))
    var file: String?

    func path() throws -> String {
        if let history { return history }
        let project = Project.here
        if let file = project.named(file) {
            return try project.path(project.pipeline(file, project.catalogue()).history ?? Pipeline.defaultHistory)
        }
        let pipeline = try? project.pipeline(nil, project.catalogue())
        return project.path(pipeline?.history ?? Pipeline.defaultHistory)
    }
}

/// Builds of a matrix. Commands below `pare history` take the group under the same name: a parent's options are read there too.
struct HistorySelection: ParsableArguments {
    @Option(name: .customLong("program"), help: ArgumentHelp("Programs, by import path or its last element.", valueName: "globs"))
    var programs: [String] = []

    @Option(
        name: .customLong("target"), help: ArgumentHelp("Targets; commas between them, or repeat the option.", valueName: "globs")
    )
    var targets: [String] = []

    @Option(name: .customLong("preset"), help: ArgumentHelp("Presets.", valueName: "globs"))
    var presets: [String] = []
}
