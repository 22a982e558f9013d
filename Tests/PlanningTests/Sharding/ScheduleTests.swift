import Testing

@testable import Planning

struct ScheduleTests {
    static func job(_ main: String, _ target: String, _ preset: String = "default") -> BuildJob {
        BuildJob(
            main: main, target: target, preset: preset, workingDirectory: ".", environment: [EnvironmentVariable("GOOS", target)],
            flags: preset == "strip" ? ["-ldflags=-s -w"] : [], output: "x")
    }

    /// Everything that may start now: job and processors.
    func starts(_ schedule: inout Schedule) -> [[Int]] {
        var starts: [[Int]] = []
        while let start = schedule.next() { starts.append([start.job, start.processors]) }
        return starts
    }

    @Test func jobsThatCompileTheSameWaitForTheFirst() {
        let jobs = ["linux", "windows"].flatMap { [Self.job("a", $0), Self.job("a", $0, "strip")] }
        var schedule = Schedule(jobs, width: 4, processors: 4)
        let first = starts(&schedule)
        #expect(first == [[0, 2], [2, 2]])
        schedule.finished(0, succeeded: true)
        let second = starts(&schedule)
        #expect(second == [[1, 2]])
    }

    @Test func afterAFailureTheNextFillsTheCache() {
        var schedule = Schedule(
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
        var schedule = Schedule([Self.job("a", "linux"), Self.job("b", "linux")], width: 2, processors: 2)
        let first = starts(&schedule)
        #expect(first == [[0, 2]])
        schedule.finished(0, succeeded: true)
        let second = starts(&schedule)
        #expect(second == [[1, 2]])
    }

    @Test(arguments: [(1, 1), (1, 8), (2, 2), (3, 8), (16, 8)])
    func sharesNeverExceedTheProcessors(width: Int, processors: Int) {
        let jobs = (0..<40).map { Self.job("m\($0 % 2)", "t\($0 % 7)", $0 % 3 == 0 ? "strip" : "default") }
        var schedule = Schedule(jobs, width: width, processors: processors)
        var running: [Schedule.Start] = []
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

    @Test func whatSharesCompiledPackagesIsBuiltInARow() {
        let jobs = ["a", "b"].flatMap { main in ["linux", "windows"].map { Self.job(main, $0) } }
        var schedule = Schedule(jobs, width: 1, processors: 1)
        var order: [Int] = []
        while let start = schedule.next() {
            order.append(start.job)
            schedule.finished(start.job, succeeded: true)
        }
        #expect(order.map { "\(jobs[$0].main) \(jobs[$0].target)" } == ["a linux", "b linux", "a windows", "b windows"])
    }

    @Test func expectedPeaksStayBelowTheMemory() {
        let jobs = ["a", "b", "c", "d"].map { Self.job($0, $0) }
        var schedule = Schedule(jobs, width: 4, processors: 4, memory: 1000, peaks: [600, 300, 500, 2000])
        let first = starts(&schedule)
        #expect(first.map { $0[0] } == [0, 1])
        schedule.finished(0, succeeded: true, peakBytes: 600)
        let second = starts(&schedule)
        #expect(second.map { $0[0] } == [2])
        schedule.finished(1, succeeded: true, peakBytes: 300)
        let none = starts(&schedule)
        #expect(none == [])
        schedule.finished(2, succeeded: true, peakBytes: 500)
        let alone = starts(&schedule)
        #expect(alone.map { $0[0] } == [3])
    }

    @Test func whatOneBuildTookIsExpectedOfItsLikes() {
        let jobs = ["linux", "windows", "darwin"].map { Self.job("a", $0) }
        var schedule = Schedule(jobs, width: 3, processors: 3, memory: Schedule.typicalPeak)
        let first = starts(&schedule)
        #expect(first.map { $0[0] } == [0])
        schedule.finished(0, succeeded: true, peakBytes: 1000)
        let rest = starts(&schedule)
        #expect(rest.map { $0[0] } == [1, 2])
    }

    @Test(arguments: [(16, 2, 2, 4), (16, 4, 2, 2), (16, 2, 8, 1), (16, 2, 16, nil), (2, 2, 2, nil), (nil, 2, 2, nil)])
    func heapsTogetherTakeHalfOfTheMemory(gibibytes: Int?, width: Int, processors: Int, heap: Int?) {
        let memory = gibibytes.map { $0 << 30 }
        var schedule = Schedule([Self.job("a", "linux")], width: width, processors: processors, memory: memory)
        let start = schedule.next()
        #expect(start?.heap == heap.map { $0 << 30 })
    }
}
