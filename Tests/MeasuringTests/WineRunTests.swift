import Fixtures
import Foundation
import Host
import Measuring
import Planning
import Reports
import Subprocess
import SystemPackage
import Testing

/// The runner for Windows under wine, by the newest Go whose programs Debian 12's wine runs. Its figures of time are not Windows's.
@Suite(.timeLimit(.minutes(5))) struct WineRunTests {
    private static let release = "1.21.13"

    /// A folder for wine, with the one library that Go asks for and wine 8 does not have.
    private static func prefix() async throws -> TemporaryFolder {
        guard GoBuild.go(of: release) != nil else { try skip("no go\(release): Scripts/setup releases installs it") }
        guard installed("wine") != nil, installed("wineserver") != nil else { try skip("no wine on PATH: apt-get install wine") }
        guard let compiler = installed("x86_64-w64-mingw32-gcc") else {
            try skip("no x86_64-w64-mingw32-gcc on PATH: apt-get install gcc-mingw-w64-x86-64")
        }
        let folder = try TemporaryFolder()
        try folder.write(
            """
            #include <windows.h>
            BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
            __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T count) {
                return SystemFunction036(data, (ULONG)count);
            }
            """, to: "prng.c")
        _ = try await wine(["wineboot", "--init"], in: folder)
        let library = "\(folder.path)/prefix/drive_c/windows/system32/bcryptprimitives.dll"
        try? FileManager.default.removeItem(atPath: library)
        _ = try await program(compiler, ["-shared", "-o", library, "prng.c", "-ladvapi32"], in: folder)
        return folder
    }

    private static func wine(_ arguments: [String], in folder: TemporaryFolder) async throws -> String {
        try await program(try #require(installed("wine")), arguments, in: folder)
    }

    /// Both streams of a program.
    private static func program(_ path: String, _ arguments: [String], in folder: TemporaryFolder) async throws -> String {
        let output = "\(folder.path)/said"
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: path), arguments)
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder.path, "WINEDEBUG": "-all",
            "WINEPREFIX": "\(folder.path)/prefix",
        ]
        // wine's own server keeps a pipe open.
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let file = try FileHandle(forWritingTo: URL(filePath: output))
        (process.standardOutput, process.standardError) = (file, file)
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                done.resume(throwing: error)
            }
        }
        return folder.read("said") ?? ""
    }

    private static func end(_ folder: TemporaryFolder) async throws {
        _ = try await program(try #require(installed("wineserver")), ["-k"], in: folder)
    }

    private static func known(in folder: TemporaryFolder) async throws {
        let built = try await KnownProgram.build(release: release, target: ("windows", "amd64"))
        try folder.write(try built.bytes("known"), to: "known")
    }

    @Test(.runsGo) func theRunnerRunsEveryPoint() async throws {
        let folder = try await Self.prefix()
        try await Self.known(in: folder)
        let batch = PackedRun(
            .batch(["{{binary}}"]), in: folder,
            settings: [.init(name: "args", values: ["16 200", "exit 3", "hang"])], timeout: 8, target: "windows/amd64")
        try await batch.unpack(release: Self.release)
        let said = try await Self.wine([batch.runner], in: folder)
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
        try await server.unpack(release: Self.release)
        let answer = try await Self.wine([server.runner], in: folder)
        let report = try MeasureReport(json: try #require(folder.read("measure.json")), name: "measure.json")
        let run = try #require(report.points[0].runs.first, "\(answer)")
        #expect((run.startup ?? 0) > 0 && run.time > 0 && (run.collector?.cycles ?? 0) > 0, "\(run)")
        try await Self.thePeakIsThatOfTheProcess(in: folder)
        try await Self.end(folder)
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
            environment: ["GOOS": "windows", "GOARCH": "amd64", "GO111MODULE": "on"], release: release)
        let said = try await wine(["memory.exe", "-test.v"], in: folder)
        #expect(said.contains("--- PASS: TestMemory"), "\(said)")
    }
}
