import Fixtures
import Foundation
import Host
import Measuring
import Planning
import Reports
import Testing

/// The runner for Windows under wine. Its figures of time are not Windows's.
@Suite(.timeLimit(.minutes(5))) struct WineRunTests {
    private static func known(in folder: TemporaryFolder) async throws {
        let built = try await KnownProgram.build(release: Wine.release, target: ("windows", "amd64"))
        try folder.write(try built.bytes("known"), to: "known")
    }

    @Test(.runsGo) func theRunnerRunsEveryPoint() async throws {
        let folder = try await Wine.prefix()
        try await Self.known(in: folder)
        let batch = PackedRun(
            .batch(["{{binary}}"]), in: folder,
            settings: [.init(name: "args", values: ["16 200", "exit 3", "hang"])], timeout: 8, target: "windows/amd64")
        try await batch.unpack(release: Wine.release)
        let said = try await Wine.run([batch.runner], in: folder)
        let text = try #require(folder.read("measure.json"), "\(said)")
        try batch.validate()
        let points = try MeasureReport(json: text, name: "measure.json").points
        #expect(points.map(\.failure) == [nil, "ended with exit code 3", "did not end within 8 s"], "\(said)")
        #expect(points[1].said?.first == "no such input")
        let collector = try #require(points[0].runs.first?.collector, "\(said)")
        #expect(collector.cycles > 5 && (15 << 20...22 << 20).contains(collector.liveHeap), "\(collector)")

        let server = PackedRun(
            .server(.init(start: ["{{binary}}", "serve", "{{port}}"], ready: .http("http://127.0.0.1:{{port}}/"), load: [])),
            in: folder, load: "echo \"a b\" & exit 0", target: "windows/amd64")
        try await server.unpack(release: Wine.release)
        let answer = try await Wine.run([server.runner], in: folder)
        let report = try MeasureReport(json: try #require(folder.read("measure.json")), name: "measure.json")
        let run = try #require(report.points[0].runs.first, "\(answer)")
        #expect((run.startup ?? 0) > 0 && run.time > 0 && (run.collector?.cycles ?? 0) > 0, "\(run)")
        try await Self.thePeakIsThatOfTheProcess(in: folder)
        try await Wine.end(folder)
    }

    /// wine forgets the peak of a process at its end, so the call is tried on one that runs.
    private static func thePeakIsThatOfTheProcess(in folder: TemporaryFolder) async throws {
        for (name, text) in MeasurePack.runnerSource { try folder.write(text, to: "runner/\(name)") }
        try folder.write(
            """
            package main

            import (
            \t"syscall"
            \t"testing"
            )

            func TestMemory(t *testing.T) {
            \tblock := make([]byte, 64<<20)
            \tfor i := range block {
            \t\tblock[i] = 1
            \t}
            \town, _ := syscall.GetCurrentProcess()
            \tpeak, faults, err := memory(own)
            \tif err != nil || peak < 64<<20 || peak > 256<<20 || faults < 0 || block[1] != 1 {
            \t\tt.Fatal(peak, faults, err)
            \t}
            }

            """, to: "runner/memory_test.go")
        _ = try await runGo(
            ["test", "-C", "\(folder.path)/runner", "-c", "-o", "\(folder.path)/memory.exe", "."],
            environment: ["GOOS": "windows", "GOARCH": "amd64", "GO111MODULE": "on"], release: Wine.release)
        let said = try await Wine.run(["memory.exe", "-test.v"], in: folder)
        #expect(said.contains("--- PASS: TestMemory"), "\(said)")
    }
}
