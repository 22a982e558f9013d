import Fixtures
import Foundation
import Host
import Measuring
import Planning
import Reports
import Testing

/// The runner of a pack on this machine, against Pare.
@Suite(.timeLimit(.minutes(5))) struct PackedRunTests {
    private static func points(_ packed: PackedRun) async throws -> [MeasureReport.Point] {
        let folder = packed.folder
        let run = MeasuringRun(
            packed.pack.measurement, programs: [.init(binary: folder.path + "/known")], environment: ["PATH": "/usr/bin:/bin"],
            workingDirectory: folder.path, scratch: folder.path)
        return try await run.points { _ in }
    }

    @Test(.runsGo) func theRunnerMeasuresAsPareDoes() async throws {
        let folder = try await KnownProgram.build()
        let packed = PackedRun(
            .batch(["{{binary}}", "48", "250"]), in: folder,
            settings: [
                .init(name: "GOGC", values: ["50", "100", "200"]), .init(name: "GOMEMLIMIT", values: ["off", "80MiB"]),
            ], rounds: 2)
        try await packed.unpack()
        let (code, said, theirs) = try await packed.run()
        #expect(code == 0 && said.hasSuffix("measure.json is written: pare measure --read measure.json\n"), "\(said)")
        #expect(theirs.machine.target == PackedRun.native && theirs.machine.processors > 0 && theirs.rounds == 2)
        try packed.validate()
        let ours = try await Self.points(packed)
        #expect(theirs.points.map(\.settings) == ours.map(\.settings) && theirs.points.map(\.binary) == ours.map(\.binary))
        for (their, our) in zip(theirs.points, ours) {
            let (a, b) = (their.spread(\.peak)?.median ?? 0, our.spread(\.peak)?.median ?? 0)
            #expect(their.runs.count == 2 && abs(a - b) * 20 <= b, "\(our.title): \(a) and \(b) bytes")
            let cycles = [their, our].map { $0.spread { $0.collector?.cycles }?.median ?? 0 }
            #expect(abs(cycles[0] - cycles[1]) <= max(3, cycles[1] / 8), "\(our.title): \(cycles) cycles")
            let live = [their, our].map { $0.spread { $0.collector?.liveHeap }?.median ?? 0 }
            #expect(abs(live[0] - live[1]) <= 3 << 20, "\(our.title): \(live)")
            #expect((their.runs.first?.user ?? 0) + (their.runs.first?.minorFaults ?? 0) > 0)
        }
    }

    /// A program smaller than the launcher shows the size of that, not of the runner.
    @Test(.runsGo) func thePeakIsNotThatOfTheRunner() async throws {
        let folder = try await KnownProgram.build()
        let packed = PackedRun(.batch(["/bin/true"]), in: folder)
        try await packed.unpack()
        let run = try #require(try await packed.run().report.points[0].runs.first)
        #expect(run.peak < 6 << 20 && run.collector == nil, "\(run)")
    }

    /// One text, two readers: both are to find the same cycles.
    @Test(.runsGo) func collectorLinesAreReadAlike() async throws {
        let folder = try await KnownProgram.build()
        try folder.write(
            """
            gc 1 @0.004s 2%: 0.018+0.51+0.004 ms clock, 0.037+0.18/0.46/0.022+0.008 ms cpu, 4->5->2 MB, 5 MB goal, 1 MB stacks, 2 MB globals, 2 P
            gc 2 @0.5s 3%: 0.1+2.5+0.25 ms clock, 1+2/3/4+5 ms cpu, 9->9->3 MB, 9 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)
            gc 3 @0.6s 3%: 0.1+2.5+0.35 ms clock, 1+2/3/4+5.5 ms cpu, 7->8->4 MB, 8 MB goal, 8 P
            gc 4 @0.7s 3%: 3.1+2.5+0.35 ms clock, 1+2/3/4+5.5 ms cpu, 7->8->6 MB, 8 MB goal, 8 P
            gc 5 @0.7s 3%: 3.1+2.5 ms clock, 1+2/3/4+5.5 ms cpu, 7->8->6 MB, 8 MB goal, 8 P
            gc x @0.1s 2%: 1+2+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal
            gc 6 @0.1s 2%: 1+nan+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal
            gc 7 @0.1s 2%: 1+1e300+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal
            gc 8 @0.1s 2%: 1+2+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->99999999999999999999 MB, 4 MB goal
            gc 9 @0.1s 2%: 1+2+-3 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal
            another program's line: 1+2+3 ms clock
            """, to: "trace")
        let packed = PackedRun(.batch(["/bin/sh", "-c", "cat trace >&2"]), in: folder)
        try await packed.unpack()
        let theirs = try await packed.run().report.points[0].runs.first?.collector
        let ours = try await Self.points(packed)[0].runs.first?.collector
        #expect(
            theirs != nil && theirs == ours && ours?.cycles == 5,
            "\(String(describing: theirs)), Pare \(String(describing: ours))")
    }

    @Test(.runsGo) func serversAreMeasured() async throws {
        let folder = try await KnownProgram.build()
        let load =
            "exec /bin/bash -c 'for i in 1 2 3 4 5 6 7 8 9 10; do exec 3<>/dev/tcp/127.0.0.1/{{port}}; printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3 >/dev/null; done'"
        for ready in [Measurement.Readiness.http("http://127.0.0.1:{{port}}/"), .port("{{port}}"), .line("listening")] {
            let packed = PackedRun(
                .server(.init(start: ["{{binary}}", "serve", "{{port}}"], ready: ready, load: [], grace: 60)), in: folder,
                settings: [.init(name: "GOGC", values: ["100"])], load: load)
            try await packed.unpack()
            let (_, said, report) = try await packed.run()
            let run = try #require(report.points[0].runs.first, "\(ready): \(said)")
            #expect(run.peak > 8 << 20 && run.time > 0 && (run.collector?.cycles ?? 0) > 0, "\(ready): \(run)")
            #expect((run.startup ?? 0) > 0 && report.isServer)
        }
    }

    @Test(.runsGo) func whatGoesWrongIsMarkedAndTheOthersGoOn() async throws {
        let folder = try await KnownProgram.build()
        func failures(_ packed: PackedRun) async throws -> [String?] {
            try await packed.unpack()
            let (code, said, report) = try await packed.run()
            let points = report.points
            #expect(code == (points.contains { $0.failure != nil } ? 3 : 0), "\(said)")
            #expect(points.allSatisfy { $0.runs.isEmpty == ($0.failure != nil) })
            return points.map { point in point.failure.map { ([$0] + (point.said ?? []).prefix(1)).joined(separator: ": ") } }
        }
        let batch = PackedRun(
            .batch(["{{binary}}"]), in: folder,
            settings: [.init(name: "args", values: ["exit 3", "crash", "hang", "8 1"])], timeout: 2)
        #expect(
            try await failures(batch) == [
                "ended with exit code 3: no such input",
                "ended with exit code 2: panic: runtime error: index out of range [0] with length 0", "did not end within 2 s",
                nil,
            ])
        try batch.validate()
        let missing = try await failures(PackedRun(.batch(["no-such-program"]), in: folder))
        #expect(missing[0]?.hasPrefix("cannot be started: ") == true, "\(missing)")
        let killed = PackedRun(.batch(["/bin/sh", "-c", "kill -9 $$"]), in: folder)
        #expect(try await failures(killed) == ["was ended by signal 9"])
        func server(_ start: [String], _ ready: Measurement.Readiness, load: String, timeout: Int = 60) -> PackedRun {
            PackedRun(
                .server(.init(start: ["{{binary}}"] + start, ready: ready, load: [], grace: 60)), in: folder, timeout: timeout,
                load: load)
        }
        #expect(try await failures(server(["hang"], .port("{{port}}"), load: "true", timeout: 1)) == ["was not ready within 1 s"])
        #expect(
            try await failures(server(["exit", "4"], .line("listening"), load: "true")) == [
                "ended with exit code 4 before it was ready: no such input"
            ])
        #expect(
            try await failures(server(["serve", "{{port}}"], .line("listening"), load: "echo no >&2; exit 7")) == [
                "the load ended with exit code 7: no"
            ])
        #expect(
            try await failures(server(["serve", "{{port}}"], .line("listening"), load: "sleep 1000", timeout: 5)) == [
                "the load did not end within 5 s: listening"
            ])
    }

    @Test(.runsGo) func aTakenPortIsNotAServer() async throws {
        let folder = try await KnownProgram.build()
        let port = try freePort()
        let other = try Process.run(URL(filePath: folder.path + "/known"), arguments: ["serve", "\(port)"])
        defer { other.terminate() }
        let address = try #require(HTTPAddress("http://127.0.0.1:\(port)/"))
        for _ in 0..<200 where !acceptsConnection(address) { try await Task.sleep(for: .milliseconds(20)) }
        let packed = PackedRun(
            .server(.init(start: ["{{binary}}", "hang"], ready: .http("http://127.0.0.1:\(port)/x"), load: [])), in: folder,
            timeout: 5, load: "true")
        try await packed.unpack()
        let report = try await packed.run().report
        #expect(report.points[0].failure == "port \(port) is taken by another program before the start")
    }

    /// The time of a call that does nothing, with any exit code.
    @Test(.runsGo) func startUpIsThatOfACall() async throws {
        let folder = try await KnownProgram.build()
        var packed = PackedRun(
            .batch(["{{binary}}"]), in: folder, settings: [.init(name: "args", values: ["8 200"])], timeout: 5)
        packed.pack.call = ["{{binary}}", "exit", "2"]
        try await packed.unpack()
        let run = try #require(try await packed.run().report.points[0].runs.first)
        #expect(run.startup.map { $0 > 0 && $0 < run.time } == true, "\(run)")
        packed.pack.call = ["{{binary}}", "hang"]
        try await packed.unpack()
        let (code, _, report) = try await packed.run()
        #expect(code == 3 && report.points[0].failure == "the call for the start-up did not end within 5 s")
    }

    /// Settings of the environment there are those of every point.
    @Test(.runsGo) func inheritedSettingsAreShown() async throws {
        let folder = try await KnownProgram.build()
        let packed = PackedRun(
            .batch(["/bin/sh", "-c", "test \"$GOGC,$GODEBUG\" = 33,x=1,gctrace=1"]), in: folder,
            settings: [.init(name: "GOMAXPROCS", values: ["1"])])
        try await packed.unpack()
        let (code, said, report) = try await packed.run(environment: ["GOGC": "33", "GODEBUG": "gctrace=0,x=1"])
        #expect(code == 0 && report.points.map(\.title) == ["GOGC=33 GOMAXPROCS=1"], "\(said)")
    }

    /// The Go distribution of the machine there, and the binary, wherever they are named.
    @Test(.runsGo) func whatTheRunGivesIsFilled() async throws {
        let folder = try await KnownProgram.build()
        let packed = PackedRun(
            .server(
                .init(
                    start: ["/bin/sh", "-c", "echo {{binary}} at {{goroot}}; exec {{binary}} serve {{port}}"],
                    ready: .line("{{binary}} at {{goroot}}"), load: [], grace: 60)), in: folder,
            timeout: 20, load: "test {{goroot}} = /a/root && test -x {{binary}} && test {{port}} -gt 0")
        try await packed.unpack()
        let (code, said, report) = try await packed.run(environment: ["GOROOT": "/a/root"])
        #expect(code == 0 && report.points[0].runs.count == 1, "\(said)")
        let none = try await runProgram(packed.runner, in: folder)
        #expect(none.code == 2 && none.said.contains("no go on PATH that tells it; install Go or set GOROOT"), "\(none.said)")
    }

    /// A build for a processor that the machine does not have.
    @Test(.runsGo) func buildsForOtherProcessorsAreSkipped() async throws {
        let folder = try await KnownProgram.build()
        let sentence = "This program can only be run on AMD64 processors with v4 microarchitecture support."
        let packed = PackedRun(.batch(["/bin/sh", "-c", "echo '\(sentence)' >&2; exit 1"]), in: folder, rounds: 2)
        try await packed.unpack()
        let (code, said, report) = try await packed.run()
        #expect(code == 0 && report.points[0].skipped == sentence && report.points[0].failure == nil, "\(said)")
    }

    /// The exit code and what a program says, with nothing on its PATH.
    private func runProgram(_ path: String, in folder: TemporaryFolder) async throws -> (code: Int32, said: String) {
        let process = Process()
        (process.executableURL, process.currentDirectoryURL) = (URL(filePath: path), URL(filePath: folder.path))
        process.environment = ["PATH": "/nowhere"]
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    /// What the program has started ends with it, and the program with the runner.
    @Test(.runsGo) func nothingIsLeftRunning() async throws {
        let folder = try await KnownProgram.build()
        func isGone(_ script: String) async throws {
            let child = try #require(folder.read("child")?.split(separator: "\n").first)
            for _ in 0..<200 where fileExists("/proc/\(child)/cwd") { try await Task.sleep(for: .milliseconds(20)) }
            #expect(!fileExists("/proc/\(child)/cwd"), "\(script)")
        }
        for (script, timeout) in [("sleep 1000 & echo $! >child", 60), ("sleep 1000 & echo $! >child; wait", 2)] {
            let packed = PackedRun(.batch(["/bin/sh", "-c", script]), in: folder, timeout: timeout)
            try await packed.unpack()
            _ = try await packed.run()
            try await isGone(script)
        }
        let packed = PackedRun(.batch(["/bin/sh", "-c", "echo $$ >child; exec sleep 1000"]), in: folder, timeout: 600)
        try await packed.unpack()
        try FileManager.default.removeItem(atPath: folder.path + "/child")
        let runner = Process()
        (runner.executableURL, runner.currentDirectoryURL) = (URL(filePath: packed.runner), URL(filePath: folder.path))
        runner.standardOutput = FileHandle.nullDevice
        try runner.run()
        for _ in 0..<500 where folder.read("child")?.hasSuffix("\n") != true { try await Task.sleep(for: .milliseconds(20)) }
        kill(runner.processIdentifier, SIGKILL)
        runner.waitUntilExit()
        try await isGone("the runner is killed")
    }
}
