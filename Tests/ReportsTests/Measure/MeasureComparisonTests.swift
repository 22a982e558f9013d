import JSON
import Planning
import Reports
import Testing

struct MeasureComparisonTests {
    private static func report(_ peaks: [String: [Int]], workload: String = "app", processors: Int = 2) -> MeasureReport {
        MeasureReport(
            machine: .init(target: "linux/amd64", processors: processors), workload: workload, isServer: false, rounds: 1,
            warmUp: 0,
            slower: 5, container: nil,
            points: peaks.sorted { $0.key < $1.key }.map { percent, peaks in
                var point = MeasureReport.Point(binary: "./app", settings: [EnvironmentVariable("GOGC", percent)])
                point.runs = peaks.map {
                    MeasureReport.Run(
                        peak: $0, time: 100, user: 100, system: 0, startup: nil, minorFaults: 0, majorFaults: 0, collector: nil)
                }
                return point
            })
    }

    @Test func pointsAreMatchedBySettings() {
        let comparison = MeasureComparison(
            old: Self.report(["50": [100], "100": [200, 210], "25": [1]]),
            new: Self.report(["50": [150], "100": [205, 215], "400": [1]]))
        #expect(comparison.rows.map(\.point) == ["GOGC=100", "GOGC=50"])
        #expect(comparison.rows.map(\.memory.change) == [5, 50])
        #expect(comparison.rows.map(\.memory.isNoise) == [true, false])
        #expect(comparison.onlyOld == ["GOGC=25"] && comparison.onlyNew == ["GOGC=400"])
    }

    @Test func otherMachinesAndWorkloadsAreNamed() {
        let caveats = MeasureComparison(
            old: Self.report(["50": [1]], workload: "app a"), new: Self.report(["50": [1]], workload: "app b", processors: 4)
        ).caveats
        #expect(caveats.count == 2 && caveats[0].contains("two machines") && caveats[1].contains("`app a` before, `app b` now"))
    }

    /// A limit in percent of it would not fit.
    @Test func coverageThatCannotBeIsRefused() throws {
        var report = Self.report(["50": [1]])
        report.coverage = .init(
            target: "linux/amd64", preset: "default", bytes: .max, neverRun: 1, neverRunFunctions: 1, saves: 1)
        let json = try JSONEncoder(pretty: true).encode(report)
        #expect(throws: ReportError.self) { try SavedReport(json: json, name: "m.json") }
    }

    @Test(arguments: [
        ("\"peak\" : 1", "\"peak\" : -1"), ("\"time\" : 100", "\"time\" : 9223372036854775807"),
        ("\"slower\" : 5", "\"slower\" : 1001"), ("\"rounds\" : 1", "\"rounds\" : -1"),
        ("\"point\" : 0", "\"point\" : 7"), ("\"workload\"", "\"worklod\""),
    ])
    func figuresThatCannotBeAreRefused(_ text: String, _ hostile: String) throws {
        var report = Self.report(["50": [1], "100": [1]])
        report.recommendation = report.recommended()
        let json = try JSONEncoder(pretty: true).encode(report)
        #expect(try SavedReport(json: json, name: "m.json") == .measure(report))
        #expect(json.contains(text), "\(json)")
        #expect(throws: ReportError.self) { try SavedReport(json: json.replacing(text, with: hostile), name: "m.json") }
    }
}
