import Gating
import Planning
import Reports
import Testing

struct MeasureGateTests {
    private static func run(peak: Int, cpu: Int, startup: Int? = nil, live: Int? = nil) -> MeasureReport.Run {
        var run = MeasureReport.Run(
            peak: peak, time: cpu, user: cpu, system: 0, startup: startup, minorFaults: 0, majorFaults: 0, collector: nil)
        run.collector = live.map {
            .init(
                cycles: 9, pauses: 1, longestPause: 1, processorTime: 1, liveHeap: $0, goal: 2 * $0, stacks: 0, globals: 0,
                allocated: 10 * $0)
        }
        return run
    }

    private static func point(_ preset: String, _ percent: String, _ runs: [MeasureReport.Run]) -> MeasureReport.Point {
        var point = MeasureReport.Point(binary: "./\(preset)/app", settings: [EnvironmentVariable("GOGC", percent)])
        (point.preset, point.runs) = (preset, runs)
        return point
    }

    private static func report(_ points: [MeasureReport.Point]) -> MeasureReport {
        var report = MeasureReport(
            machine: .init(target: "linux/amd64", processors: 2), workload: "app", isServer: false, rounds: 3, warmUp: 1,
            slower: 5,
            container: nil, points: points)
        report.program = "example.com/app"
        return report
    }

    private static func budget(
        _ figure: MeasureBudget.Figure, _ limit: MeasureBudget.Limit, _ points: MeasureBudget.Points = .init(),
        of reference: MeasureBudget.Points? = nil
    ) -> MeasureBudget {
        MeasureBudget(
            figure: figure, limit: limit, points: points, reference: reference, text: figure.rawValue, place: "p.yml:7")
    }

    private static func judged(_ budget: MeasureBudget, _ points: [MeasureReport.Point], isLenient: Bool = false) -> Verdict {
        MeasureGate(budgets: [budget], isLenient: isLenient).judge(report(points))
    }

    private let points = [
        point("default", "50", [run(peak: 100 << 20, cpu: 1_000, live: 40 << 20)]),
        point("default", "100", [run(peak: 150 << 20, cpu: 800, live: 40 << 20)]),
        point("strip", "50", [run(peak: 101 << 20, cpu: 1_300, live: 41 << 20)]),
        point("strip", "100", [run(peak: 149 << 20, cpu: 850, live: 39 << 20)]),
    ]

    @Test func sizesAreJudgedForEachPoint() {
        let verdict = Self.judged(Self.budget(.memory, .bytes(149 << 20)), points)
        #expect(verdict.broken.map(\.subject) == ["GOGC=100 in example.com/app linux/amd64 default"])
        #expect(
            verdict.broken[0].sentence
                == "example.com/app linux/amd64 default GOGC=100 needs 157,286,400 bytes of memory, 1,048,576 over its 149 MiB")
        #expect(verdict.broken[0].place == "p.yml:7" && verdict.limits?.count == 4 && verdict.state == .broken)
        let live = Self.judged(
            Self.budget(.liveHeap, .bytes(40 << 20), .init(settings: [EnvironmentVariable("GOGC", "50")])), points)
        #expect(live.broken.map(\.finding?.preset) == ["strip"])
        #expect(Self.judged(Self.budget(.allocated, .bytes(410 << 20)), points).passed)
    }

    @Test func ratiosCompareTheSamePointOfAnotherPreset() {
        let verdict = Self.judged(
            Self.budget(.cpu, .percent(110), .init(preset: Glob("strip")), of: .init(preset: Glob("default"))), points)
        #expect(verdict.broken.map(\.finding?.name) == ["GOGC=50"], "100 takes 106 % of the reference")
        #expect(
            verdict.broken[0].sentence
                == "example.com/app linux/amd64 strip GOGC=50 takes 1.30 µs of processor time, 130% of default GOGC=50: 1.00 µs; 110% is allowed"
        )
        let settings = Self.judged(
            Self.budget(
                .memory, .percent(67), .init(settings: [EnvironmentVariable("GOGC", "50")]),
                of: .init(settings: [EnvironmentVariable("GOGC", "100")])), points)
        #expect(settings.broken.map(\.finding?.preset) == ["strip"])
    }

    @Test func aRatioWithinNoiseIsANote() {
        let noisy = [
            Self.point("default", "100", [900, 1_000, 1_300].map { Self.run(peak: 1, cpu: $0) }),
            Self.point("strip", "100", [900, 1_150, 1_200].map { Self.run(peak: 1, cpu: $0) }),
        ]
        let verdict = Self.judged(
            Self.budget(.cpu, .percent(110), .init(preset: Glob("strip")), of: .init(preset: Glob("default"))), noisy)
        #expect(verdict.passed && verdict.notes.count == 1 && verdict.notes[0].contains("within noise"), "\(verdict)")
    }

    @Test func whatWasNotMeasuredIsNotJudged() {
        var failed = points
        (failed[0].failure, failed[0].runs) = ("ended with exit code 3", [])
        let verdict = Self.judged(Self.budget(.memory, .bytes(1 << 40)), failed)
        #expect(verdict.state == .notJudged && !verdict.passed && verdict.notJudged.map(\.builds) == [["default GOGC=50"]])
        #expect(Self.judged(Self.budget(.memory, .bytes(1 << 40)), failed, isLenient: true).passed)
        let none = Self.budget(.memory, .bytes(1), .init(preset: Glob("pgo")))
        #expect(Self.judged(none, points).state == .notJudged)
        #expect(Self.judged(Self.budget(.startup, .percent(110), of: .init(preset: Glob("default"))), points).state == .notJudged)
        let itself = Self.budget(.cpu, .percent(110), .init(preset: Glob("strip")), of: .init(preset: Glob("strip")))
        #expect(Self.judged(itself, points).state == .notJudged, "a point compared with itself can break nothing")
        #expect(Self.judged(Self.budget(.neverRun, .percent(10)), points).state == .notJudged)
    }

    @Test func codeThatNeverRunsIsAShareOfTheProgram() {
        var report = Self.report(points)
        report.coverage = .init(
            target: "linux/amd64", preset: "default", bytes: 1_000, neverRun: 600, neverRunFunctions: 6, saves: 700)
        let verdict = MeasureGate(budgets: [Self.budget(.neverRun, .percent(50))]).judge(report)
        #expect(verdict.broken.map(\.finding?.limit) == [500])
        #expect(MeasureGate(budgets: [Self.budget(.neverRun, .percent(60))]).judge(report).passed)
    }

    @Test func warningsAndWaiversDoNotFail() {
        var budget = Self.budget(.memory, .bytes(1))
        budget.level = .warn
        #expect(Self.judged(budget, points).passed)
        budget.level = .fail
        budget.waiver = BudgetWaiver(reason: "known", until: "2026-12-31")
        var gate = MeasureGate(budgets: [budget])
        gate.today = "2026-12-31"
        #expect(gate.judge(Self.report(points)).waived.count == 4)
        gate.today = "2027-01-01"
        #expect(gate.judge(Self.report(points)).broken.count == 4)
    }
}
