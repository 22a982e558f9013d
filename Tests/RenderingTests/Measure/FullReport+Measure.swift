import Planning
import Reports

extension FullReport {
    /// A server under settings, with each field set somewhere: measured, predicted, failed, skipped, with and without collections.
    static func measure() -> MeasureReport {
        let settings = [
            ["25", "off"], ["50", "off"], ["100", "off"], ["200", "off"], ["400", "off"], ["100", "16MiB"], ["200", "1GiB"],
        ]
        var report = MeasureReport(
            machine: .init(target: "linux/amd64", processors: 2), workload: "{{binary}} --listen 127.0.0.1:{{port}}",
            isServer: true, rounds: 2, warmUp: 1, slower: 5, container: 256 << 20,
            points: settings.map { values in
                var point = MeasureReport.Point(
                    binary: "dist/app",
                    settings: [EnvironmentVariable("GOGC", values[0]), EnvironmentVariable("GOMEMLIMIT", values[1])])
                let percent = Int(values[0]) ?? 100
                point.runs = (0..<2).map { run in
                    MeasureReport.Run(
                        peak: (42 + percent / 3 + run) << 20, time: 900_000_000 - percent * 100_000 + run, user: 800_000_000,
                        system: 20_000_000, startup: 21_000_000, minorFaults: 9000, majorFaults: run,
                        collector: .init(
                            cycles: 8000 / percent, pauses: 4_000_000, longestPause: 250_000,
                            processorTime: 9_000_000_000 / percent,
                            liveHeap: 32 << 20, goal: (32 + 32 * percent / 100) << 20, stacks: 1 << 20, globals: 0,
                            allocated: 800 << 20),
                        treePeak: (60 + percent / 3 + run) << 20)
                }
                return point
            })
        (report.points[0].failure, report.points[0].said) = (
            "ended with exit code 2 under load", ["panic: <nil>", "| goroutine 1"]
        )
        report.points[0].runs = []
        (report.points[6].skipped, report.points[6].runs) = (MeasureReport.predictedOnly, [])
        report.points.append(MeasureReport.Point(binary: "dist/app.exe", settings: []))
        report.points[7].skipped = "a program for windows/amd64 does not run on linux/amd64"
        (report.program, report.pipeline, report.entry) = ("example.com/app", "release", "serving")
        (report.points[7].preset, report.points[7].target) = ("strip", "linux/amd64/v3")
        report.coverage = .init(
            target: "linux/amd64", preset: "strip", bytes: 3 << 20, neverRun: 2 << 20, neverRunFunctions: 2_345, saves: 4 << 20)
        report.warnings = ["a warning"]
        report.predict()
        report.recommendation = report.recommended()
        report.recommendation?.certain = "GOGC=400 GOMEMLIMIT=off"
        return report
    }
}
