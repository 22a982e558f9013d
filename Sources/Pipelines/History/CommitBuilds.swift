package import Building
internal import Host
package import Planning
package import Reports
internal import SystemPackage
package import Toolchain

/// Builds of commits that are not checked out: each in a worktree of its own, by the pipeline of this checkout, with go's cache in
/// common.
package struct CommitBuilds: Sendable {
    package var project: Project
    /// The pipeline's file; nil for the only one.
    package var file: String?
    package var catalogue: TargetCatalogue
    /// The part of the pipeline that is built.
    package var filters: BuildPlan.Filters
    package var environment: [String: String]
    package var toolchain: GoToolchain
    package var options: Builder.Options

    package init(
        project: Project, file: String?, catalogue: TargetCatalogue, filters: BuildPlan.Filters, environment: [String: String],
        toolchain: GoToolchain, options: Builder.Options = Builder.Options()
    ) {
        self.project = project
        self.file = file
        self.catalogue = catalogue
        self.filters = filters
        self.environment = environment
        self.toolchain = toolchain
        self.options = options
    }

    /// The report of a commit. Neither artifacts nor the hooks after the run: they may publish, and nothing is to be published here.
    ///
    /// Throws `Git.Failure`, `ConfigurationError` for a commit that the pipeline does not fit, `CancellationError`.
    package func report(
        of commit: String, progress: @escaping @Sendable (BuildEvent) async -> Void = { _ in }
    ) async throws -> BuildReport {
        try await inWorktree(of: commit) { try await build($0, progress) }
    }

    /// Runs `body` in the project as a commit has it, in a worktree that is removed afterwards. Throws `Git.Failure`, or what `body`
    /// throws.
    ///
    /// `stamped` prefers a clone that shares the objects: Go 1.24 and older stamp no commit into what is built in a worktree. It also
    /// refuses a commit with a submodule that this repository does not have.
    func inWorktree<Value: Sendable>(
        of commit: String, stamped: Bool = false, _ body: @Sendable (Project) async throws -> Value
    ) async throws -> Value {
        guard let git = Git(in: project.folder, environment: environment) else {
            throw Git.Failure(description: "git is not on PATH")
        }
        let root = try await git.line(["rev-parse", "--show-toplevel"])
        let folder = try await git.line(["rev-parse", "--show-prefix"])
        let worktree = Self.folder(like: root)
        do {
            let isClone = stamped ? await isCloned(root, commit, to: worktree, git) : false
            if !isClone {
                _ = try await git.output(["worktree", "add", "--quiet", "--detach", worktree, commit])
            }
            try await fillSubmodules(of: commit, in: worktree, from: root, isComplete: stamped)
            let value = try await body(Project(folder: folder.isEmpty ? worktree : "\(worktree)/\(folder.dropLast())"))
            await remove(worktree, git)
            return value
        } catch {
            await remove(worktree, git)
            throw error
        }
    }

    /// A shallow repository may have no clone with that commit.
    private func isCloned(_ root: String, _ commit: String, to folder: String, _ git: Git) async -> Bool {
        let made = try? await git.output(["clone", "--quiet", "--shared", "--no-checkout", root, folder])
        if made != nil, let own = Git(in: folder, environment: environment),
            (try? await own.output(["checkout", "--quiet", "--detach", commit])) != nil
        {
            return true
        }
        try? removeTree(folder)
        return false
    }

    /// Checks out submodules, and theirs, from the copies in this repository: no network. What is missing stays an empty folder, or
    /// is an error where all is to be `isComplete`.
    private func fillSubmodules(of commit: String, in worktree: String, from root: String, isComplete: Bool) async throws {
        guard let git = Git(in: worktree, environment: environment) else { return }
        // `160000 commit HASH\tPATH` (git-ls-tree(1))
        for entry in try await git.output(["ls-tree", "-r", "-z", "--full-tree", commit]).split(separator: "\0") {
            let parts = entry.split(separator: "\t", maxSplits: 1)
            guard entry.hasPrefix("160000 "), parts.count == 2, let hash = parts[0].split(separator: " ").last else { continue }
            let (copy, folder) = ("\(root)/\(parts[1])", "\(worktree)/\(parts[1])")
            if fileExists("\(copy)/.git"), await isCloned(copy, String(hash), to: folder, git) {
                try await fillSubmodules(of: String(hash), in: folder, from: copy, isComplete: isComplete)
            } else if isComplete {
                throw Git.Failure(
                    description:
                        "submodule \(parts[1]) is not here at commit \(hash.prefix(9)); `git submodule update --init` gets it"
                )
            } else {
                try? createFolders(folder)
            }
        }
    }

    private func build(_ project: Project, _ progress: @escaping @Sendable (BuildEvent) async -> Void) async throws -> BuildReport
    {
        let file = self.project.absolute(try self.project.pipelineFile(file)).string
        var plan = try await project.plan(
            file, catalogue, filters, environment: environment, toolchain: toolchain, isOfEarlierCommit: true)
        (plan.savings, plan.history, plan.artifacts, plan.after) = (false, nil, nil, [])
        (plan.budgets, plan.reports, plan.verification) = ([], [], Verification())
        let builder = Builder(
            toolchain: toolchain, environment: environment, projectFolder: project.folder,
            outputFolder: "\(project.folder)/\(PipelineRun.outputFolder(plan.pipeline))", options: options)
        return try await PipelineRun(project: project, plan: plan, builder: builder).run(baseline: nil, progress: progress).report
    }

    /// A new path as long as that of the repository, if that is possible: binaries that are not built with `-trimpath` hold paths.
    private static func folder(like root: String) -> String {
        let start = "\(temporaryFolder())/p"
        let digits = max(8, root.utf8.count - start.utf8.count)
        return start + String((0..<digits).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "x" })
    }

    /// Runs to its end even when the task is cancelled.
    private func remove(_ worktree: String, _ git: Git) async {
        try? removeTree(worktree)
        _ = await Task.detached { try? await git.output(["worktree", "prune"]) }.value
    }
}
