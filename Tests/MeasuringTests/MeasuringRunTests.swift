import Fixtures
import class Foundation.Process
import struct Foundation.URL
import Host
import Measuring
import Planning
import Reports
import Testing

/// Real programs under settings; each suite's program is built once by go.
@Suite(.timeLimit(.minutes(5))) struct MeasuringRunTests {
    private static func run(
        _ workload: Measurement.Workload, in folder: TemporaryFolder, settings: [Measurement.Setting] = [], rounds: Int = 1,
        warmUp: Int = 0, timeout: Int = 60
    ) async throws -> MeasureReport {
        let measurement = Measurement(workload: workload, settings: settings, rounds: rounds, warmUp: warmUp, timeout: timeout)
        let run = MeasuringRun(
            measurement, programs: [.init(binary: folder.path + "/known")], environment: ["PATH": "/usr/bin:/bin"],
            workingDirectory: folder.path, scratch: folder.path)
        var report = MeasureReport(
            machine: .init(target: "linux/amd64", processors: 2), workload: "known", isServer: false, rounds: rounds,
            warmUp: warmUp, slower: 5, container: nil, points: try await run.points { _ in })
        report.predict()
        return report
    }

    private static func server(_ start: [String], ready: Measurement.Readiness, load: String) -> Measurement.Workload {
        .server(.init(start: ["{{binary}}"] + start, ready: ready, load: ["/bin/sh", "-c", load], grace: 60))
    }

    /// The figures of the known program: 48 MiB alive.
    @Test(.runsGo) func memoryFallsWithTheSettingAndIsPredicted() async throws {
        let folder = try await KnownProgram.build()
        let report = try await Self.run(
            .batch(["{{binary}}", "48", "800"]), in: folder,
            settings: [
                .init(name: "GOGC", values: ["400", "200", "100", "50", "25"]),
                .init(name: "GOMEMLIMIT", values: ["off", "70MiB", "90MiB"]),
            ])
        let unlimited = report.points.filter { $0.value(of: "GOMEMLIMIT") == "off" }
        let peaks = unlimited.compactMap { $0.spread(\.peak)?.median }
        #expect(peaks.count == 5 && peaks == peaks.sorted(by: >), "\(peaks)")
        for point in report.points {
            let peak = try #require(point.spread(\.peak)?.median, "\(point.title): \(point.failure ?? "")")
            if let limit = point.value(of: "GOMEMLIMIT").flatMap(Measurement.memoryLimit) {
                #expect(Double(peak) <= Double(limit) * 1.1, "\(point.title): \(peak)")
            }
            if point.isAnchor == true { continue }
            let predicted = try #require(point.prediction?.peak)
            #expect(abs(Double(predicted) / Double(peak) - 1) < 0.1, "\(point.title): \(predicted) predicted, \(peak) measured")
            let live = try #require(point.spread { $0.collector?.liveHeap }?.median)
            #expect((47 << 20...54 << 20).contains(live), "\(point.title): \(live)")
        }
    }

    /// The collector's lines of every release that the suite has.
    @Test(.runsGo, arguments: ["1.21.13", "1.24.11", "1.26.6", nil]) func linesOfEveryReleaseAreRead(_ release: String?)
        async throws
    {
        if let release, GoBuild.go(of: release) == nil { try skip("no go\(release): Scripts/setup releases installs it") }
        let folder = try await KnownProgram.build(release: release)
        let report = try await Self.run(
            .batch(["{{binary}}", "16", "200"]), in: folder, settings: [.init(name: "GOGC", values: ["100"])])
        let collector = try #require(report.points[0].runs.first?.collector, "\(report.points[0].failure ?? "")")
        #expect(collector.cycles > 5 && collector.pauses > 0 && collector.processorTime > 0, "\(collector)")
        #expect((15 << 20...20 << 20).contains(collector.liveHeap) && collector.goal > 24 << 20, "\(collector)")
    }

    /// The largest process alone says little of a program that works with several.
    @Test(.runsGo) func allProcessesAreCountedTogetherAndEnded() async throws {
        let folder = try await KnownProgram.build()
        let line = """
            {{binary}} 48 200 & one=$!; {{binary}} 48 200 & other=$!
            setsid sh -c 'echo $$ >stray; exec sleep 1000' >/dev/null 2>&1 &
            wait $one && wait $other
            """
        let report = try await Self.run(.batch(["/bin/sh", "-c", line]), in: folder, rounds: 2)
        let run = try #require(report.points[0].runs.last, "\(report.points[0].failure ?? "")")
        guard let all = run.treePeak else { try skip("no memory cgroup can be made here") }
        let stray = try #require(folder.read("stray")).filter { $0 != "\n" }
        #expect(!fileExists("/proc/\(stray)/cwd"), "left running")
        #expect(all > run.peak * 3 / 2 && all < run.peak * 3, "\(all) of all, \(run.peak) of the largest")
        let alone = try await Self.run(.batch(["{{binary}}", "48", "200"]), in: folder, rounds: 2)
        let single = try #require(alone.points[0].runs.last)
        let whole = try #require(single.treePeak)
        #expect(abs(whole - single.peak) < 8 << 20, "\(whole) of one process, \(single.peak) by the kernel's own figure")
    }

    /// GNU time prints what the same system call answers; it is inside of our run, so both see one process.
    @Test(.runsGo, .needs("time", package: "time")) func peakIsThatOfGNUTime() async throws {
        let folder = try await KnownProgram.build()
        let report = try await Self.run(
            .batch(["/usr/bin/time", "-f", "%M", "-o", "peak", "{{binary}}", "48", "100"]), in: folder)
        let run = try #require(report.points[0].runs.first, "\(report.points[0].failure ?? "")")
        let text = try #require(folder.read("peak"))
        let theirs = try #require(Int(text.split(separator: "\n").last ?? "")) * 1024
        #expect(abs(run.peak - theirs) * 50 <= theirs, "\(run.peak), GNU time \(theirs)")
        let small = try await Self.run(.batch(["/bin/true"]), in: folder)
        let smallest = try #require(small.points[0].runs.first)
        #expect(smallest.peak < 8 << 20, "not the size of the process that starts it")
    }

    @Test(.runsGo) func serversAreMeasuredFromReadyToStop() async throws {
        let folder = try await KnownProgram.build()
        let load =
            "for i in 1 2 3 4 5 6 7 8 9 10; do exec 3<>/dev/tcp/127.0.0.1/{{port}}; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/dev/null; done"
        for ready in [Measurement.Readiness.http("http://127.0.0.1:{{port}}/"), .port("{{port}}"), .line("listening")] {
            let report = try await Self.run(
                Self.server(
                    ["serve", "{{port}}"], ready: ready, load: "exec /bin/bash -c '\(load.replacing("'", with: "'\\''"))'"),
                in: folder, settings: [.init(name: "GOGC", values: ["100"])])
            let run = try #require(report.points[0].runs.first, "\(ready): \(report.points[0].failure ?? "")")
            #expect(run.peak > 8 << 20 && run.time > 0 && (run.collector?.cycles ?? 0) > 0, "\(ready): \(run)")
            #expect((run.startup ?? 0) > 0)
        }
    }

    @Test(.runsGo) func whatGoesWrongIsAReasonAndTheOthersGoOn() async throws {
        let folder = try await KnownProgram.build()
        func reason(_ workload: Measurement.Workload, timeout: Int = 60) async throws -> String {
            let report = try await Self.run(workload, in: folder, timeout: timeout)
            #expect(report.points[0].runs.isEmpty)
            let point = report.points[0]
            return ([point.failure ?? "none"] + (point.said ?? []).prefix(1)).joined(separator: ": ")
        }
        #expect(try await reason(.batch(["{{binary}}", "exit", "3"])) == "ended with exit code 3: no such input")
        #expect(try await reason(.batch(["{{binary}}", "crash"])).contains("panic: runtime error: index out of range"))
        #expect(try await reason(.batch(["{{binary}}", "hang"]), timeout: 1) == "did not end within 1 s")
        #expect(try await reason(.batch(["/no/such/program"])) == "cannot be started: No such file or directory")
        #expect(try await reason(.batch(["/bin/sh", "-c", "kill -9 $$"])) == "was ended by signal 9")
        let never = Self.server(["hang"], ready: .port("{{port}}"), load: "true")
        #expect(try await reason(never, timeout: 1) == "was not ready within 1 s")
        let gone = Self.server(["exit", "4"], ready: .line("listening"), load: "true")
        #expect(try await reason(gone) == "ended with exit code 4 before it was ready: no such input")
        let load = Self.server(["serve", "{{port}}"], ready: .line("listening"), load: "echo no >&2; exit 7")
        #expect(try await reason(load) == "the load ended with exit code 7: no")
        let mixed = try await Self.run(
            .batch(["{{binary}}"]), in: folder, settings: [.init(name: "args", values: ["exit 1", "8 1", "hang"])], timeout: 2)
        #expect(mixed.points.map { $0.failure == nil } == [false, true, false])
    }

    @Test(.runsGo) func aTakenPortIsNotAServer() async throws {
        let folder = try await KnownProgram.build()
        let port = try freePort()
        let other = try Process.run(URL(filePath: folder.path + "/known"), arguments: ["serve", "\(port)"])
        defer { other.terminate() }
        let address = try #require(HTTPAddress("http://127.0.0.1:\(port)/"))
        for _ in 0..<200 where !acceptsConnection(address) { try await Task.sleep(for: .milliseconds(20)) }
        let report = try await Self.run(
            Self.server(["hang"], ready: .http("http://127.0.0.1:\(port)/"), load: "true"), in: folder, timeout: 5)
        #expect(report.points[0].failure == "port \(port) is taken by another program before the start")
    }

    /// What the program has started ends with it, in time or killed.
    @Test func nothingIsLeftRunning() async throws {
        let folder = try TemporaryFolder()
        for (script, timeout) in [("sleep 1000 & echo $! >child", 60), ("sleep 1000 & echo $! >child; wait", 5)] {
            _ = try await Self.run(.batch(["/bin/sh", "-c", script]), in: folder, timeout: timeout)
            let child = try #require(folder.read("child")?.split(separator: "\n").first)
            for _ in 0..<100 where fileExists("/proc/\(child)/cwd") { try await Task.sleep(for: .milliseconds(20)) }
            #expect(!fileExists("/proc/\(child)/cwd"), "\(script)")
        }
    }
}
