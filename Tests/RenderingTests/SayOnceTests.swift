import Fixtures
import Gating
import Planning
import Reports
import Testing

@testable import Rendering

/// What is the same of several builds is said once.
@Suite struct SayOnceTests {
    private func build(_ target: String, _ reason: String? = nil, size: Int? = nil) -> BuildReport.Build {
        BuildReport.Build(
            main: "app", target: target, preset: "strip", status: reason == nil ? .built : .failed, command: "", path: "a/b",
            size: size, reason: reason)
    }

    private func report(_ builds: [BuildReport.Build]) -> BuildReport {
        var report = BuildReport(smallReport())
        report.builds = builds
        report.verdict = Verdict(broken: [], budgets: 1)
        return report
    }

    private let shared = "# example.com/app/lib\nlib/a.go:3:1: undefined: x\n\tx := 1"

    @Test func anErrorOfAllBuildsIsShownOnceWithItsTabs() throws {
        let text = try report(["a/b", "c/d", "e/f"].map { build($0, shared) }).rendered(as: .text)
        #expect(text.contains("\nfailed in all 3 builds\n  # example.com/app/lib\n  lib/a.go:3:1: undefined: x\n  \tx := 1\n"))
        #expect(text.split(separator: "undefined: x").count == 2)
        #expect(!text.contains("✓"))
    }

    @Test func partsOfAnErrorNameTheirBuilds() throws {
        let builds = [build("a/b", shared), build("c/d", shared + "\n# example.com/app\nmain.go:1: no"), build("e/f", size: 7)]
        let entries = FailureSummary(report(builds)).entries
        #expect(entries.map(\.title) == ["failed in 2 of 3 builds: app a/b strip, app c/d strip", "app c/d strip failed"])
        #expect(entries.last?.lines == ["# example.com/app", "main.go:1: no"])
        #expect(try report(builds).rendered(as: .markdown).split(separator: "undefined: x").count == 2)
    }

    @Test func violationsOfOneBudgetAreShownWithIt() throws {
        let source = Finding.Source(budget: "artifact * max 1 KiB", file: "p.yml", line: 3)
        let broken = (0..<7).map { index in
            Verdict.Broken(
                Finding(kind: .artifactSize, limit: 1024, actual: 2048 + index, build: build("a/\(index)")), source,
                command: "pare weigh a")
        }
        let verdict = Verdict(broken: broken, notes: ["again", "once", "again"], budgets: 1)
        let text = verdict.text(.plain)
        #expect(text.hasPrefix("✗ 1 budget broken, on 7 targets\n  app a/0 strip is "))
        let alike = smallBuildReport(verdict: verdict)
        for format in [Format.markdown, .html] {
            let text = try alike.rendered(as: format)
            #expect(text.contains("1 budget broken, on 7 targets") && text.contains("… and 2 more violations of the same budget"))
            #expect(text.split(separator: format == .html ? "<code>p.yml:3: artifact" : "`p.yml:3`: `artifact").count == 2)
        }
        #expect(text.split(separator: "p.yml:3: artifact * max 1 KiB").count == 2)
        #expect(text.contains("… and 2 more violations of the same budget\n"))
        #expect(text.hasSuffix("note: again (2 times)\nnote: once\n"))
    }

