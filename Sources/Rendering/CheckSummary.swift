internal import Reports

/// Results of the checks of a run: a line for each check, and one for each build that did not pass.
struct CheckSummary {
    struct Line {
        var name: String
        /// `12 builds passed, 3 skipped`
        var counts: String
        var hasFailed: Bool
        /// `cmd/gofmt linux/amd64 strip` and what was found; what is the same of several builds is said once.
        var remarks: [(title: String, lines: [String])]
    }

    var lines: [Line]
    /// Whether checks that passed are marked: no build and no check has failed.
    let ticks: Bool

    init(_ report: BuildReport) {
        var names: [String] = []
        for check in report.builds.flatMap({ $0.checks ?? [] }) where !names.contains(check.name) { names.append(check.name) }
        ticks = !report.hasFailed && !report.hasFailedCheck
        lines = names.map { name in
            let found = report.builds.flatMap { build in
                (build.checks ?? []).filter { $0.name == name }.map { (title: build.title, check: $0) }
            }
            let counts = [BuildReport.Check.Status.passed, .failed, .skipped].compactMap { status in
                let count = found.count { $0.check.status == status }
                return count > 0 ? "\(counted(count, "build")) \(status.rawValue)" : nil
            }
            var remarks = Self.remarks(
                found.filter { $0.check.status == .failed }.map {
                    Finding(builds: [$0.title], lines: ($0.check.message ?? "").split(separator: "\n").map(String.init))
                })
            var reasons: [String] = []
            for reason in found.filter({ $0.check.status == .skipped }).compactMap(\.check.message)
            where !reasons.contains(reason) {
                reasons.append(reason)
            }
            remarks += reasons.map { (title: "skipped", lines: [$0]) }
            return Line(
                name: name, counts: counts.joined(separator: ", "), hasFailed: found.contains { $0.check.status == .failed },
                remarks: remarks)
        }
    }

    private struct Finding {
        var builds: [String]
        var lines: [String]

        /// The builds of which this is said, the first of many.
        var title: String {
            let most = builds.count > 4 ? 3 : builds.count
            return builds.prefix(most).joined(separator: ", ") + (builds.count > most ? " and \(builds.count - most) more" : "")
        }
    }

    private static let mostInFull = 3

    /// Failures: equal ones of several builds once; of those with an equal first line, the first few in full.
    private static func remarks(_ failures: [Finding]) -> [(title: String, lines: [String])] {
        var findings: [Finding] = []
        for failure in failures {
            if let index = findings.firstIndex(where: { $0.lines == failure.lines }) {
                findings[index].builds += failure.builds
            } else {
                findings.append(failure)
            }
        }
        var remarks: [(title: String, lines: [String])] = []
        var heads: [String: (shown: Int, more: Int)] = [:]
        for finding in findings {
            let head = finding.lines.first ?? ""
            if heads[head, default: (0, 0)].shown < mostInFull {
                heads[head, default: (0, 0)].shown += 1
                remarks.append((finding.title, finding.lines))
            } else {
                heads[head]?.more += finding.builds.count
            }
        }
        let more = heads.filter { $0.value.more > 0 }.sorted { $0.key < $1.key }
        return remarks
            + more.map { head, count in
                (title: "… and \(count.more) more", lines: [head, "all of it is in report.json"])
            }
    }

    func text(_ style: TextStyle) -> String {
        lines.reduce(into: "") { text, line in
            let mark = line.hasFailed ? style.paint("✗", .red) : ticks ? style.paint("✓", .green) : "-"
            text += "\(mark) \(line.name.visible): \(line.counts)\n"
            for remark in line.remarks {
                text += "  \(remark.title.visible): \(remark.lines.first?.visible ?? "")\n"
                for more in remark.lines.dropFirst() { text += "    \(more.visible)\n" }
            }
        }
    }

    /// The checks that failed, or those that passed.
    func html(failed: Bool) -> String {
        let items = lines.filter { $0.hasFailed == failed }.map { line in
            let remarks = line.remarks.map { remark in
                "<code>\(([remark.title + ": " + (remark.lines.first ?? "")] + remark.lines.dropFirst()).joined(separator: "\n").escapedHTML)</code>"
            }
            return
                "<li>\(line.hasFailed ? "✗ " : ticks ? "✓ " : "")\(line.name.escapedHTML): \(line.counts.escapedHTML)\(remarks.joined())</li>"
        }
        let list = "<ul>\n\(items.joined(separator: "\n"))\n</ul>"
        return failed
            ? "<div class=\"verdict broken\"><strong>Checks</strong>\n\(list)</div>\n"
            : "<details class=\"notes\"><summary><h2>Checks</h2></summary>\n<div class=\"verdict\">\(list)</div></details>\n"
    }
}

extension MarkdownDocument {
    mutating func add(_ summary: CheckSummary) {
        guard !summary.lines.isEmpty else { return }
        add(
            list: summary.lines.map { line in
                let remarks = line.remarks.map { remark in
                    "  \n  \(remark.title.escapedMarkdown): \(remark.lines.map(\.escapedMarkdown).joined(separator: "  \n  "))"
                }
                return "\(line.hasFailed ? "❌ " : summary.ticks ? "✅ " : "")\(line.name.code): \(line.counts)\(remarks.joined())"
            })
    }
}
