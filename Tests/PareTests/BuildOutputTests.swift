import Fixtures
import Foundation
import Testing

/// What `pare build` prints and writes where, with `mockGo`.
struct BuildOutputTests {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        folder = try folderWithBinaries()
        environment = ["PARE_GO": try folder.script(mockGo, to: "tools/go"), "MOCK_BINARY": folder.path + "/app"]
        try folder.write("module example.com/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write("package main\n", to: "main.go")
        try folder.write(
            "mains: [.]\ntargets: [linux/amd64]\npresets: [default, strip]\nsavings: false\n", to: "pipelines/release.yml")
    }

    @Test func eventsForMachinesAndFilesForPeople() async throws {
        let run = try await pare("build", "--json", "-o", "csv=all.csv", "--preset", "strip")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.split(separator: "\n").last == #"{"event":"report","passed":true,"path":"dist/release/report.json"}"#)
        #expect(folder.read("all.csv")?.contains("example.com/app,linux/amd64,strip,built") == true)
        for (option, value) in [("--format", "csv"), ("-o", "csv=-")] {
            let both = try await pare("build", "--json", option, value)
            #expect(both.code == 2 && both.error.contains("contradict each other"), "\(both.error)")
        }
        let elsewhere = try await pare("build", "-o", "csv=no/all.csv", "--force")
        #expect(elsewhere.code == 2 && elsewhere.error.hasPrefix("pare: -o csv=no/all.csv: there is no folder no/"))
        #expect(folder.read("calls") == "build\n")
    }

    /// A file that is opened later would take the stream's number, and get what is meant for the stream.
    @Test func aStreamMayBeClosed() async throws {
        let run = try await runShell(
            "$PARE build >&-; echo $?; $PARE build 2>&- | grep -c total; $PARE build --force <&- >/dev/null 2>&1; echo $?",
            in: folder,
            environment: environment)
        #expect(run.output == "2\n1\n0\n")
        #expect(run.error.contains("pare: standard output: Bad file descriptor\n"))
    }

    @Test func aTargetThatThePipelineDoesNotBuild() async throws {
        let run = try await runPare(
            "build", "--single-target", in: folder, environment: environment.merging(["GOOS": "plan9"]) { $1 })
        #expect(run.code == 2 && run.error.hasPrefix("pare: --single-target: nothing in the pipeline matches, found `plan9/"))
    }

    private func pare(_ arguments: String...) async throws -> PareRun {
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try await runShell("$PARE \(words)", in: folder, environment: environment)
    }
}
