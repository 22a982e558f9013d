import Fixtures
import Rendering
import Reports
import Testing

/// Names come from binaries, and binaries from anyone.
@Suite struct HostileNameTests {
    private let weigh = hostileReport()

    private static func hostileReport() -> WeighReport {
        let packages = hostileNames.enumerated().map { index, name in
            WeighReport.Package(
                path: name, module: name, version: name, class: .dependency, size: 1_000 - index, exclusive: 1_000 - index,
                shared: 0,
                kinds: ["code": 1_000 - index], sections: [".text": 1_000 - index])
        }
        var report = report(hostileNames[0], packages: packages, warnings: hostileNames)
        report.main = hostileNames[0]
        report.go = hostileNames[9]
        return report
    }

    private var build: BuildReport {
        var report = BuildReport(weigh)
        report.pipeline = hostileNames[1]
        report.builds.append(report.builds[0])
        report.builds[1].target = hostileNames[2]
        report.builds[1].weigh = nil
        report.builds[1].size = nil
        report.builds[1].status = .failed
        report.builds[1].reason = hostileNames.joined(separator: "\n")
        let findings = hostileNames.map { name in
            let build = BuildReport.Build(main: name, target: name, preset: name, status: .built, command: "")
            return (
                finding: Finding(kind: .packageSize, limit: 1, actual: 2, build: build, name: name),
                source: Finding.Source(budget: name, file: name, line: 3)
            )
        }
        report.verdict = Verdict(
            broken: findings.map { .init($0.finding, $0.source, detail: $0.source.budget, command: $0.source.budget) },
            notes: hostileNames,
            limits: findings.map { .init(source: $0.source, finding: $0.finding, judged: 2, broken: 1) })
        return report
    }

    private var earlier: BuildReport {
        var report = build
        report.builds[0].size = 1
        return report
    }

    private func all(_ format: Format) throws -> [String] {
        [
            try weigh.rendered(as: format, BreakdownQuery(by: [.module, .package, .kind])), try weigh.rendered(as: format),
            try build.rendered(as: format), try Comparison(old: weigh, new: weigh).rendered(as: format),
            try Comparison(old: smallReport(), new: weigh).rendered(as: format),
            try BuildComparison(old: earlier, new: build).rendered(as: format), try build.verdict.rendered(as: format),
        ]
    }

    @Test func noControlCharactersReachTheTerminal() throws {
        for text in try all(.text) {
            for scalar in text.unicodeScalars where scalar != "\n" {
                #expect(scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format)
            }
        }
    }

    @Test func noMarkupReachesThePage() throws {
        for page in try all(.html) {
            let lower = page.lowercased()
            #expect(lower.split(separator: "<script").count == 3)
            #expect(lower.split(separator: "</script").count == 3)
            #expect(
                !lower.contains("<img") && !lower.contains("<b>evil") && !page.contains("\u{202E}") && !page.contains("\u{2028}"))
            let escaped = ["\\u003c/script\\u003e\\u003cscript\\u003ealert(1)", "&lt;/script&gt;&lt;script&gt;alert(1)"]
            #expect(escaped.contains { page.contains($0) })
        }
    }

    @Test func namesDoNotBreakOutOfMarkdown() throws {
        for text in try all(.markdown) {
            let outsideOfCode = text.replacing(/`[^`\n]*`/, with: "")
            #expect(!text.contains("<script") && !text.contains("<img") && !outsideOfCode.contains("](javascript"))
            let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
            var columns: Int?
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                guard line.hasPrefix("|") else {
                    columns = nil
                    continue
                }
                let count = line.filter { $0 == "|" }.count
                #expect(count == columns ?? count, "\(line)")
                columns = count
            }
            #expect(!rows.isEmpty)
        }
    }

    @Test func namesAreNoFormulas() throws {
        for text in try all(.csv) {
            for row in Self.parse(text) {
                for cell in row where Int(cell) == nil && Double(cell) == nil {
                    #expect(!["=", "+", "-", "@"].contains(cell.first), "\(cell)")
                }
            }
        }
        let names = Self.parse(try weigh.rendered(as: .csv)).dropFirst().prefix(hostileNames.count).map { $0[1] }
        let expected = hostileNames.map { ["=", "+", "-", "@"].contains($0.first) ? "'" + $0 : $0 }
        #expect(Array(names) == expected)
    }

    /// A plain RFC 4180 reader.
    private static func parse(_ text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if isQuoted {
                if scalar != "\"" {
                    cell.append(scalar)
                } else if scalars.first == "\"" {
                    cell.append(scalar)
                    scalars.removeFirst()
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"" {
                isQuoted = true
            } else if scalar == "," || scalar == "\n" {
                rows[rows.count - 1].append(String(cell))
                cell = .init()
                if scalar == "\n" { rows.append([]) }
            } else if scalar != "\r" {
                cell.append(scalar)
            }
        }
        return rows.dropLast()
    }
}
