internal import Reports

extension Comparison {
    func markdown(top: Int?) -> String {
        var document = MarkdownDocument()
        document.add("### \(new.fileName.code) \(total.change.signedIEC) (\(total.ratio))")
        var facts = ["\((total.old ?? 0).iec) → \((total.new ?? 0).iec), exactly \(total.change.signedGrouped) bytes"]
        if let compressed { facts.append("download \(compressed.headline)") }
        facts.append(summary)
        document.add((facts + caveats.map(\.escapedMarkdown)).joined(separator: "  \n"))
        document.add("Package", self.packages, [("overhead", overhead), ("unexplained", [unexplained])], total, top: top ?? 15)
        document.add(details: "Sections and kinds") { document in
            document.add("Section", sections, [], total, top: top)
            let all = Change(name: "all packages", old: old.coverage.package, new: new.coverage.package)
            document.add("Kind", kinds, [], all, top: top)
        }
        return document.rendered
    }
}

extension MarkdownDocument {
    mutating func add(
        _ title: String, _ changes: [Change], _ others: [(name: String, changes: [Change])], _ total: Change, top: Int?
    ) {
        func row(_ change: Change, _ name: String) -> [String] {
            [change.change.signedIEC, change.ratio.escapedMarkdown, change.old?.iec ?? "–", change.new?.iec ?? "–", name]
        }
        let cut = ChangeCut(changes, top: top)
        var rows = cut.shown.map { row($0, $0.name.code) }
        if let rest = cut.rest { rows.append(row(rest, "_\(rest.name)_")) }
        for other in others {
            for change in other.changes where change.change != 0 {
                rows.append(row(change, other.name == change.name ? "_\(other.name)_" : "_\(other.name):_ \(change.name.code)"))
            }
        }
        rows.append(row(total, "**\(total.name), \(total.change.signedGrouped) bytes**"))
        add(table: [("Change", .right), ("%", .right), ("Old", .right), ("New", .right), (title, .left)], rows)
    }
}

extension BuildComparison {
    func markdown(top: Int?) -> String {
        var document = MarkdownDocument()
        document.add(marker: new.pipeline)
        document.add("### \(new.pipeline.escapedMarkdown): \(counted(pairs.count, "build")) compared")
        document.add(self)
        document.add(new.verdict)
        document.add(moversOf: self, top: top ?? 10)
        return document.rendered
    }
}

extension MarkdownDocument {
    /// The builds that changed, largest change first, the others in a line.
    mutating func add(_ comparison: BuildComparison) {
        if !comparison.caveats.isEmpty {
            add(comparison.caveats.map { "**Note** \($0.escapedMarkdown)" }.joined(separator: "  \n"))
        }
        let changed = comparison.pairs.filter { $0.size.change != 0 || ($0.compressed?.change ?? 0) != 0 }
        let rows = changed.sorted { $0.size.change.magnitude > $1.size.change.magnitude }
        if !rows.isEmpty {
            add(
                table: [
                    ("Change", .right), ("%", .right), ("Old", .right), ("New", .right), ("Download", .right), ("Build", .left),
                ],
                rows.map { pair in
                    [
                        pair.size.change.signedIEC, pair.size.ratio.escapedMarkdown, (pair.size.old ?? 0).iec,
                        (pair.size.new ?? 0).iec, pair.compressed?.change.signedIEC ?? "–", pair.size.name.code,
                    ]
                })
        }
        let same = comparison.pairs.count - changed.count
        if same > 0 { add("\(counted(same, rows.isEmpty ? "build" : "more build")) of the same size.") }
        let others =
            comparison.onlyOld.map { "only in the old report: \($0.code)" }
            + comparison.onlyNew.map { "only in the new report: \($0.code)" }
        if !others.isEmpty { add(list: others) }
    }

    /// Of each build that changed its packages that did, folded.
    mutating func add(moversOf comparison: BuildComparison, top: Int) {
        for pair in comparison.pairs {
            guard let contents = pair.contents, contents.packages.contains(where: { $0.change != 0 }) else { continue }
            add(details: "\(pair.size.name.escapedMarkdown), \(pair.size.change.signedIEC)") { document in
                document.add(
                    "Package", contents.packages, [("overhead", contents.overhead), ("unexplained", [contents.unexplained])],
                    contents.total, top: top)
            }
        }
    }
}
