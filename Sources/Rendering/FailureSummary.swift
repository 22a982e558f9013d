internal import Reports

/// Output of builds that failed or were skipped: the errors of one package once for all builds that have them.
struct FailureSummary {
    struct Entry {
        /// `failed in all 8 builds`, `failed in 5 of 8 builds: cmd/app linux/amd64 strip, …`
        var title: String
        var lines: [String]
    }

    var entries: [Entry] = []

    init(_ report: BuildReport) {
        struct Key: Hashable {
            var status: BuildReport.Status
            var lines: [String]
        }
        var order: [Key] = []
        var builds: [Key: [String]] = [:]
        for build in report.builds where build.status == .failed || build.status == .skipped {
            for lines in Self.blocks(build.reason ?? "") {
                let key = Key(status: build.status, lines: lines)
                if builds[key] == nil { order.append(key) }
                if builds[key]?.last != build.title { builds[key, default: []].append(build.title) }
            }
        }
        let all = report.builds.count
        entries = order.map { key in
            let names = builds[key] ?? []
            let what = key.status.rawValue
            let title =
                names.count == 1
                ? "\(names[0]) \(what)"
                : names.count == all
                    ? "\(what) in all \(all.grouped) builds"
                    : "\(what) in \(names.count.grouped) of \(all.grouped) builds: \(listed(names))"
            return Entry(title: title.visible, lines: key.lines.map(\.visibleLine))
        }
    }

    /// The parts of go's output, each of a package: `# example.com/app/lib`, then its errors.
    private static func blocks(_ reason: String) -> [[String]] {
        var blocks: [[String]] = [[]]
        for line in reason.split(separator: "\n") {
            if line.hasPrefix("# ") { blocks.append([]) }
            blocks[blocks.count - 1].append(String(line))
        }
        return blocks.allSatisfy(\.isEmpty) ? [[]] : blocks.filter { !$0.isEmpty }
    }

    func text(_ style: TextStyle) -> String {
        entries.map { entry in
            "\n" + style.paint(entry.title, .red) + "\n" + entry.lines.map { "  \($0)\n" }.joined()
        }.joined()
    }
}

extension String {
    /// `visible`, with tabs as tabs.
    var visibleLine: String {
        split(separator: "\t", omittingEmptySubsequences: false).map { String($0).visible }.joined(separator: "\t")
    }
}
