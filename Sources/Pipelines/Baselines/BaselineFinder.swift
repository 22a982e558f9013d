internal import Building
internal import History
internal import Host
internal import JSON
package import Planning
package import Reports
internal import Toolchain

/// Finds the report of an earlier commit: in a folder of reports that the user names, among those kept here, in the history; else
/// by building that commit. What is built is kept, so that the next change from the same commit builds it no more.
package struct BaselineFinder: Sendable {
    /// The report, and the place it was found.
    package struct Found: Sendable {
        package var report: BuildReport
        /// `1a2b3c4d5, the merge base with origin/main`
        package var title: String
        package var place: String
        /// The report as `pare diff` takes it: a path, or a recorded commit.
        package var argument: String
    }

    /// Folder of kept reports, in the project.
    private static let folder = ".pare/baselines"
    /// Reports that are kept at most.
    private static let most = 20

    package var plan: BuildPlan
    package var builds: CommitBuilds
    /// Path of the history; nil where none is kept.
    package var history: String?
    /// Folder of saved reports, such as artifacts of earlier runs.
    package var reports: String?

    package init(plan: BuildPlan, builds: CommitBuilds, history: String? = nil, reports: String? = nil) {
        self.plan = plan
        self.builds = builds
        self.history = history
        self.reports = reports
    }

    /// Throws `MissingBaseline`, `CancellationError`, `FileError` of a folder that cannot be read.
    package func find(_ name: BaselineName, tell: @Sendable (String) -> Void) async throws -> Found {
        if case .file(let path) = name { throw MissingBaseline("\(path) is no commit") }
        guard let git = Git(in: builds.project.folder, environment: builds.environment) else {
            throw MissingBaseline("git is not on PATH")
        }
        let commit =
            if case .revision(let revision) = name {
                try await BaselineCommit(revision, git)
            } else {
                try await BaselineCommit(automatic: git, builds.environment)
            }
        let title = "\(commit.hash.prefix(9)) (\(commit.revision))"
        if let reports, let (report, path) = try saved(in: reports, commit.hash) {
            return Found(report: report, title: title, place: path, argument: path)
        }
        let kept = "\(Self.folder)/\(commit.hash)-\(try key()).json"
        if let report = read(builds.project.path(kept)) {
            return Found(report: report, title: title, place: kept, argument: kept)
        }
        if let report = try? recorded(commit.hash) {
            return Found(report: report, title: title, place: history ?? "", argument: String(commit.hash.prefix(12)))
        }
        tell("building the baseline \(title) in a worktree of its own")
        do {
            let report = try await builds.report(of: commit.hash)
            guard report.builds.contains(where: { $0.size != nil }) else {
                let said = report.builds.lazy.compactMap(\.reason).first?.split(whereSeparator: \.isNewline).first {
                    !$0.hasPrefix("#")
                }
                throw MissingBaseline("no build of \(title) succeeded\(said.map { ": \($0)" } ?? "")")
            }
            // A build may have failed for want of a network: the next run tries it again.
            guard !report.hasFailed else { return try unkept(report, title) }
            do {
                try keep(report, kept)
            } catch {
                tell("warning: the baseline is not kept: \(error)")
                return try unkept(report, title)
            }
            return Found(report: report, title: title, place: kept, argument: kept)
        } catch let failure as Git.Failure {
            throw MissingBaseline("\(title): \(failure)")
        } catch let error as ConfigurationError {
            throw MissingBaseline("the pipeline does not fit \(title): \(error.problems.first.map { "\($0)" } ?? "")")
        }
    }

    /// A report for this run alone, in the folder of its results.
    private func unkept(_ report: BuildReport, _ title: String) throws -> Found {
        let path = "\(PipelineRun.outputFolder(plan.pipeline))/baseline.json"
        try builds.project.write(path, JSONEncoder().encode(report))
        return Found(report: report, title: title, place: path, argument: builds.project.path(path))
    }

    /// Reports of the same pipeline, part of it, release of Go and settings from outside are alike.
    private func key() throws -> String {
        let project = builds.project
        var text = try project.text(project.pipelineFile(builds.file)) + "\n\(builds.toolchain.version)\n"
        if project.exists("targets.json") { text += try project.text("targets.json") }
        text += plan.jobs.map { "\($0.name.title)\n" }.joined() + plan.outsideSettings.joined(separator: "\n")
        return String(SHA256.hexadecimal(of: text).prefix(12))
    }

    private func read(_ path: String) -> BuildReport? {
        guard let text = try? MappedFile(path: path).text, case .build(let report)? = try? SavedReport(json: text, name: path)
        else { return nil }
        return report
    }

    private func keep(_ report: BuildReport, _ file: String) throws {
        let ignored = ".pare/.gitignore"
        if !builds.project.exists(ignored) { try builds.project.write(ignored, "*\n") }
        try builds.project.write(file, JSONEncoder().encode(report))
        prune()
    }

    /// Report of that commit, of this pipeline, and its path, among the files of a folder and of the folders in it.
    private func saved(in folder: String, _ commit: String) throws -> (report: BuildReport, path: String)? {
        guard isFolder(folder) else { throw FileError(path: folder, reason: "no such folder; --baseline-from takes one") }
        let entries = ((try? names(inFolder: folder)) ?? []).sorted()
        let inner = entries.filter { isFolder("\(folder)/\($0)") }.flatMap { name in
            ((try? names(inFolder: "\(folder)/\(name)")) ?? []).sorted().map { "\(name)/\($0)" }
        }
        for name in entries + inner where name.hasSuffix(".json") {
            guard let report = read("\(folder)/\(name)"), report.pipeline == plan.pipeline, report.provenance?.commit == commit,
                report.provenance?.changed == nil
            else { continue }
            return (report, "\(folder)/\(name)")
        }
        return nil
    }

    /// Report of the history, if it has every build of the plan, by this release of Go.
    private func recorded(_ commit: String) throws -> BuildReport? {
        guard let history, fileExists(history) else { return nil }
        guard let report = try HistoryStore(reading: history).report(ofCommit: commit, pipeline: plan.pipeline),
            report.provenance?.go == builds.toolchain.version
        else { return nil }
        let known = Set(report.builds.filter { $0.size != nil }.map(\.title))
        return plan.jobs.allSatisfy { known.contains($0.name.title) } ? report : nil
    }

    /// Removes the oldest reports.
    private func prune() {
        let folder = builds.project.path(Self.folder)
        let files = ((try? names(inFolder: folder)) ?? []).map { "\(folder)/\($0)" }.filter { $0.hasSuffix(".json") }
        let byAge = files.sorted { (FileStamp($0)?.modified ?? 0) > (FileStamp($1)?.modified ?? 0) }
        for file in byAge.dropFirst(Self.most) { try? removeTree(file) }
    }
}
