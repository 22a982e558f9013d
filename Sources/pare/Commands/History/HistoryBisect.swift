internal import ArgumentParser
internal import Building
internal import History
internal import Host
internal import Pipelines
internal import Planning
internal import Reports
internal import Toolchain

/// Finds the commit that made a package larger.
struct HistoryBisect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect-size",
        abstract: "Finds the commit that made a package, or the whole file, larger; builds the commits that the history lacks.",
        discussion: """
            pare history bisect-size net/http
            pare history bisect-size 'golang.org/x/*' --from v1.2.0 --to main
            pare history bisect-size                                the whole file

            The first build of the matrix that --program, --target and --preset leave is searched. A commit that the history lacks is
            built in a worktree of its own and recorded; the hooks after the run and artifacts are left out.
            """)

    @OptionGroup var place: HistoryPlace
    @OptionGroup var messages: MessageOptions

    @Option(help: ArgumentHelp("The earlier commit; by default the first recorded one.", valueName: "revision"))
    var from: String?

    @Option(help: ArgumentHelp("The later commit.", valueName: "revision"))
    var to = "HEAD"

    @OptionGroup var selection: HistorySelection

    @Argument(help: ArgumentHelp("The package, or a glob over packages; without it the whole file.", valueName: "package"))
    var subject: String?

    func run() async throws {
        let place = place
        let text = try await interruptible {
            do {
                return try await search(try place.path())
            } catch let failure as Git.Failure {
                throw ReportError("\(failure)")
            }
        }
        try StandardStream.output.write(text)
    }

    private func search(_ path: String) async throws -> String {
        let environment = currentEnvironment
        guard let git = Git(in: ".", environment: environment) else { throw ReportError("git is not on PATH") }
        let project = Project.here
        let catalogue = try project.catalogue()
        let toolchain = try await GoToolchain.find(environment: environment)
        var filters = BuildPlan.Filters(
            targets: words(selection.targets), presets: words(selection.presets), mains: words(selection.programs))
        let plan = try await project.plan(
            project.named(place.file), catalogue, filters, environment: environment, toolchain: toolchain)
        guard let job = plan.jobs.first else { throw ReportError("the pipeline has no build") }
        filters = BuildPlan.Filters(targets: [job.target], presets: [job.preset], mains: [job.importPath])
        let builds = CommitBuilds(
            project: project, file: project.named(place.file), catalogue: catalogue, filters: filters, environment: environment,
            toolchain: toolchain)
        let store = try HistoryStore(writing: path)
        let commits = try await range(git, store)
        // The searched commits are of the branch that they lead to.
        let name = try? await git.line(["rev-parse", "--abbrev-ref", "--verify", "--quiet", "--end-of-options", to])
        let branch = name.flatMap { ["", "HEAD"].contains($0) ? nil : $0 }
        let subject = self.subject.map { HistoryReport.Subject(kind: .package, name: $0) } ?? .file
        let bisection = SizeBisection(store: store, pipeline: plan.pipeline, build: job.name, subject: subject) {
            var report = try await builds.report(of: $0)
            report.provenance?.branch = branch
            return report
        }
        let what = self.subject ?? "the file"
        guard let result = try await bisection.run(commits, tell: { [messages] in messages.remark($0) }) else {
            return
                "\(what) has the same size in \(commits[0].prefix(9)) and \(commits[commits.count - 1].prefix(9)), or one of the two cannot be built, in \(job.name.title)\n"
        }
        return try await text(result, what, job.name, git)
    }

    private func words(_ options: [String]) -> [String] { options.flatMap { $0.split(separator: ",").map(String.init) } }

    /// From the earlier commit to the later one, first parents only.
    private func range(_ git: Git, _ store: HistoryStore) async throws -> [String] {
        let last = try await git.line(["rev-parse", "--verify", "--end-of-options", "\(to)^{commit}"])
        var first: String
        if let from {
            first = try await git.line(["rev-parse", "--verify", "--end-of-options", "\(from)^{commit}"])
        } else {
            let ancestors = Set(
                try await git.output(["rev-list", "--first-parent", last]).split(separator: "\n").map(String.init))
            guard let recorded = try store.commits().last(where: { ancestors.contains($0) && $0 != last }) else {
                throw ReportError("no commit before \(to) is recorded; --from REVISION names the earlier one")
            }
            first = recorded
        }
        let between = try await git.output(["rev-list", "--first-parent", "--reverse", "\(first)..\(last)"])
        let commits = [first] + between.split(separator: "\n").map(String.init)
        guard commits.count > 1 else { throw ReportError("\(from ?? first) is not before \(to)") }
        return commits
    }

    private func text(_ result: SizeBisection.Result, _ what: String, _ build: BuildName, _ git: Git) async throws -> String {
        let change = result.after.size - result.before.size
        let (old, new) = (String(result.before.commit.prefix(9)), String(result.after.commit.prefix(9)))
        let verb = change > 0 ? "larger" : "smaller"
        var text = "\(new) made \(what) \(verb): \(change.signedIEC), \(result.before.size.iec) → \(result.after.size.iec)\n"
        if !result.skipped.isEmpty {
            let names = listed(result.skipped.map { String($0.prefix(9)) })
            text = "\(new), or a commit before it that cannot be built (\(names)), made \(what) \(verb): \(change.signedIEC)\n"
        }
        for (name, commit) in [("before", result.before.commit), ("commit", result.after.commit)] {
            let subject = try await git.line(["log", "-1", "--format=%cs %an: %s", commit])
            text += "  \(name)  \(commit.prefix(9))  \(subject.visible)\n"
        }
        text += "  build   \(build.title.visible)\n"
        if !result.packages.isEmpty {
            text +=
                "  mostly  \(result.packages.prefix(3).map { "\($0.name.visible) \($0.change.signedIEC)" }.joined(separator: ", "))\n"
        }
        return text + "  pare diff \(old) \(new)\n"
    }
}
