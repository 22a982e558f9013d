internal import ArgumentParser
internal import Building
internal import History
internal import Host
internal import Reports
internal import Toolchain

/// Adds saved reports.
struct HistoryImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Adds saved reports, old ones too; a build that is there already is not added again.",
        discussion: """
            pare history import dist/release/report.json
            pare history import old/*.json
            pare history import app.json --commit v1.2.0       of a report that names no commit
            """)

    @OptionGroup var place: HistoryPlace
    @OptionGroup var messages: MessageOptions

    @Option(help: ArgumentHelp("The commit that the reports are of, where they name none or another.", valueName: "revision"))
    var commit: String?

    @Argument(help: "Saved reports.")
    var reports: [String]

    func run() async throws {
        let override = try await commit.asyncMap(origin)
        let rows = try reports.flatMap { path -> [RecordedBuild] in
            guard let saved = try savedReport(path) else { throw FileError(path: path, reason: "not a report saved by pare") }
            let report =
                switch saved {
                case .build(let report): report
                case .weigh(let report): BuildReport(report)
                case .measure: throw ReportError.noSizes(path)
                }
            let modified = FileStamp(path).map { $0.modified / 1_000_000_000 } ?? 0
            let rows = RecordedBuild.rows(report, commit: override, fallback: modified)
            if let row = rows.first, row.commit == nil {
                complain("warning: \(path) names no commit; --commit REVISION does")
            }
            return rows
        }
        let store = try HistoryStore(writing: place.path())
        complain(try store.add(rows).text(in: store))
    }

    private func origin(_ revision: String) async throws -> (hash: String, time: Int) {
        guard let git = Git(in: ".", environment: currentEnvironment) else { throw ReportError("--commit: git is not on PATH") }
        do {
            let words = try await git.line(["log", "-1", "--format=%H %ct", "--end-of-options", revision]).split(separator: " ")
            if words.count == 2, let time = Int(words[1]) { return (String(words[0]), time) }
        } catch let failure as Git.Failure {
            throw ReportError("--commit \(revision): \(failure)")
        }
        throw ReportError("--commit \(revision): git tells no commit")
    }
}

/// Adds the rows of other histories.
struct HistoryMerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Adds the builds of other histories; in whatever order, none is lost and none is there twice.",
        discussion: "pare history merge ../machine2/.pare/history.db")

    @OptionGroup var place: HistoryPlace
    @OptionGroup var messages: MessageOptions

    @Argument(help: "Files of histories.")
    var others: [String]

    func run() throws {
        let others = try others.map { try HistoryStore(reading: $0) }
        let store = try HistoryStore(writing: place.path())
        for other in others { complain("\(other.path): \(try store.merge(other).text(in: store))") }
    }
}

/// Removes old rows.
struct HistoryPrune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Removes old builds; those of tagged commits stay.",
        discussion: "pare history prune --keep 500        of each program, target and preset")

    @OptionGroup var place: HistoryPlace
    @OptionGroup var messages: MessageOptions

    @Option(help: ArgumentHelp("Builds of each series that stay, the last ones.", valueName: "n"))
    var keep: Int

    func validate() throws {
        if keep < 1 { throw ValidationError("--keep is \(keep), expected 1 or more") }
    }

    func run() throws {
        let store = try HistoryStore(reading: place.path())
        let (removed, tagged) = try store.prune(keep: keep)
        let rest = tagged == 0 ? "" : "; \(tagged) older of tagged commits stay"
        messages.remark("removed \(removed) \(removed == 1 ? "build" : "builds") from \(store.path)\(rest)")
    }
}

extension HistoryStore.Added {
    /// `added 12 builds to .pare/history.db; 3 were there already`
    func text(in store: HistoryStore) -> String {
        let builds = "added \(new) \(new == 1 ? "build" : "builds") to \(store.path)"
        return builds + (known == 0 ? "" : "; \(known) \(known == 1 ? "was" : "were") there already")
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
