import Fixtures
import Foundation
import Planning
import Reports
import Testing

@testable import Building

@Suite(.timeLimit(.minutes(10)))
struct BuilderTests {
    let mock: MockGo

    init() throws {
        mock = try MockGo()
    }

    @Test func eachBinaryComesToItsPlace() async throws {
        let outcomes = try await mock.builder().build(mock.jobs("ok1", "ok2", "library"))
        #expect(outcomes.map(\.status) == [.built, .built, .built])
        #expect(outcomes.allSatisfy { ($0.seconds ?? 0) > 0 && $0.reason == nil })
        #expect(mock.folder.read("dist/ok1_linux_amd64/strip/ok1") == "binary of ok1\n")
        #expect(
            mock.folder.list("dist").filter { !$0.hasPrefix("ok") } == [
                ".gitignore", ".state.json", "library_linux_amd64", "library_linux_amd64/strip",
                "library_linux_amd64/strip/library",
                "library_linux_amd64/strip/library.h",
            ])
    }

    @Test func goGetsItsShareOfTheProcessors() async throws {
        _ = try await mock.builder(width: 2, processors: 8).build(mock.jobs("ok"))
        let scratch = try #require(mock.folder.read("calls")?.firstMatch(of: /-o (\S+)/)?.1)
        #expect(scratch.hasPrefix(mock.folder.path + "/dist/.scratch-"))
        #expect(mock.folder.read("calls") == "8 build -v -p=8 -ldflags=-s -w -o \(scratch) ok\n")
    }

    @Test func toolsCollectNoGarbageWhereMemoryIsPlenty() async throws {
        func settings(memory: Int, _ own: [String: String] = [:]) async throws -> String? {
            var builder = mock.builder(memory: memory) { $0.force = true }
            builder.environment.merge(own) { $1 }
            _ = try await builder.build(mock.jobs("tuned"))
            return mock.folder.read("dist/tuned_linux_amd64/strip/tuned")
        }
        #expect(try await settings(memory: 16 << 30) == "off \(4 << 30)\n")
        #expect(try await settings(memory: 2 << 30) == " \n")
        #expect(try await settings(memory: 16 << 30, ["GOGC": "50"]) == "50 \n")
        #expect(try await settings(memory: 16 << 30, ["GOMEMLIMIT": "3GiB"]) == " 3GiB\n")
    }

    @Test func eventsTellWhatHappens() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: BuildEvent.self)
        let outcomes = try await mock.builder().build(mock.jobs("ok")) { continuation.yield($0) }
        continuation.finish()
        var seen: [BuildEvent] = []
        for await event in events { seen.append(event) }
        #expect(
            seen == [
                .started(job: 0), .compiling(job: 0, package: "internal/abi"), .compiling(job: 0, package: "cmd/ok"),
                .finished(job: 0, outcome: outcomes[0]),
            ])
    }

    @Test func aFailureStopsNoOtherAndKeepsTheEarlierBinary() async throws {
        try mock.folder.write("earlier", to: "dist/fail_linux_amd64/strip/fail")
        let outcomes = try await mock.builder(width: 1).build(mock.jobs("fail", "ok"))
        #expect(outcomes.map(\.status) == [.failed, .built])
        #expect(mock.folder.read("dist/fail_linux_amd64/strip/fail") == "earlier")
        let reason = try #require(outcomes[0].reason).split(separator: "\n")
        #expect(reason.count == 21)
        #expect(reason.first == "... 11 more lines")
        #expect(reason.last == "./main.go:30:1: undefined: x")
    }

    @Test func failFastSkipsTheRest() async throws {
        let outcomes = try await mock.builder { $0.failFast = true }.build(mock.jobs("fail", "hang", "ok"))
        #expect(outcomes.map(\.status) == [.failed, .skipped, .skipped])
        #expect(outcomes[2].reason == "not built: another build had failed")
        #expect(mock.processes().isEmpty)
    }

    @Test(arguments: ["hang", "stubborn"]) func cancellingLeavesNoProcesses(main: String) async throws {
        let builder = mock.builder()
        let jobs = mock.jobs(main, "ok")
        let build = Task { try await builder.build(jobs) }
        try await mock.wait(for: "hanging")
        #expect(!mock.processes().isEmpty)
        #expect(!mock.folder.list("dist").contains("\(main)_linux_amd64"))
        build.cancel()
        await #expect(throws: CancellationError.self) { try await build.value }
        #expect(mock.processes().isEmpty)
        #expect(mock.folder.list("dist").filter { $0.hasPrefix(".scratch") || $0.hasPrefix(main) }.isEmpty)
    }

    @Test func muchOutputNeitherBlocksNorPilesUp() async throws {
        let outcomes = try await mock.builder().build(mock.jobs("noisy", "ok"))
        #expect(outcomes.map(\.status) == [.failed, .built])
        #expect(outcomes[0].reason?.hasPrefix("... 49980 more lines\na line of talk") == true)
    }

    @Test(arguments: [1, 2, 3]) func neverMoreThanWidthAtOnce(width: Int) async throws {
        try mock.folder.write("\(width)", to: "width")
        let jobs = mock.jobs("count1", "count2", "count3", "count4", "count5")
        _ = try await mock.builder(width: width, processors: 4).build(jobs)
        let counts = try #require(mock.folder.read("counts")).split(separator: "\n").compactMap { Int($0.filter(\.isNumber)) }
        #expect(counts.count == 5)
        #expect(counts.max() == width)
    }

    @Test func whatGoLeavesAloneIsUnchanged() async throws {
        #expect(try await mock.builder().build(mock.jobs("same")).map(\.status) == [.built])
        try mock.folder.write("changed", to: "project/go.mod")
        #expect(try await mock.builder().build(mock.jobs("same")).map(\.status) == [.unchanged])
        #expect(mock.folder.read("dist/same_linux_amd64/strip/same") == "binary of same\n")
    }

    @Test func successWithoutAFileIsAFailure() async throws {
        let outcomes = try await mock.builder().build(mock.jobs("nothing", "killed"))
        #expect(outcomes.map(\.status) == [.failed, .failed])
        #expect(outcomes[0].reason == "go build succeeded but wrote no file")
        #expect(outcomes[1].reason == "go was ended by signal 9, as when memory runs out")
    }

    @Test func aMissingWorkingDirectoryIsAFailureOfThatJob() async throws {
        var jobs = mock.jobs("ok1", "ok2")
        jobs[0].workingDirectory = "no/such/folder"
        let outcomes = try await mock.builder().build(jobs)
        #expect(outcomes.map(\.status) == [.failed, .built])
        #expect(outcomes[0].reason?.contains("no/such/folder") == true)
    }

    /// What this process itself has resident counts for no child, though each begins as a copy of it.
    ///
    /// A process of its own, whose memory does not grow by what other tests do meanwhile.
    @Test func peakMemoryIsThatOfTheLargestProcess() async {
        await #expect(processExitsWith: .success) {
            var own = rusage()
            unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &own)
            let size = own.ru_maxrss * 1024 + 200_000_000
            let mock = try MockGo()
            try mock.folder.write("\(size)", to: "size")
            let outcomes = try await mock.builder(width: 1).build(mock.jobs("ok", "big"))
            #expect(outcomes[0].peakBytes ?? 0 < 20_000_000)
            #expect(outcomes[1].peakBytes ?? 0 >= size)
        }
    }
}
