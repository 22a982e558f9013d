import Fixtures
import JSON
import Rendering
import Reports
import Testing

/// A history as each format shows it.
@Suite struct HistoryReportTests {
    private static func point(
        _ number: Int, size: Int, change: Int?, changed: Bool = false, tags: [String] = [], verdict: Verdict.State? = .passed
    ) -> HistoryReport.Point {
        var point = HistoryReport.Point(
            commit: String(repeating: "\(number)c2e9a4f", count: 5), changed: changed, branches: ["main"], tags: tags,
            time: "2026-11-\(10 + number)T08:00:00Z", go: "go1.27.3", size: size, compressed: size * 2 / 5, seconds: 1.5,
            peakBytes: 300 << 20, verdict: verdict)
        point.change = change
        return point
    }

    static func report() -> HistoryReport {
        let points = [
            point(1, size: 14_319_776, change: nil, tags: ["v1.2.0"]), point(2, size: 14_319_776, change: 0),
            point(3, size: 15_400_000, change: 1_080_224, tags: ["v1.3.0"], verdict: .broken),
            point(4, size: 15_410_000, change: 10_000, changed: true, verdict: nil),
            point(5, size: 15_300_000, change: -100_000, verdict: .notJudged),
        ]
        let steps = [
            HistoryReport.Step(
                from: points[1], to: points[2],
                packages: [
                    Change(name: "net/http", old: nil, new: 629_300), Change(name: "crypto/tls", old: 100_000, new: 430_000),
                ]),
            HistoryReport.Step(
                from: points[2], to: points[4], packages: [Change(name: "crypto/tls", old: 430_000, new: 330_000)]),
        ]
        let series = HistoryReport.Series(
            pipeline: "release", main: "cmd/pprof", target: "linux/amd64", preset: "strip", points: points, steps: steps)
        return HistoryReport(file: ".pare/history.db", subject: .file, series: [series])
    }

    private static func severalSeries() -> HistoryReport {
        var report = report()
        report.series.append(report.series[0])
        report.series[1].preset = "default"
        report.series[1].steps = []
        report.series[1].points = [report.series[0].points[0]]
        report.series[0].points[4].branches = ["next"]
        return report
    }

    @Test(arguments: ["text", "csv", "json", "markdown", "html"]) func oneSeries(format: String) throws {
        let format = try #require(HistoryReport.formats.first { $0.name == format })
        try expectSnapshot(Self.report().rendered(as: format), "history.\(format.fileExtension)")
    }

    @Test func severalSeriesAreATable() throws {
        try expectSnapshot(Self.severalSeries().rendered(as: .text), "history-several.txt")
    }

    @Test(arguments: ["text", "csv"]) func stepsAlone(format: String) throws {
        var report = Self.report()
        report.onlySteps = true
        report.subject = .init(kind: .package, name: "net/*")
        let format = try #require(HistoryReport.formats.first { $0.name == format })
        try expectSnapshot(report.rendered(as: format), "history-steps.\(format.fileExtension)")
    }

    @Test func nothingFound() throws {
        let report = HistoryReport(file: "h.db", subject: .init(kind: .package, name: "x"), series: [])
        #expect(try report.rendered(as: .text) == "no recorded build of it in h.db\n")
        for format in HistoryReport.formats { #expect(try report.rendered(as: format).isEmpty == false) }
    }

    @Test func aLargeHistoryHasASmallPage() throws {
        var report = Self.report()
        let point = report.series[0].points[0]
        report.series[0].points = (0..<10_000).map { index in
            var point = point
            point.size += index * 7_919 % 100_000
            return point
        }
        let page = try report.rendered(as: .html)
        #expect(page.utf8.count < 300_000)
    }

    /// Names, commits and references of hostile repositories and binaries, whole and harmless.
    @Test func hostileNamesAreWholeAndHarmless() throws {
        var report = Self.report()
        let names: [String] = hostileNames + [String(repeating: "x", count: 4_000), "a|b`c\"d'e", "🐹"]
        for name in names {
            report.series[0].main = name
            report.series[0].points[4].branches = [name]
            report.series[0].points[4].go = name
            report.series[0].steps[0].to.tags = [name]
            report.series[0].steps[0].packages[0].name = name
            report.subject = .init(kind: .package, name: name)
            for format in HistoryReport.formats {
                let text = try report.rendered(as: format)
                if format == .text || format == .html || format == .markdown {
                    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
                    #expect(!text.contains("\u{202E}"))
                }
                if format == .html {
                    #expect(!text.lowercased().contains("<script") && !text.contains("<img") && !text.contains("<b>"))
                    #expect(text.split(separator: "<path ").count == 2)
                }
                if format == .json { #expect(try JSONDecoder().decode(HistoryReport.self, from: text).series == report.series) }
                if name.allSatisfy({ $0.isLetter }) { #expect(text.contains(name)) }
            }
        }
    }
}
