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

/// `pare init` with a real go in projects of other shapes.
struct InitialProjectTests {
    private func environment() throws -> [String: String] {
        let inherited = ProcessInfo.processInfo.environment
        return [
            "PARE_GO": try #require(GoBuild.go), "GOPROXY": "off",
            "GOCACHE": inherited["GOCACHE"] ?? "\(inherited["HOME"] ?? "/tmp")/.cache/go-build",
        ]
    }

    private func write(_ folder: TemporaryFolder, modules: [String]) throws {
        for module in modules {
            try folder.write("module example.com/\(module)\n\ngo 1.24\n", to: "\(module)/go.mod")
            try folder.write("package main\n\nfunc main() {}\n", to: "\(module)/cmd/\(module)/main.go")
        }
    }

    @Test(.runsGo) func modulesOfSubFolders() async throws {
        let folder = try TemporaryFolder()
        try write(folder, modules: ["agent", "server"])
        try folder.write("package main\n", to: "vendor/x/main.go")
        let environment = try environment()
        let run = try await runShell("$PARE init && $PARE build --dry-run --preset default", in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("(mains: agent: ./cmd/agent, server: ./cmd/server)"))
        #expect(run.output.contains("go build -C agent -o \"$PWD\"/dist/release/agent_linux_arm64/default/agent ./cmd/agent"))

        let work = "printf 'go 1.24\\n\\nuse ./agent\\nuse ./server\\n' >go.work"
        let workspace = try await runShell(
            "rm -r pipelines targets.json && \(work) && cd agent/cmd && $PARE init && cat ../../pipelines/release.yml",
            in: folder,
            environment: environment)
        #expect(workspace.code == 0, "\(workspace.error)")
        #expect(workspace.output.contains("mains:\n  - ./agent/cmd/agent\n  - ./server/cmd/server\n"))

        let root = try await runShell(
            """
            rm -r pipelines targets.json go.work
            printf 'module example.com/root\\n\\ngo 1.24\\n' >go.mod; printf 'package main\\n\\nfunc main() {}\\n' >main.go
            $PARE init >/dev/null; cat pipelines/release.yml
            """, in: folder, environment: environment)
        #expect(root.output.contains("mains:\n  - .\n"))
        #expect(root.output.contains("#   agent: [./cmd/agent]\n#   server: [./cmd/server]\n"))
    }

    @Test(.runsGo, .runsCompiler, .needs("gcc", package: "gcc")) func programsWithCAndProfiles() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write(
            "package main\n\nimport \"example.com/app/sum\"\n\nfunc main() { println(sum.F()) }\n", to: "cmd/c/main.go")
        try folder.write(
            "package sum\n\n// static int f(void) { return 42; }\nimport \"C\"\n\nfunc F() int { return int(C.f()) }\n",
            to: "sum/sum.go")
        try folder.write("package main\n\nimport \"net\"\n\nfunc main() { net.LookupHost(\"x\") }\n", to: "cmd/net/main.go")
        try folder.write("", to: "cmd/net/default.pgo")
        let run = try await runShell("$PARE init; cat pipelines/release.yml", in: folder, environment: environment())
        #expect(run.output.contains("  - ./cmd/net # compiled for its default.pgo, as go does\n"))
        #expect(run.output.contains("#   ./cmd/c: example.com/app/sum\n"), "\(run.output)\(run.error)")
        #expect(run.output.contains("  - { main: ./cmd/c, target: [darwin/arm64"))
        #expect(run.output.contains(": no C compiler here reaches it: "))
        let native = run.output.contains("builds for linux/amd64 use cgo")
        #expect(run.output.contains("#   ./cmd/net: net with the C library's resolver\n") == native)
        let build = try await runShell(
            """
            rm cmd/net/default.pgo
            $PARE build --main ./cmd/c --target native --preset default >/dev/null && dist/release/c_*/default/c 2>&1
            CGO_ENABLED=0 $PARE build --main ./cmd/net --target native --preset default --dry-run
            """, in: folder, environment: environment())
        #expect(build.output.hasPrefix("42\n"), "\(build.output)\(build.error)")
        #expect(build.output.contains(" CGO_ENABLED=0 "))
        #expect(build.error.contains("every build gets CGO_ENABLED=0 from outside the pipeline"))
    }
}
