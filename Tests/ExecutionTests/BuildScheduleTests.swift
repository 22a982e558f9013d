import Planning
import Testing

@testable import Execution

struct BuildScheduleTests {
    static func job(_ main: String, _ target: String, _ preset: String = "default") -> BuildJob {
        BuildJob(
            main: main, target: target, preset: preset, workingDirectory: ".", environment: [EnvironmentVariable("GOOS", target)],
            flags: preset == "strip" ? ["-ldflags=-s -w"] : [], output: "x")
    }

    /// Everything that may start now: job and processors.
    func starts(_ schedule: inout BuildSchedule) -> [[Int]] {
        var starts: [[Int]] = []
        while let (job, processors) = schedule.next() { starts.append([job, processors]) }
        return starts
    }

    @Test func jobsThatCompileTheSameWaitForTheFirst() {
        let jobs = ["linux", "windows"].flatMap { [Self.job("a", $0), Self.job("a", $0, "strip")] }
        var schedule = BuildSchedule(jobs, width: 4, processors: 4)
        let first = starts(&schedule)
        #expect(first == [[0, 2], [2, 2]])
        schedule.finished(0, succeeded: true)
        let second = starts(&schedule)
        #expect(second == [[1, 2]])
    }

    @Test func afterAFailureTheNextFillsTheCache() {
        var schedule = BuildSchedule(
            [Self.job("a", "linux"), Self.job("a", "linux"), Self.job("a", "linux")], width: 3, processors: 3)
        let first = starts(&schedule)
        #expect(first == [[0, 3]])
        schedule.finished(0, succeeded: false)
        let second = starts(&schedule)
        #expect(second == [[1, 3]])
        schedule.finished(1, succeeded: true)
        let third = starts(&schedule)
        #expect(third == [[2, 3]])
    }

    @Test func programsShareTheStandardLibrary() {
        var schedule = BuildSchedule([Self.job("a", "linux"), Self.job("b", "linux")], width: 2, processors: 2)
        let first = starts(&schedule)
        #expect(first == [[0, 2]])
        schedule.finished(0, succeeded: true)
        let second = starts(&schedule)
        #expect(second == [[1, 2]])
    }

    @Test(arguments: [(1, 1), (1, 8), (2, 2), (3, 8), (16, 8)])
    func sharesNeverExceedTheProcessors(width: Int, processors: Int) {
        let jobs = (0..<40).map { Self.job("m\($0 % 2)", "t\($0 % 7)", $0 % 3 == 0 ? "strip" : "default") }
        var schedule = BuildSchedule(jobs, width: width, processors: processors)
        var running: [(job: Int, processors: Int)] = []
        var started: Set<Int> = []
        while true {
            while let next = schedule.next() {
                running.append(next)
                #expect(started.insert(next.job).inserted)
            }
            if running.isEmpty { break }
            #expect(running.count <= width)
            schedule.finished(running.removeFirst().job, succeeded: true)
        }
        #expect(started.count == jobs.count)
    }
}