    /// The headline tells whether each budget is broken on every target; waivers are counted and listed by budget.
    @Test(arguments: [
        (["1 a/b"], "1 budget broken"), (["1 a/b", "1 c/d"], "1 budget broken, on a/b and c/d"),
        (["1 a/b", "2 c/d"], "2 budgets broken, between them on a/b and c/d"),
        (["1 a/b", "1 c/d", "2 a/b", "2 c/d"], "2 budgets broken, each on a/b and c/d"),
        (["1 a/b", "1 c/d", "1 e/f", "2 a/b"], "2 budgets broken, between them on a/b, c/d and e/f"),
        (["1 a/b", "1 c/d", "1 e/f", "1 g/h"], "1 budget broken, on 4 targets"),
    ]) func theHeadlineIsUnambiguous(violations: [String], headline: String) throws {
        let broken = violations.map { violation in
            let words = violation.split(separator: " ").map(String.init)
            let source = Finding.Source(budget: "artifact * max 1 KiB", file: "p.yml", line: Int(words[0]) ?? 0)
            return Verdict.Broken(
                Finding(kind: .artifactSize, limit: 1024, actual: 2048, build: build(words[1])), source, command: nil)
        }
        let verdict = Verdict(broken: broken, budgets: 2)
        #expect(verdict.text(.plain).hasPrefix("✗ \(headline)\n"))
        for format in [Format.markdown, .html] {
            let text = try smallBuildReport(verdict: verdict).rendered(as: format)
            #expect(text.contains("\(headline)\(format == .html ? "<" : "**")"), "\(text.prefix(2000))")
        }
        var waived = Verdict(broken: [], budgets: 2)
        waived.waived = broken.map { Verdict.Waived($0, reason: "until the next release", until: "2099-12-31") }
        let budgets = Set(violations.map { $0.prefix(1) }).count
        let text = waived.text(.plain)
        #expect(text.contains(", \(budgets) waived\n"))
        #expect(text.ranges(of: "    waived: until the next release (until 2099-12-31)\n").count == budgets)
        #expect(text.ranges(of: "  waived: app ").count == violations.count)
    }

    @Test(arguments: [Format.text, .markdown, .csv, .json]) func theBaselineHasAColumn(format: Format) throws {
        let (old, new) = (report([build("a/b", size: 1000)]), report([build("a/b", size: 3048)]))
        let text = try new.rendered(as: format, baseline: old)
        let plain = try new.rendered(as: format)
        switch format {
        case .csv: #expect(text.contains(",1000,2048\r\n") && plain.contains(",,\r\n"))
        case .json: #expect(text.contains("\"baselineSize\" : 1000") && !plain.contains("baselineSize"))
        default:
            #expect(text.lowercased().contains("baseline") && text.contains("+2.0 KiB"))
            #expect(!plain.lowercased().contains("baseline"))
        }
    }

    @Test(arguments: [40, 80, 200]) func tablesFitAndFiguresStayWhole(width: Int) throws {
        let style = TextStyle(width: width)
        for text in [
            try smallReport("dist/release/linux_amd64/strip/some-program").rendered(as: .text, style: style),
            try Comparison(old: smallReport(), new: smallReport(growth: 9000)).rendered(as: .text, style: style),
            try FullReport.verdict("golang.org/x/a-very-long-name/of/a/package").rendered(as: .text, style: style),
        ] {
            for line in text.split(separator: "\n") where !line.contains("pare ") && line.contains(" ") {
                let isWord = line.split(separator: " ").count == 1 || line.contains("release.yml:")
                #expect(line.count <= width || isWord, "\(line)")
            }
            for line in text.split(separator: "\n") where line.contains(" total") { #expect(!line.contains("…"), "\(line)") }
        }
    }

    @Test func longLinesBreakAtBlanksUnderTheirLastColumn() {
        let style = TextStyle(width: 30, color: true)
        #expect(
            style.wrapped("said by   the pass `functions`, for 672 bytes") == """
                said by   the pass
                          `functions`, for 672
                          bytes
                """)
        #expect(
            style.wrapped("a \u{1B}[2mword that goes on for a while\u{1B}[0m")
                == "a \u{1B}[2mword that goes on for a\n  while\u{1B}[0m")
        let command = "  pare weigh dist/release/app --by package,kind --filter net/http"
        #expect(style.wrapped(command) == command)
        #expect(TextStyle.plain.wrapped(command) == command)
    }

    @Test(arguments: [
        (
            "the limits can be lowered: `pare gate --update -f p.yml` does it",
            ["the limits can be lowered:", "`pare gate --update -f p.yml`", "does it"]
        ),
        ("'a file of blanks' isn't what pare's users' files are", ["'a file of blanks' isn't what", "pare's users' files are"]),
        ("a ` that is not closed changes nothing at all", ["a ` that is not closed changes", "nothing at all"]),
    ]) func quotedTextsStayOnOneLine(text: String, lines: [String]) {
        #expect(TextStyle(width: 30).wrapped(text) == lines.joined(separator: "\n  "))
    }
}
