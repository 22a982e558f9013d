internal import Reports

extension WeighReport {
    /// Rows shown where no `top` is asked for.
    static let markdownRows = 30

    func markdown(_ query: BreakdownQuery, _ full: Breakdown) -> String {
        let breakdown = full.top(query.top ?? Self.markdownRows)
        var document = MarkdownDocument()
        document.add("### \(fileName.code) \(total.iec)")
        document.add("\(identity.escapedMarkdown)  \n\(coverageText)")
        document.add(breakdown)
        if let inferredText { document.add(inferredText) }
        let files = embedded(query)
        if !files.isEmpty {
            document.add(details: counted(files.count, "embedded file")) { details in
                details.add(
                    table: [("Size", .right), ("Embedded file", .left), ("Package", .left)],
                    files.prefix(Self.markdownRows).map { [$0.size.iec, $0.name.code, $0.package?.code ?? ""] })
            }
        }
        if !warnings.isEmpty {
            document.add(details: counted(warnings.count, "warning")) { $0.add(list: warnings.map(\.escapedMarkdown)) }
        }
        return document.rendered
    }
}

extension MarkdownDocument {
    mutating func add(_ breakdown: Breakdown) {
        let title = breakdown.dimensions.map(\.rawValue.capitalizedFirst).joined(separator: " / ")
        let hasNotes = breakdown.rows.contains { $0.label.note != nil }
        let shown = breakdown.columns.shown
        var rows: [[String]] = []
        func add(_ list: [Breakdown.Row], _ depth: Int) {
            for row in list {
                let name = row.isGroup || depth > 0 ? row.label.name.code : "_\(row.label.name.escapedMarkdown)_"
                let cells =
                    [row.size.iec, row.size.share(of: breakdown.total)] + shown.map { breakdown.text(row, $0) }
                    + [String(repeating: "&emsp;", count: depth) + name]
                rows.append(cells + (hasNotes ? [row.label.note?.code ?? ""] : []))
                add(row.children, depth + 1)
            }
        }
        add(breakdown.rows, 0)
        let totals = shown.map { column in
            "**\(breakdown.columns[column].text(breakdown.columns[column].total, isChange: false))**"
        }
        let sum =
            ["**\(breakdown.total.iec)**", breakdown.total.share(of: breakdown.total)] + totals
            + ["**\(breakdown.total.grouped) bytes**"]
        let noteTitle = breakdown.dimensions.contains(.module) ? "Version" : "Module"
        self.add(
            table: [("Size", .right), ("%", .right)]
                + shown.map { (Table.sentenceCase(breakdown.columns[$0].title).escapedMarkdown, .right) } + [(title, .left)]
                + (hasNotes ? [(noteTitle, .left)] : []),
            rows + [sum + (hasNotes ? [""] : [])])
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
