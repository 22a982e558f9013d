internal import Building
internal import History
internal import Host
internal import Pipelines
internal import Reports
internal import Toolchain

/// One side of a comparison: a file, or the name of a recorded commit.
enum RecordedSide {
    case file(SavedReport)
    case commit(String)

    /// Throws `FileError` for a name that is neither.
    init(_ name: String, _ history: String) async throws {
        if name == StandardInput.name || fileExists(name) {
            self = .file(try reportOrBinary(name))
            return
        }
        guard fileExists(history) else {
            throw FileError(
                path: name, reason: "no such file, and there is no history (\(history)) that could know it as a commit")
        }
        let store = try HistoryStore(reading: history)
        guard let commit = try await store.commit(named: name, git: Git(in: ".", environment: currentEnvironment)) else {
            let commits = try store.commits()
            let newest = commits.first.map { "; it has \(commits.count) commits, the last is \($0.prefix(9))" } ?? ""
            throw FileError(path: name, reason: "no such file, and no recorded commit, tag or branch of \(history)\(newest)")
        }
        self = .commit(commit)
    }

    private var commit: String? { if case .commit(let commit) = self { commit } else { nil } }

    /// The reports of two sides: of commits those of the pipeline that both have, of a commit against a binary its build for the same
    /// target.
    static func reports(_ sides: (RecordedSide, RecordedSide), _ history: String, pipeline: String?) throws -> (
        SavedReport, SavedReport
    ) {
        let commits = [sides.0.commit, sides.1.commit].compactMap(\.self)
        guard !commits.isEmpty else {
            if case (.file(let old), .file(let new)) = sides { return (old, new) }
            throw ReportError("nothing to compare")
        }
        let store = try HistoryStore(reading: history)
        let pipeline = try pipeline ?? common(commits, store)
        func report(_ side: RecordedSide, _ other: RecordedSide) throws -> SavedReport {
            switch side {
            case .file(let report): return report
            case .commit(let commit):
                guard let report = try store.report(ofCommit: commit, pipeline: pipeline) else {
                    throw ReportError("\(commit.prefix(9)): no build of pipeline \(pipeline) in \(history)")
                }
                guard case .file(.weigh(let binary)) = other else { return .build(report) }
                return .weigh(try report.counterpart(of: binary, commit))
            }
        }
        return (try report(sides.0, sides.1), try report(sides.1, sides.0))
    }

    private static func common(_ commits: [String], _ store: HistoryStore) throws -> String {
        let lists = try commits.map { try store.pipelines(ofCommit: $0) }
        let common = lists.dropFirst().reduce(Set(lists.first ?? [])) { $0.intersection($1) }
        if let only = common.first, common.count == 1 { return only }
        let names = Set(lists.flatMap(\.self)).sorted().joined(separator: ", ")
        throw ReportError(
            common.isEmpty
                ? "the commits have no pipeline in common (\(names))"
                : "the commits were built by several pipelines; name one with --pipeline: \(common.sorted().joined(separator: ", "))"
        )
    }
}

extension BuildReport {
    /// The weigh report of the build with the same main, target and stripping as a binary.
    fileprivate func counterpart(of binary: WeighReport, _ commit: String) throws -> WeighReport {
        let found = builds.compactMap(\.weigh).filter {
            $0.main == binary.main && $0.goos == binary.goos && $0.goarch == binary.goarch && $0.stripped == binary.stripped
        }
        guard var weigh = found.first, found.count == 1 else {
            throw ReportError(
                "\(commit.prefix(9)) has \(found.count) builds of the same program, target and stripping as \(binary.file.path)")
        }
        weigh.file.path = "\(weigh.file.path) of \(commit.prefix(9))"
        return weigh
    }
}
