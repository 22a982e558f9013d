import Planning
import Reports
import Testing

struct MeasureReportTests {
    /// Points by GOGC with their runs as (MiB, milliseconds).
    private static func report(
        _ points: [(percent: String, runs: [(Int, Int)])], slower: Double = 5, container: Int? = nil, live: Int = 10
    ) -> MeasureReport {
        MeasureReport(
            machine: .init(target: "linux/amd64", processors: 2), workload: "./app", isServer: false, rounds: 3, warmUp: 1,
            slower: slower, container: container,
            points: points.map { percent, runs in
                var point = MeasureReport.Point(binary: "./app", settings: [EnvironmentVariable("GOGC", percent)])
                point.runs = runs.map { memory, time in
                    MeasureReport.Run(
                        peak: memory << 20, time: time * 1_000_000, user: 0, system: 0, startup: nil, minorFaults: 0,
                        majorFaults: 0,
                        collector: .init(
                            cycles: 10, pauses: 0, longestPause: 0, processorTime: 0, liveHeap: live << 20, goal: 0, stacks: 0,
                            globals: 0, allocated: 0))
                }
                return point
            })
    }

    @Test func quartilesAreInterpolated() {
        let spread = Spread([40, 10, 20, 30])
        #expect(spread?.median == 25 && spread?.lower == 18 && spread?.upper == 33)
        #expect(Spread([7])?.upper == 7 && Spread([]) == nil)
    }

    @Test func theLeastMemoryWithinTheBoundIsTaken() {
        let report = Self.report([
            ("25", [(20, 130), (20, 130), (20, 130)]), ("50", [(30, 104), (30, 103), (30, 104)]),
            ("100", [(50, 100), (50, 101), (50, 100)]),
        ])
        let recommendation = report.recommended()
        #expect(recommendation?.title == "GOGC=50" && recommendation?.fastest == 2)
        #expect(recommendation.map { Int($0.memoryChange) } == -40 && recommendation?.alike == [])
    }

    /// Of settings whose memory is the same but for noise, the faster one: what remains of the difference decides nothing.
    @Test func noiseDecidesNothing() {
        let report = Self.report([
            ("50", [(30, 104), (31, 104), (32, 104)]), ("80", [(31, 101), (32, 101), (33, 101)]),
            ("400", [(90, 100), (90, 100), (90, 100)]),
        ])
        let recommendation = report.recommended()
        #expect(recommendation?.title == "GOGC=80" && recommendation?.alike == ["GOGC=50"])
        let undecided = Self.report([
            ("25", [(20, 100), (20, 107), (20, 120)]), ("100", [(50, 100), (50, 100), (50, 100)]),
        ]).recommended()
        #expect(undecided?.title == "GOGC=100" && undecided?.undecided == ["GOGC=25"])
    }

    /// Nothing to set where settings change nothing.
    @Test func theDefaultIsTakenWithinNoise() {
        let report = Self.report([
            ("50", [(30, 100), (31, 101), (32, 104)]), ("100", [(31, 101), (32, 102), (33, 103)]),
            ("200", [(90, 99), (90, 99), (90, 99)]),
        ])
        #expect(report.recommended()?.title == "GOGC=100")
        // Caddy: three runs each, whose quartiles do not meet.
        let close = Self.report([
            ("50", [(464, 1881), (465, 1880), (465, 1882)]), ("100", [(468, 1890), (469, 1891), (469, 1890)]),
            ("200", [(481, 1910), (481, 1911), (482, 1910)]),
        ])
        #expect(close.recommended()?.title == "GOGC=100" && close.recommended()?.alike == ["GOGC=50"])
    }

    @Test func aContainerGetsALimitOrAWarning() {
        let points = [("100", [(50, 100), (50, 100), (50, 100)])]
        #expect(Self.report(points, container: 256 << 20).recommended()?.memoryLimit == 230 << 20)
        #expect(Self.report(points, container: 256 << 20).recommended()?.warning == nil)
        let small = Self.report(points, container: 50 << 20).recommended()
        #expect(small?.warning?.contains("no measured setting") == true)
        let smaller = Self.report(points, container: 50 << 20, live: 48).recommended()
        #expect(smaller?.warning?.contains("the live heap alone is 48.00 MiB") == true)
    }

    @Test func failedPointsAreNotRecommendedAndTheirReasonIsSaidOnce() {
        var report = Self.report([("50", [(1, 1)]), ("100", [(50, 100)]), ("200", []), ("400", [(90, 99)])])
        report.points[0].failure = "ended with exit code 1"
        report.points[2].failure = "ended with exit code 1"
        #expect(report.recommended()?.title == "GOGC=100" && report.hasFailed)
        report.points[3].failure = "was ended by signal 9"
        #expect(report.recommended() == nil, "one point is no choice")
        #expect(report.failures.map(\.points) == [["GOGC=50", "GOGC=200"], ["GOGC=400"]])
    }

    @Test func anchorsLieInsideOfTheRange() {
        func anchors(_ settings: [(String, String)]) -> [Int] {
            MeasureReport.anchors(
                of: settings.map { percent, limit in
                    MeasureReport.Point(
                        binary: "./app",
                        settings: [EnvironmentVariable("GOGC", percent), EnvironmentVariable("GOMEMLIMIT", limit)])
                })
        }
        let off = "off"
        #expect(anchors([("25", off), ("50", off), (off, off), ("100", off), ("400", off), ("200", off)]) == [1, 5])
        #expect(anchors([("100", off), ("50", off), ("25", "64MiB")]) == [1, 0])
        #expect(anchors([("100", off), (off, off)]) == [] && anchors([("50", "1GiB"), ("100", "1GiB")]) == [])
    }
}
