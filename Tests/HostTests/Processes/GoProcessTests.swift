import Subprocess
import Testing

@testable import Host

@Suite(.timeLimit(.minutes(5)))
struct GoProcessTests {
    private static func shell(_ script: String, timeout: Duration? = nil) -> GoProcess {
        GoProcess(
            executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], workingDirectory: "/",
            timeout: timeout)
    }

    /// A child of this process would start with this process's pages.
    @Test func thePeakIsThatOfTheProcessAlone() async throws {
        let pages = [UInt8](repeating: 1, count: 64 << 20)
        let exit = try await Self.shell("exec true").run { _ in }
        #expect(exit.status.isSuccess && pages.last == 1)
        #expect(try #require(exit.peakBytes) < 32 << 20)
    }

    @Test func theLargestProcessCounts() async throws {
        let exit = try await Self.shell("head -c 100000000 /dev/zero | tail -n 1 >/dev/null; true").run { _ in }
        #expect(exit.status.isSuccess)
        #expect(try #require(exit.peakBytes) > 90_000_000)
    }

    @Test func linesAndTheEndArrive() async throws {
        var lines: [String] = []
        let exit = try await Self.shell("echo out; echo one >&2; printf two >&2; exit 3").run { lines.append($0) }
        #expect(lines == ["one", "two"])
        #expect(exit.status == .exited(3) && !exit.timedOut)
        #expect(try await Self.shell("kill -9 $$").run { _ in }.status == .signaled(9))
    }

    @Test func aMissingProgramIsNamed() async throws {
        let process = GoProcess(executable: "/no/such/go", arguments: [], environment: [:], workingDirectory: "/")
        let error = try await #require(throws: FileError.self) { _ = try await process.run { _ in } }
        #expect("\(error)".contains("/no/such/go") && "\(error)".contains("No such file or directory"), "\(error)")
    }

    /// The signal to end comes a second before the one that cannot be caught.
    @Test(arguments: [("trap 'echo asked >&2; exit 0' TERM", true), ("trap '' TERM", false)])
    func aTimeoutAsksFirst(_ trap: String, _ obeys: Bool) async throws {
        var lines: [String] = []
        let exit = try await Self.shell("\(trap); echo $$ >&2; while :; do sleep 0.05; done", timeout: .milliseconds(500)).run {
            lines.append($0)
        }
        #expect(exit.timedOut && lines.contains("asked") == obeys)
        #expect(exit.status == (obeys ? .exited(0) : .signaled(9)))
    }

    /// Neither after the end nor after a cancellation, not even as a zombie: the first process of a container may not reap.
    @Test func noProcessOfTheGroupIsLeft() async throws {
        var left: [String] = []
        _ = try await Self.shell("sleep 100 >/dev/null 2>&1 & echo $! >&2").run { left.append($0) }
        let (started, continuation) = AsyncStream.makeStream(of: String.self)
        let task = Task { try await Self.shell("sleep 100 & echo $! >&2; wait").run { continuation.yield($0) } }
        for await line in started {
            left.append(line)
            break
        }
        task.cancel()
        _ = try? await task.value
        #expect(left.count == 2)
        for process in left { #expect(!fileExists("/proc/\(process)")) }
    }
}
