import Fixtures
import FoundationEssentials
import Gating
import Planning
import Rendering
import Reports
import Testing

/// Writes sample reports to look at when PARE_SAMPLES names a folder.
@Suite struct SampleTests {
    private static let folder = ProcessInfo.processInfo.environment["PARE_SAMPLES"]

    @Test(.enabled(if: folder != nil, "set PARE_SAMPLES to a folder to get sample reports to look at"))
    func samples() throws {
        let folder = try #require(Self.folder)
        var report = RealisticReport.buildReport()
        report.verdict = Gate(budgets: [
            Budget(
                subject: .artifacts, artifact: Glob("linux/*/strip"), max: 7 << 20, text: "artifact linux/*/strip max 7MiB",
                place: "pipelines/go-tools.yml:14"),
            Budget(
                subject: .packages(Glob("net/http")), artifact: Glob("*/default"), max: 900_000,
                text: "package net/http max 900000",
                place: "pipelines/go-tools.yml:15"),
            Budget(
                subject: .modules(Glob("k8s.io/*")), growth: .percent(2), text: "module k8s.io/* growth 2%",
                place: "pipelines/go-tools.yml:16"),
        ]).judge(report)
        let weigh = try #require(report.builds[0].weigh)
        let strip = try #require(report.builds[1].weigh)
        let comparison = Comparison(old: weigh, new: strip)
        var later = report
        later.builds.removeLast()
        later.builds[0].weigh = strip
        later.builds[0].size = strip.total
        let builds = BuildComparison(old: report, new: later)
        for format in SavedReport.formats {
            let style = TextStyle(width: 100, color: true)
            let samples = [
                ("build", try report.rendered(as: format, style: style)),
                ("weigh", try weigh.rendered(as: format, BreakdownQuery(top: 20), style: style)),
                ("nested", try weigh.rendered(as: format, BreakdownQuery(by: [.module, .package, .kind], top: 4), style: style)),
                ("diff", try comparison.rendered(as: format, top: 12, style: style)),
                ("builds-diff", try builds.rendered(as: format, style: style)),
            ]
            for (name, text) in samples {
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).\(format.fileExtension)"))
            }
        }
    }
}
