import Fixtures
import Foundation
import Testing

/// A change against the commit it began from, in repositories of real Go programs.
@Suite(.runsGo, .serialized, .timeLimit(.minutes(10))) struct BaselineCommandTests {
    private static let small = "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"a\") }\n"
    private static let grown = "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"a\") }\n"

    /// A branch `change` that grew the program of `main`.
    private func repository(changes: Bool = true) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.21\n", to: "go.mod")
        try folder.write(Self.small, to: "cmd/app/main.go")
        try folder.write(
            """
            name: release
            mains: [./cmd/app]
            targets: [linux/amd64]
            presets: [strip]
            savings: false
            budgets: [{ artifact: "*", growth: 1% }]
            report: [json, markdown]

            """, to: "pipelines/release.yml")
        try folder.write("dist/\n.pare/\ncache/\n.config/\ngo/\nreports/\n", to: ".gitignore")
        try await git("init -q -b main . && git add -A && $GIT commit -qm first", in: folder)
        guard changes else { return folder }
        try folder.write(Self.grown, to: "cmd/app/main.go")
        try await git("checkout -qb change && $GIT commit -qam second", in: folder)
        return folder
    }

    private func git(_ arguments: String, in folder: TemporaryFolder) async throws {
        let run = try await runShell(
            "GIT='git -c user.name=a -c user.email=a@example.org'; git \(arguments)", in: folder)
        #expect(run.code == 0, "\(run.error)")
    }

    private func build(_ arguments: String..., in folder: TemporaryFolder, _ more: [String: String] = [:]) async throws -> PareRun
    {
        let words = (["build"] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try await runShell("$PARE \(words)", in: folder, environment: goEnvironment().merging(more) { $1 })
    }

    @Test func aPullRequestFromStartToComment() async throws {
        let folder = try await repository()
        let first = try await build("--baseline", "auto", in: folder)
        #expect(first.code == 1, "\(first.error)")
        #expect(first.error.contains("pare: building the baseline ") && first.error.contains(" (main) in a worktree of its own"))
        #expect(first.output.contains("example.org/app/cmd/app linux/amd64 strip grew by "))
        let comment = try #require(folder.read("dist/release/report.md"))
        #expect(comment.hasPrefix("<!-- pare:release -->\n") && comment.contains("| Change |"))
        let trees = try await runShell("git worktree list | wc -l", in: folder)
        #expect(trees.output.trimmingCharacters(in: .whitespaces) == "1\n")

        try folder.write(Self.grown + "// changed\n", to: "cmd/app/main.go")
        try await git("add -A && $GIT commit -qm third", in: folder)
        let second = try await build("--baseline", "auto", in: folder)
        #expect(second.code == 1 && !second.error.contains("building the baseline"), "\(second.error)")
        #expect(second.error.contains("(main): .pare/baselines/"))
        #expect(second.output.contains("strip grew by "))
    }

    /// On the main branch the commit before; with changed files the commit they were changed from.
    @Test func theMainBranchIsMeasuredAgainstItsLastCommit() async throws {
        let folder = try await repository(changes: false)
        let only = try await build("--baseline", "auto", in: folder)
        #expect(only.code == 1 && only.error.contains("pare: warning: no baseline: no commit HEAD^"), "\(only.error)")
        try folder.write(Self.grown, to: "cmd/app/main.go")
        let changed = try await build("--baseline", "auto", in: folder)
        #expect(changed.code == 1 && changed.error.contains(" (HEAD) in a worktree"), "\(changed.error)")
        #expect(changed.output.contains("strip grew by "))
        let inCI = try await build("--baseline", "auto", in: folder, ["CI": "true"])
        #expect(inCI.error.contains("pare: warning: no baseline: no commit HEAD^"), "\(inCI.error)")
        try await git("add -A && $GIT commit -qm second", in: folder)
        let committed = try await build("--baseline", "auto", in: folder)
        #expect(committed.error.contains(" (HEAD^): .pare/baselines/"), "\(committed.error)")
        #expect(committed.output.contains("strip grew by "))
    }

    @Test func aRevisionAFolderOfReportsAndTheHistory() async throws {
        let folder = try await repository()
        try await git("checkout -q main && git tag v1.0.0", in: folder)
        let base = try await build("--record", in: folder)
        #expect(base.code == 1, "growth is not judged without a baseline")
        try await git("checkout -q change", in: folder)
        let recorded = try await build("--baseline", "git:v1.0.0", in: folder)
        #expect(
            recorded.error.contains(" (v1.0.0): ./.pare/history.db\n") || recorded.error.contains(" (v1.0.0): .pare/history.db\n")
        )
        #expect(recorded.code == 1 && recorded.output.contains("strip grew by "), "\(recorded.output)")

        let command =
            recorded.output.split(separator: "\n").first { $0.contains("pare diff ") }.map { $0.drop { $0 == " " } } ?? ""
        #expect(command.hasPrefix("pare diff ") && !command.contains("history.db"), "\(recorded.output)")
        let diff = try await runShell("$PARE" + command.dropFirst("pare".count), in: folder)
        #expect(diff.code == 0 && diff.output.contains("linux/amd64 strip"), "\(command): \(diff.error)")

        try await git("checkout -q main", in: folder)
        _ = try await build(in: folder)
        let moved = try await runShell(
            "mkdir -p reports/main && mv dist/release/report.json reports/main/ && rm -r .pare", in: folder)
        #expect(moved.code == 0)
        try await git("checkout -q change", in: folder)
        let named = try await build("--baseline", "git:v1.0.0", "--baseline-from", "reports", in: folder)
        #expect(
            named.error.contains(" (v1.0.0): reports/main/report.json\n") && named.output.contains("strip grew by "),
            "\(named.error)")
        let elsewhere = try await build("--baseline", "git:v1.0.0", "--baseline-from", "none", in: folder)
        #expect(elsewhere.code == 2 && elsewhere.error.contains("pare: none: no such folder"))
    }

    @Test func withoutABaselineNothingPassesAsJudged() async throws {
        let folder = try await repository()
        let unknown = try await build("--baseline", "git:v9", in: folder)
        #expect(unknown.code == 1 && unknown.error.contains("pare: warning: no baseline: no commit v9 in this repository"))
        let required = try await build("--baseline", "git:v9", "--require-baseline", in: folder)
        #expect(required.code == 1 && required.error.contains("pare: no baseline: no commit v9") && required.output == "")
        let lenient = try await build("--baseline", "git:v9", "--lenient", in: folder)
        #expect(lenient.code == 0, "\(lenient.error)")
        try await git("checkout -q --orphan other && $GIT commit -qm other", in: folder)
        let foreign = try await build("--baseline", "auto", "--lenient", in: folder, ["GITHUB_BASE_REF": "main"])
        #expect(foreign.error.contains("no baseline: HEAD and main have no commit in common"), "\(foreign.error)")
        let alone = try await build("--require-baseline", in: folder)
        #expect(alone.code == 2 && alone.error.contains("--require-baseline needs --baseline"))
        let gate = try await runPare("gate", "--baseline", "auto", in: folder)
        #expect(gate.code == 2 && gate.error.contains("only `pare build` finds the report of a commit"))
    }

    /// The old program is judged; of the new one there is nothing to measure against.
    @Test func aChangeMayAddAProgram() async throws {
        let folder = try await repository()
        try folder.write(Self.small, to: "cmd/new/main.go")
        let pipeline = try #require(folder.read("pipelines/release.yml"))
        try folder.write(
            pipeline.replacingOccurrences(of: "[./cmd/app]", with: "[./cmd/app, ./cmd/new]"), to: "pipelines/release.yml")
        try await git("add -A && $GIT commit -qm third", in: folder)
        let run = try await build("--baseline", "auto", in: folder)
        #expect(run.code == 1 && run.output.contains("cmd/app linux/amd64 strip grew by "), "\(run.error)\(run.output)")
        #expect(run.output.contains("cmd/new linux/amd64 strip"))
        let lenient = try await build("--baseline", "auto", "--lenient", in: folder)
        #expect(lenient.code == 1 && lenient.output.contains("cmd/app linux/amd64 strip grew by "), "growth is never let pass")
    }

    /// What has failed is tried again by the next run; the other builds are judged.
    @Test func aBaselineThatIsBuiltInPartIsNotKept() async throws {
        let folder = try await repository(changes: false)
        let pipeline = try #require(folder.read("pipelines/release.yml"))
        try folder.write(
            pipeline.replacingOccurrences(of: "[./cmd/app]", with: "[./cmd/app, ./cmd/bad]"), to: "pipelines/release.yml")
        try folder.write("package main\n\nfunc main() { missing() }\n", to: "cmd/bad/main.go")
        try await git("add -A && $GIT commit -qm broken", in: folder)
        try folder.write(Self.grown, to: "cmd/app/main.go")
        try folder.write(Self.small, to: "cmd/bad/main.go")
        try await git("add -A && $GIT commit -qm mended", in: folder)
        let run = try await build("--baseline", "auto", in: folder)
        #expect(run.code == 1 && run.output.contains("cmd/app linux/amd64 strip grew by "), "\(run.error)")
        #expect(run.error.contains(" (HEAD^): dist/release/baseline.json") && folder.list(".pare") == [])
    }

    @Test func aBaselineThatCannotBeKeptIsTold() async throws {
        let folder = try await repository()
        try folder.write("", to: ".pare")
        let run = try await build("--baseline", "auto", in: folder)
        #expect(run.code == 1 && run.error.contains("pare: warning: the baseline is not kept: "), "\(run.error)")
        #expect(run.output.contains("pare diff dist/release/baseline.json ") && folder.read("dist/release/baseline.json") != nil)
        #expect(run.output.contains("strip grew by "))
        #expect(try await build("--baseline", "git:", in: folder).code == 2)
    }

    @Test func aBaselineThatCannotBeBuiltIsTold() async throws {
        let folder = try await repository(changes: false)
        try folder.write("package main\n\nfunc main() { missing() }\n", to: "cmd/app/main.go")
        try await git("add -A && $GIT commit -qm broken", in: folder)
        try folder.write(Self.grown, to: "cmd/app/main.go")
        try await git("add -A && $GIT commit -qm mended", in: folder)
        let run = try await build("--baseline", "auto", "--lenient", in: folder)
        #expect(
            run.code == 0 && run.error.contains("no baseline: no build of ") && run.error.contains("undefined: missing"),
            "\(run.error)")
        #expect(folder.list(".pare") == [])
    }
}
