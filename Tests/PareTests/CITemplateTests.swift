import Fixtures
import Foundation
import Testing

/// The files that `pare init --ci` writes: by the schemas of the CI systems, by shellcheck, and the action's scripts as run.
struct CITemplateTests {
    private static let python = "\(GoBuild.checkout)/.toolchain/validators/bin/python"
    private static let folder = "\(GoBuild.checkout)/Tests/PareTests/Templates"
    private static let workflow = ".github/workflows/pare.yml"
    private static let action = ".github/actions/pare/action.yml"
    private static let gitlab = ".gitlab/pare.gitlab-ci.yml"

    /// A project with a pipeline, and the files of every CI system.
    private func project() async throws -> TemporaryFolder {
        guard FileManager.default.isExecutableFile(atPath: "\(GoBuild.checkout)/.toolchain/validators/bin/check-jsonschema")
        else {
            try skip("no check-jsonschema in .toolchain: Scripts/validators installs it from PyPI")
        }
        let folder = try TemporaryFolder()
        try folder.write("name: release\n", to: "pipelines/release.yml")
        let run = try await runPare("init", "--ci", "github", "--ci", "gitlab", "--ci", "buildkite", in: folder)
        #expect(run.code == 0, "\(run.error)")
        return folder
    }

    private func check(_ folder: TemporaryFolder) async throws -> PareRun {
        try await runShell("\(Self.python) \(Self.folder)/check.py .", in: folder)
    }

    @Test func schemasAndShellcheckFindNothing() async throws {
        let run = try await check(project())
        #expect(run.code == 0 && run.output == "5 files, 9 scripts, 0 problems\n", "\(run.output)\(run.error)")
    }

    /// What each of the checks is there for: a file, the text in it that is changed, and the problem.
    private static let mistakes = [
        (workflow, "runs-on: ubuntu-24.04", "run-on: ubuntu-24.04", "'runs-on' is a required property"),
        (workflow, "cp \"$COMMENT\"", "cp $COMMENT", "SC2086"),
        (workflow, "echo \"$NUMBER\"", "echo \"${{ github.head_ref }}\"", "an expression in a script"),
        (workflow, "checkout@v6", "checkout@main", "not pinned"),
        (workflow, "pull_request:", "pull_request_target:", "rights of the repository"),
        (workflow, "persist-credentials: false", "persist-credentials: true", "keeps the token"),
        (workflow, "  contents: read\n\nconcurrency", "  contents: write\n\nconcurrency", "permissions for all jobs"),
        (
            ".github/workflows/pare-comment.yml", "github.event.repository.default_branch",
            "github.event.workflow_run.head_sha", "the trusted job checks out"
        ),
        (action, "using: composite", "using: compound", "'compound' is not one of"),
        (action, "exit \"$STATUS\"", "exit \"$STATE\"", "STATE is referenced but not assigned"),
        (gitlab, "when: always", "when: ever", "'ever' is not one of"),
        (gitlab, "mkdir -p dist", "test dist == dist", "SC3014"),
        (".buildkite/pare.yml", "artifact_paths:", "artefact_paths:", ".buildkite/pare.yml: Schema validation errors"),
        (".buildkite/pare.yml", "exit \"$$status\"", "exit \"$status\"", "a single $"),
    ]

