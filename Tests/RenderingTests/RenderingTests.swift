import Fixtures
import Gating
import Planning
import Rendering
import Reports
import Testing

@Suite struct RenderingTests {
    @Test(arguments: [Format.text, .json, .csv, .markdown])
    func weighSnapshots(format: Format) throws {
        var report = smallReport()
        report.warnings = ["`.debug_line` is damaged at offset 0x1f3a0: its bytes are unexplained"]
        report.file.compressed = 600_000
        try expectSnapshot(report.rendered(as: format, BreakdownQuery(top: 3)), "weigh.\(format.fileExtension)")
    }

    @Test(arguments: [Format.text, .csv, .markdown])
    func nestedSnapshots(format: Format) throws {
        let query = BreakdownQuery(by: [.module, .package, .kind], top: 2, filter: Glob("golang.org/*"))
        try expectSnapshot(smallReport().rendered(as: format, query), "nested-filtered.\(format.fileExtension)")
    }

    @Test func narrowTerminalSnapshot() throws {
        let style = TextStyle(width: 44, color: true)
        try expectSnapshot(
            smallReport().rendered(as: .text, BreakdownQuery(by: [.module, .package]), style: style), "weigh-narrow.txt")
    }

    @Test func wideTerminalSnapshot() throws {
        try expectSnapshot(smallReport().rendered(as: .text, style: TextStyle(width: 100)), "weigh-wide.txt")
    }

    @Test(arguments: [Format.text, .json, .csv, .markdown])
    func buildSnapshots(format: Format) throws {
        let budget = Budget(
            subject: .artifacts, artifact: Glob("linux/*/strip"), max: 1 << 20, text: "artifact linux/*/strip max 1MiB",
            place: "p.yml:3")
        var report = smallBuildReport()
        report.verdict = Gate(budgets: [budget]).judge(report)
        try expectSnapshot(report.rendered(as: format, top: 2), "build.\(format.fileExtension)")
    }

    /// With a baseline what changed comes first, and all the rest is folded.
    @Test func changesComeFirst() throws {
        let budget = Budget(
            subject: .artifacts, max: 1 << 21, growth: .percent(0.1), text: "artifact * max 2MiB", place: "p.yml:3")
        var report = smallBuildReport(growth: 5_000)
        report.builds[0] = smallBuildReport().builds[0]
        report.builds.removeLast()
        report.verdict = Gate(budgets: [budget], baseline: Baseline(smallBuildReport(), path: "main.json")).judge(report)
        try expectSnapshot(report.rendered(as: .markdown, top: 2, baseline: smallBuildReport()), "build-changes.md")
    }

    @Test(arguments: [Format.text, .json, .csv, .markdown])
    func verdictSnapshots(format: Format) throws {
        let build = BuildReport.Build(main: "app", target: "linux/amd64", preset: "strip", status: .built, command: "")
        let finding = Finding(kind: .artifactSize, limit: 1 << 20, actual: 1_436_000, build: build)
        let source = Finding.Source(budget: "artifact * max 1MiB", file: "p.yml", line: 3)
        let kept = Finding(
            kind: .packageGrowth, limit: 2_000, percent: 2, actual: -120, baseline: 100_000, build: build, name: "net")
        let limits = [
            Verdict.Limit(source: source, finding: finding, judged: 6, broken: 1),
            Verdict.Limit(
                source: .init(budget: "package net growth 2%", file: "p.yml", line: 5), finding: kept, judged: 1, broken: 0),
        ]
        let item = Verdict.Broken(finding, source, command: "pare weigh app")
        let open: [Verdict.NotJudged] = [
            .init(reason: "no binary (failed)", builds: (1...5).map { "app linux/amd64 \($0)" }),
            .init(
                budget: "package k8s.io/* max 1MiB", reason: "no package matches `k8s.io/*`; the nearest is k8s.dev",
                file: "p.yml",
                line: 4),
        ]
        let verdict = Verdict(
            broken: [item], notJudged: open, notes: ["1 build of the pipeline left out by the command line, not judged: a b c"],
            budgets: 3, limits: limits)
        try expectSnapshot(verdict.rendered(as: format), "verdict.\(format.fileExtension)")
    }

    @Test(arguments: [20, 44, 60, 80, 120])
    func linesFitTheWidth(width: Int) throws {
        let report = try #require(RealisticReport.buildReport(packages: 60).builds[0].weigh)
        let lines = try report.rendered(as: .text, style: TextStyle(width: width)).split(separator: "\n")
        let table = lines.drop { !$0.contains("SIZE") }.prefix { !$0.contains("───") }
        #expect(table.allSatisfy { $0.count <= max(width, 42) })
    }

    @Test func csvIsNeverCutAndSumsToTheFile() throws {
        let report = try #require(RealisticReport.buildReport().builds[0].weigh)
        for (query, column) in [
            (BreakdownQuery(top: 1), 5), (BreakdownQuery(by: [.kind], top: 1), 2), (BreakdownQuery(by: [.section]), 2),
        ] {
            let rows = try report.rendered(as: .csv, query).split(separator: "\r\n").dropFirst().filter { !$0.contains("\"") }
            let hostile =
                query.dimensions == [.package] ? report.packages.filter { $0.path.contains { ",\"\n\r".contains($0) } } : []
            let sum = rows.reduce(hostile.reduce(0) { $0 + $1.size }) {
                $0 + (Int($1.split(separator: ",", omittingEmptySubsequences: false)[column]) ?? 0)
            }
            #expect(sum == report.total)
        }
    }

    @Test func markdownStaysBelowGitHubsLimit() throws {
        var report = RealisticReport.buildReport()
        for index in 0..<2_000 {
            var build = report.builds[0]
            build.weigh?.warnings = ["warning \(index)"]
            build.target = "linux/target\(index)"
            report.builds.append(build)
        }
        let text = try report.rendered(as: .markdown)
        #expect(text.utf8.count < 60_000)
        #expect(text.contains("more lines did not fit here"))
        #expect(
            text.split(separator: "\n").filter { $0 == "<details>" }.count
                == text.split(separator: "\n").filter { $0 == "</details>" }.count)
    }

    @Test(arguments: BuildReport.formats)
    func theSameReportGivesTheSameBytes(format: Format) throws {
        let report = RealisticReport.buildReport(packages: 120)
        var other = report
        for (index, build) in report.builds.enumerated() {
            guard let weigh = build.weigh else { continue }
            for (at, package) in weigh.packages.enumerated() {
                var kinds: [String: Int] = [:]
                kinds.reserveCapacity(500)
                for kind in package.kinds.sorted(by: { $0.key > $1.key }) { kinds[kind.key] = kind.value }
                other.builds[index].weigh?.packages[at].kinds = kinds
            }
        }
        #expect(try report.rendered(as: format) == other.rendered(as: format))
        let (weigh, otherWeigh) = (try #require(report.builds[0].weigh), try #require(other.builds[0].weigh))
        for query in [BreakdownQuery(), BreakdownQuery(by: [.kind, .package])] where WeighReport.formats.contains(format) {
            #expect(try weigh.rendered(as: format, query) == otherWeigh.rendered(as: format, query))
        }
    }
}
