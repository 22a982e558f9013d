package import Building
internal import Host
internal import Planning
package import Reports
internal import Toolchain

/// Builds the commit of a release again, in a clone of its own, and compares what that gives with what was downloaded.
package struct ReleaseCheck: Sendable {
    /// Builds that fail here.
    package struct FailedBuild: Error, CustomStringConvertible {
        package var description: String
    }

    package var release: DownloadedRelease
    /// Of this repository; its pipeline file is nil for the one that has the release's name.
    package var builds: CommitBuilds
    /// The commit, tag or branch that the release is to be compared with; nil for the commit that it names.
    package var revision: String?

    package init(release: DownloadedRelease, builds: CommitBuilds, revision: String? = nil) {
        self.release = release
        self.builds = builds
        self.revision = revision
    }

    /// Throws `FileError` for a release that cannot be built here, `ConfigurationError`, `FailedBuild`, `CancellationError`.
    ///
    /// `tell` gets the conditions that differ before the build begins.
    package func run(
        tell: @escaping @Sendable (String) -> Void, progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> ReleaseComparison {
        let metadata = release.metadata
        guard let git = Git(in: builds.project.folder, environment: builds.environment) else {
            throw FileError(path: "git", reason: "not on PATH")
        }
        guard let named = revision ?? metadata.commit else {
            throw FileError(path: "metadata.json", reason: "names no commit; say which: --revision v1.2.0")
        }
        guard let commit = try? await hash(named, git) else {
            throw FileError(
                path: builds.project.folder, reason: "no commit \(named) in this repository; clone it, or `git fetch --tags`")
        }
        var comparison = ReleaseComparison(revision: "\(revision ?? metadata.tag ?? "the commit") (\(commit.prefix(9)))")
        comparison.notes = conditions(commit)
        for note in comparison.notes { tell(note) }
        if let tag = metadata.tag, let own = try? await hash("refs/tags/\(tag)", git), own != metadata.commit {
            comparison.files.append(
                ReleaseComparison.File(
                    name: "metadata.json", status: .different,
                    message: "tag \(tag) is commit \(metadata.commit?.prefix(9) ?? "none"), in this repository \(own.prefix(9))"))
        }
        let wanted = release.artifacts.filter { release.file(of: $0) != nil }
        guard !wanted.isEmpty else {
            throw FileError(
                path: release.folder, reason: "has none of the \(release.artifacts.count) files that artifacts.json lists")
        }
        do {
            let start = comparison
            return try await builds.inWorktree(of: commit, stamped: true) { project in
                var comparison = start
                let rebuilt = try await rebuilt(project, wanted, progress)
                comparison.files += try ReleaseFiles(downloaded: release, rebuilt: rebuilt).compared()
                return comparison
            }
        } catch let failure as Git.Failure {
            throw FileError(path: builds.project.folder, reason: "\(failure)")
        }
    }

    private func hash(_ revision: String, _ git: Git) async throws -> String {
        try await git.line(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}"])
    }

    /// Differences between the release's build and the one here that may make the files differ.
    private func conditions(_ commit: String) -> [String] {
        let metadata = release.metadata
        var notes: [String] = []
        if let go = metadata.go, go != builds.toolchain.version {
            notes.append(
                "the release was built by \(go), here is \(builds.toolchain.version): expect differences; PARE_GO names another go"
            )
        }
        if let changed = metadata.changed { notes.append("the release was built with changed files: \(changed)") }
        if let pare = metadata.pare, pare != PareVersion.number {
            notes.append("the release was packed by pare \(pare), this is \(PareVersion.number)")
        }
        if let own = metadata.commit, own != commit {
            notes.append("the release names commit \(own.prefix(9)), compared is \(commit.prefix(9))")
        }
        return notes
    }

    /// The builds of the files that were downloaded, packed.
    private func rebuilt(
        _ project: Project, _ wanted: [Artifact], _ progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> DownloadedRelease {
        let catalogue = try project.catalogue()
        let name = release.metadata.pipeline
        let file = builds.file ?? project.pipelines().first { (try? project.pipeline($0, catalogue).name) == name }
        guard let file else {
            throw FileError(path: "pipelines", reason: "no pipeline `\(name)` in the release's commit; name its file with -f")
        }
        var plan = try await project.plan(file, catalogue, environment: builds.environment, toolchain: builds.toolchain)
        (plan.savings, plan.history, plan.after, plan.budgets) = (false, nil, [], [])
        (plan.reports, plan.verification) = ([], Verification())
        // The checksum file is of all builds, and so are they when nothing else was downloaded.
        let places = Set(wanted.compactMap { artifact in artifact.target.map { "\($0) \(artifact.extra.preset ?? "")" } })
        if !places.isEmpty { plan.jobs.removeAll { !places.contains("\($0.target) \($0.preset)") } }
        guard !plan.jobs.isEmpty else {
            throw FileError(path: file, reason: "has none of the release's builds: \(places.sorted().joined(separator: ", "))")
        }
        let folder = "\(project.folder)/\(PipelineRun.outputFolder(plan.pipeline))"
        let builder = Builder(
            toolchain: builds.toolchain, environment: builds.environment, projectFolder: project.folder, outputFolder: folder,
            options: builds.options)
        let result = try await PipelineRun(project: project, plan: plan, builder: builder).run(baseline: nil, progress: progress)
        let failed = result.report.builds.filter { !$0.status.isMade }
        guard failed.isEmpty else {
            throw FailedBuild(
                description: failed.map { "\($0.title) does not build: \($0.reason ?? "")" }.joined(separator: "\n"))
        }
        _ = try result.finishing.get()
        return try DownloadedRelease(folder)
    }
}