    @Test func eachMistakeIsFlagged() async throws {
        let folder = try await project()
        for (file, old, new, _) in Self.mistakes {
            let text = try #require(folder.read(file))
            #expect(text.contains(old), "\(old)")
            try folder.write(text.replacing(old, with: new), to: file)
        }
        let run = try await check(folder)
        #expect(run.code == 1)
        for mistake in Self.mistakes { #expect(run.output.contains(mistake.3), "\(run.output)\(run.error)") }
    }

    /// Runs a step of the action as the runner does, with the little that it needs.
    private func step(
        _ name: String, in folder: TemporaryFolder, pare: String? = nil, _ environment: [String: String]
    ) async throws -> PareRun {
        if let pare { _ = try folder.script(pare, to: "tools/pare") }
        var variables = ["PATH": "\(folder.path)/tools:/usr/bin:/bin", "RUNNER_TEMP": "\(folder.path)/temp"]
        for name in ["GITHUB_OUTPUT", "GITHUB_PATH"] { variables[name] = "\(folder.path)/\(name)" }
        try folder.write("", to: "temp/empty")
        return try await runShell(
            """
            \(Self.python) - \(Self.action) '\(name)' >step.sh <<'END' && bash --noprofile --norc -eo pipefail step.sh
            import sys, yaml
            steps = yaml.safe_load(open(sys.argv[1]))["runs"]["steps"]
            print(next(step["run"] for step in steps if step["name"] == sys.argv[2]))
            END
            """, in: folder, environment: variables.merging(environment) { $1 })
    }

    @Test func theActionInstallsOnlyTheArchiveThatItWasTold() async throws {
        let folder = try await project()
        _ = try folder.script("echo pare 9.9.9", to: "pare-9.9.9-linux-amd64/bin/pare")
        let made = try await runShell("tar -czf pare.tar.gz pare-9.9.9-linux-amd64 && sha256sum pare.tar.gz", in: folder)
        let sum = String(made.output.prefix(64))
        let environment = ["URL": "file://\(folder.path)/pare.tar.gz", "SHA256": "", "SOURCE": "", "COMMIT": ""]

        let unpinned = try await step("Install Pare", in: folder, environment)
        #expect(unpinned.code == 2 && unpinned.output.contains("::error title=pare::the input url needs the input sha256"))
        let wrong = String(repeating: "0", count: 64)
        let other = try await step("Install Pare", in: folder, environment.merging(["SHA256": wrong]) { $1 })
        #expect(other.code == 2 && other.output.contains("has the SHA-256 \(sum), not that of the input"), "\(other.output)")
        #expect(folder.list("temp/pare-program") == [])
        let right = try await step("Install Pare", in: folder, environment.merging(["SHA256": sum]) { $1 })
        #expect(right.code == 0 && right.output == "pare 9.9.9\n", "\(right.output)\(right.error)")
        #expect(folder.read("GITHUB_PATH") == "\(folder.path)/temp/pare-program/bin\n")

        let none = ["URL": "", "SHA256": "", "SOURCE": "", "COMMIT": ""]
        let missing = try await step("Install Pare", in: folder, none)
        #expect(missing.code == 2 && missing.output.contains("no pare on PATH: give the action"), "\(missing.output)")
        let present = try await step("Install Pare", in: folder, pare: "echo pare 8", none)
        #expect(present.code == 0 && present.output == "pare 8\n", "\(present.output)\(present.error)")
    }

    /// A branch or an option with shell in it is an argument and nothing else.
    @Test func theActionKeepsWhatPareWritesAndItsExitCode() async throws {
        let folder = try await project()
        _ = try await runShell("git init -q .", in: folder)
        let pare = """
            printf '%s\\n' "$@" | sed "s:$RUNNER_TEMP:TEMP:" >arguments
            echo '<!-- pare:release -->' >"$RUNNER_TEMP/pare-reports/comment.md"
            exit $CODE
            """
        let environment = [
            "PIPELINE": "pipelines/a b.yml", "BASELINE": "git:$(touch hacked)",
            "ARGUMENTS": "--lenient --target linux/* `touch hacked`",
        ]
        for (code, verdict) in [(0, "passed"), (1, "broken"), (2, "invalid"), (3, "failed")] {
            try folder.write("", to: "GITHUB_OUTPUT")
            let run = try await step(
                "Build and judge", in: folder, pare: pare, environment.merging(["CODE": "\(code)"]) { $1 })
            #expect(run.code == 0, "\(run.error)")
            let comment = "\(folder.path)/temp/pare-reports/comment.md"
            #expect(folder.read("GITHUB_OUTPUT") == "status=\(code)\nverdict=\(verdict)\ncomment=\(comment)\n")
            let ended = try await step("Verdict", in: folder, ["STATUS": "\(code)"])
            #expect(ended.code == code)
        }
        let reports = ["json", "html", "markdown", "sarif"].map { ($0, ["markdown": "comment.md", "sarif": "pare.sarif"][$0]) }
        let outputs = reports.flatMap { ["-o", "\($0)=TEMP/pare-reports/\($1 ?? "report.\($0)")"] }
        let expected = [
            "build", outputs.joined(separator: "\n"), "--file", "pipelines/a b.yml", "--baseline", "git:$(touch hacked)",
            "--lenient",
            "--target", "linux/*", "`touch", "hacked`",
        ]
        #expect(folder.read("arguments") == expected.joined(separator: "\n") + "\n")
        #expect(folder.read("hacked") == nil)
        #expect(folder.read(".git/info/exclude")?.hasSuffix(".pare/\ndist/\n") == true)
    }
}
