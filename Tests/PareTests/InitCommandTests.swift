import Fixtures
import Foundation
import Testing

/// `pare init` in a module of two programs.
struct InitCommandTests {
    private static let templates = "\(GoBuild.checkout)/Sources/Planning/Templates"

    private func module() throws -> (folder: TemporaryFolder, environment: [String: String]) {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/app\n\ngo 1.24\n", to: "go.mod")
        for main in ["main.go", "cmd/tool/main.go"] { try folder.write("package main\n", to: main) }
        return (folder, ["PARE_GO": try folder.script(mockGo, to: "tools/go")])
    }

    @Test func writesWhatBuildTakes() async throws {
        let (folder, environment) = try module()
        let run = try await runShell("$PARE init", in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("mains: ., ./cmd/tool"))
        let build = try await runShell("$PARE build --dry-run", in: folder, environment: environment)
        #expect(build.code == 0, "\(build.error)")
        let twice = try await runShell("$PARE init", in: folder, environment: environment)
        #expect(twice.code == 2)
        #expect(twice.error.contains("targets.json, pipelines/release.yml: already exist; remove them to start over"))
    }

    @Test func filesOfCISystemsAreTheTemplates() async throws {
        let (folder, environment) = try module()
        let run = try await runShell(
            "$PARE init --ci github --ci gitlab --ci buildkite --ci github", in: folder, environment: environment)
        #expect(run.code == 0 && run.error == "", "\(run.error)")
        let files = [
            ".github/workflows/pare.yml": "github-workflow.yml",
            ".github/workflows/pare-comment.yml": "github-comment-workflow.yml",
            ".github/actions/pare/action.yml": "github-action.yml", ".github/actions/pare/comment.py": "github-comment.py",
            ".gitlab/pare.gitlab-ci.yml": "gitlab.yml", ".buildkite/pare.yml": "buildkite.yml",
        ]
        for (path, template) in files {
            #expect(try folder.read(path) == String(contentsOfFile: "\(Self.templates)/\(template)", encoding: .utf8), "\(path)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: Self.templates).sorted() == files.values.sorted())
        try expectSnapshot(run.output, "init-ci.txt")
    }

    /// No toolchain is needed where nothing is asked of it.
    @Test func aProjectKeepsItsPipeline() async throws {
        let folder = try TemporaryFolder()
        try folder.write("go 1.24\n", to: "go.work")
        try folder.write("name: nightly\n", to: "pipelines/nightly.yml")
        let run = try await runPare("init", "--ci", "github", in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(
            folder.list(".").filter { $0.hasPrefix("pipelines") || $0 == "targets.json" } == [
                "pipelines", "pipelines/nightly.yml",
            ])
        #expect(folder.read(".github/workflows/pare.yml")?.contains("go-version-file: go.work\n") == true)
    }

    @Test func allFilesThatAreInTheWayAreNamedAndNothingIsWritten() async throws {
        let (folder, environment) = try module()
        for file in [".gitlab/pare.gitlab-ci.yml", "targets.json", ".github/actions/pare/comment.py"] {
            try folder.write("mine\n", to: file)
        }
        let before = folder.list(".")
        let run = try await runShell("$PARE init --ci gitlab --ci github", in: folder, environment: environment)
        #expect(run.code == 2)
        let names = "targets.json, .gitlab/pare.gitlab-ci.yml, .github/actions/pare/comment.py"
        #expect(run.error == "pare: \(names): already exist; remove them to start over\n")
        #expect(folder.list(".") == before)
        #expect(folder.read("targets.json") == "mine\n")
    }

    @Test func anUnknownSystemIsRefusedWithThoseThereAre() async throws {
        let run = try await runPare("init", "--ci", "jenkins", in: TemporaryFolder())
        #expect(run.code == 2)
        #expect(run.error.contains("github") && run.error.contains("gitlab") && run.error.contains("buildkite"), "\(run.error)")
    }
}
