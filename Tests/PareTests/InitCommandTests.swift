import Fixtures
import Testing

/// `pare init` in a module of two programs.
struct InitCommandTests {
    @Test func writesWhatBuildTakes() async throws {
        let folder = try TemporaryFolder()
        let environment = ["PARE_GO": try folder.script(mockGo, to: "tools/go")]
        try folder.write("module example.com/app\n\ngo 1.24\n", to: "go.mod")
        for main in ["main.go", "cmd/tool/main.go"] { try folder.write("package main\n", to: main) }

        let run = try await runShell("$PARE init", in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("mains: ., ./cmd/tool"))
        let build = try await runShell("$PARE build --dry-run", in: folder, environment: environment)
        #expect(build.code == 0, "\(build.error)")
        let twice = try await runShell("$PARE init", in: folder, environment: environment)
        #expect(twice.code == 2)
        #expect(twice.error.contains("targets.json: already exists; remove it to start over"))
    }
}
