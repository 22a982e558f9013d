internal import Reports

extension BuildReport {
    func markdown(
        top: Int, baseline: BuildReport? = nil, limit: Int = MarkdownDocument.commentLimit
    ) -> String {
        var document = MarkdownDocument(limit: limit)
        document.add(marker: pipeline)
        document.add("## \((pipeline.isEmpty ? builds.first?.main ?? "" : pipeline).escapedMarkdown)")
        document.add(circumstances.map(\.escapedMarkdown).joined(separator: " · "))
        let comparison = baseline.map { BuildComparison(old: $0, new: self) }
        if let comparison { document.add(comparison) }
        document.add(verdict, ticks: !hasFailed && !hasFailedCheck)
        if let table = verdict.limitTable { document.add(details: "Budgets") { table.add(to: &$0) } }
        document.add(CheckSummary(self))
        if comparison != nil {
            document.add(details: "All builds") { compared(with: baseline).addMatrix(to: &$0) }
        } else {
            addMatrix(to: &document)
        }
        if let comparison { document.add(moversOf: comparison, top: top) }
        for side in SideBySide.list(self, top: top) + SideBySide.owners(self) {
            document.add(details: "\(side.title): \(side.main.escapedMarkdown) \(side.target.escapedMarkdown)") {
                $0.add(side)
            }
        }
        for list in cutLists { document.add(list, builds: weighedCount) }
        for entry in FailureSummary(self).entries {
            document.add(details: entry.title.escapedMarkdown) { document in
                let text = entry.lines.joined(separator: "\n").suffix(4_000)
                document.add("<pre>\(String(text).lines.map(\.escapedMarkdown).joined(separator: "&#10;"))</pre>")
            }
        }
        let warnings = warnings
        if !warnings.isEmpty {
            document.add(details: counted(warnings.count, "warning")) { $0.add(list: warnings.map(\.escapedMarkdown)) }
        }
        return document.rendered
    }

    private func addMatrix(to document: inout MarkdownDocument) {
        let (references, hasBaseline) = (ReferenceBuilds(self), hasBaseline)
        for (main, builds) in mains {
            document.add("### \(main.code)")
            document.add(
                table: [("Target", .left), ("Preset", .left), ("Size", .right)]
                    + (hasBaseline ? [("Baseline", .right)] : []) + [
                        ("Change", .right), ("Download", .right), ("Unexplained", .right), ("Time", .right), ("Peak", .right),
                    ], builds.map { row($0, references, hasBaseline) })
            if let smallest = smallestPreset(of: main, among: builds, references) { document.add(smallest.escapedMarkdown) }
        }
    }

    private func row(_ build: Build, _ references: ReferenceBuilds, _ hasBaseline: Bool) -> [String] {
        let size = build.size.map { "**\($0.iec)**" } ?? "❌ \(build.status.rawValue)"
        let unexplained = build.weigh.map { $0.coverage.unexplained.share(of: $0.total) }
        return [
            build.target.code, build.preset.code, size,
        ] + (hasBaseline ? [build.sinceBaseline.escapedMarkdown] : []) + [
            references.change(of: build)?.escapedMarkdown ?? "", build.compressed?.iec ?? "",
            unexplained?.escapedMarkdown ?? "", build.status == .unchanged ? "unchanged" : build.seconds?.duration ?? "",
            build.peakBytes?.iec ?? "",
        ]
    }
}

extension MarkdownDocument {
    /// A run with a failed build or check has no `ticks`.
    mutating func add(_ verdict: Verdict, ticks: Bool = true) {
        if let headline = verdict.headline {
            let mark = !verdict.passed ? "❌ " : verdict.state == .notJudged ? "⚠️ " : ticks ? "✅ " : ""
            add("\(mark)**\(headline.capitalizedSentence.escapedMarkdown)**")
        }
        let items =
            verdict.broken.byBudget.map { ($0, "") } + verdict.warned.byBudget.map { ($0, "⚠️ ") }
            + verdict.waived.byBudget.map { ($0.items, "Waived, \($0.reason.escapedMarkdown): ") }
        if !items.isEmpty { add(list: items.map { item(of: $0, prefix: $1) }) }
        if !verdict.notJudged.isEmpty {
            add(
                list: verdict.notJudged.map { item in
                    let budget = item.budget.map { "  \n  \((item.place.map { "\($0.code): " } ?? ""))\($0.code)" } ?? ""
                    return "Not judged: \(item.sentence.escapedMarkdown)\(budget)"
                })
        }
        if !verdict.notes.isEmpty {
            add(details: counted(verdict.notes.count, "note")) { $0.add(list: verdict.notes.map(\.escapedMarkdown)) }
        }
    }

    /// Violations of one budget, a line each, then the budget.
    private func item(of violations: [Verdict.Broken], prefix: String) -> String {
        var lines = violations.shown.flatMap { item in
            let command = item.command.map { "; run: \($0.code)" } ?? ""
            return ["\(prefix)\(item.sentence.escapedMarkdown)\(command)"]
                + (item.origin.map { ["\("\($0.file):\($0.line)".code)"] } ?? [])
        }
        lines += [violations.omitted, violations.first?.advice].compactMap { $0?.escapedMarkdown }
        if let first = violations.first { lines.append((first.place.map { "\($0.code): " } ?? "") + first.budget.code) }
        return lines.joined(separator: "  \n  ")
    }

    mutating func add(_ list: CutList, builds: Int) {
        add("### What to cut from \(list.main.code)")
        add(list.identity.escapedMarkdown)
        if !list.items.isEmpty {
            add(
                table: [("Saves", .right), ("%", .right), ("What", .left), ("Evidence", .left), ("More", .left)],
                list.items.map { item in
                    [
                        item.saves.iec, item.saves.share(of: list.size).escapedMarkdown, item.title.code,
                        item.evidence.escapedMarkdown, item.command.isEmpty ? "" : item.command.code,
                    ]
                })
        }
        if let dead = list.deadModulesText(builds: builds) { add(dead.escapedMarkdown) }
    }

    mutating func add(_ side: SideBySide) {
        var columns: [(title: String, alignment: Alignment)] = [(side.column.capitalizedSentence, .left)]
        for build in side.builds { columns += [(build.preset.escapedMarkdown, .right), ("%", .right)] }
        var rows = side.rows.map { row in
            [row.isPackage ? row.name.code : "_\(row.name)_"]
                + zip(row.sizes, side.totals).flatMap { size, total in
                    [size?.iec ?? "–", size?.share(of: total).escapedMarkdown ?? ""]
                }
        }
        rows.append(["**total**"] + side.totals.flatMap { ["**\($0.iec)**", ""] })
        add(table: columns, rows)
    }
}

extension String {
    /// With a capital in front.
    var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }

    fileprivate var lines: [String] { split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
