public import Reports

/// Several files side by side: a column of sizes for each, or a row for each where there are many.
public struct FileTable: Sendable {
    private struct Row {
        var label: Breakdown.Label
        /// One for each file; nil where the file has no such row.
        var sizes: [Int?]
        var children: [Row]

        var largest: Int { sizes.compactMap(\.self).max() ?? 0 }
        var isGroup: Bool { if case .group = label.role { true } else { false } }
    }

    private static let mostColumns = 6

    private let reports: [WeighReport]
    private let breakdowns: [Breakdown]
    private let query: BreakdownQuery
    private let rows: [Row]

    private var dimensions: [Dimension] { query.dimensions }

    /// Throws for a filter that matches nothing, and for what a saved report cannot answer.
    public init(_ files: [(report: WeighReport, detailed: Breakdown?)], _ query: BreakdownQuery) throws(ReportError) {
        reports = files.map(\.report)
        self.query = query
        var breakdowns: [Breakdown] = []
        for file in files {
            if let detailed = file.detailed {
                breakdowns.append(detailed)
            } else {
                breakdowns.append(try file.report.breakdown(query))
            }
        }
        self.breakdowns = breakdowns
        rows = Self.merged(breakdowns.map(\.rows), top: query.top)
    }

    private static func merged(_ columns: [[Breakdown.Row]], top: Int?) -> [Row] {
        struct Key: Hashable {
            var role: Breakdown.Role
            var name: String
        }
        var found: [Key: [Breakdown.Row?]] = [:]
        for (column, list) in columns.enumerated() {
            for row in list {
                found[Key(role: row.label.role, name: row.label.name), default: columns.map { _ in nil }][column] = row
            }
        }
        let rows = found.values.compactMap { rows in
            rows.compactMap(\.self).first.map { first in
                Row(
                    label: first.label, sizes: rows.map { $0?.size },
                    children: merged(rows.map { $0?.children ?? [] }, top: top))
            }
        }.sorted { ($1.largest, $0.label.name) < ($0.largest, $1.label.name) }
        let groups = rows.filter(\.isGroup)
        let shown = groups.prefix(max(top ?? groups.count, 0))
        var rest: [Row] = []
        if groups.count > shown.count {
            let sizes = columns.indices.map { column in
                Optional(groups.dropFirst(shown.count).reduce(0) { $0 + ($1.sizes[column] ?? 0) })
            }
            let count = groups.count - shown.count
            rest = [Row(label: .init(.rest(count), "… and \(count.grouped) more"), sizes: sizes, children: [])]
        }
        return shown + rest + rows.filter { !$0.isGroup }
    }

    /// Nil where the format has no table of files.
    public func rendered(as format: Format, _ style: TextStyle) -> String? {
        switch format {
        case .text: style.wrapped(heads(style) + table.rendered(style) + warnings(style))
        case .markdown: markdown
        case .csv: csv
        default: nil
        }
    }

    private var table: Table { reports.count > Self.mostColumns ? files : columns }

    /// Paths and identities of the files, by the number of their column.
    private func heads(_ style: TextStyle) -> String {
        guard reports.count <= Self.mostColumns else { return "" }
        let heads = reports.enumerated().map { index, report in
            "\(index + 1)  \(style.paint(report.file.shownPath.visible, .bold))  \(report.identity)\n"
                + (report.file.sha256.map { "   SHA-256 \($0.visible)\n" } ?? "")
        }
        return heads.joined() + "\n"
    }

    private var markdown: String {
        var document = MarkdownDocument()
        document.add("### \(counted(reports.count, "file"))")
        if reports.count <= Self.mostColumns {
            document.add(
                list: reports.enumerated().map { "\($0 + 1): \($1.file.shownPath.code) \($1.identity.escapedMarkdown)" })
        }
        table.add(to: &document)
        return document.rendered
    }

    /// A column for each file.
    private var columns: Table {
        var table = Table(
            reports.indices.map { .init(title: "\($0 + 1)", alignment: .right) } + [
                .init(
                    title: dimensions.map { $0.rawValue.uppercased() }.joined(separator: " / "), alignment: .left,
                    isFlexible: true)
            ])
        func add(_ rows: [Row], _ depth: Int) {
            for row in rows {
                let look: TextStyle.Look? = !row.isGroup ? .dim : depth == 0 && dimensions.count > 1 ? .bold : nil
                table.add(
                    row.sizes.map { .init($0?.iec ?? "-", look) }
                        + [.init(String(repeating: "  ", count: depth) + row.label.name.visible, look)])
                add(row.children, depth + 1)
            }
        }
        add(rows, 0)
        table.addRule()
        table.add(reports.map { .init($0.total.iec, .bold) } + ["total"])
        return table
    }

    /// A row for each file.
    private var files: Table {
        var table = Table([
            .init(title: "SIZE", alignment: .right), .init(title: "DOWNLOAD", alignment: .right),
            .init(title: "PACKAGES", alignment: .right), .init(title: "OVERHEAD", alignment: .right),
            .init(title: "UNEXPLAINED", alignment: .right), .init(title: "FILE", alignment: .left, isFlexible: true),
            .init(title: "TARGET", alignment: .left, isOptional: true),
            .init(title: "SHA-256", alignment: .left, isOptional: true),
        ])
        for report in reports {
            table.add([
                .init(report.total.iec, .bold), .init(report.file.compressed?.iec ?? "-"), .init(report.coverage.package.iec),
                .init(report.coverage.overhead.iec), .init(report.coverage.unexplained.iec),
                .init(report.file.shownPath.visible), .init(report.target?.visible ?? "", .dim),
                .init(report.file.sha256?.visible ?? "", .dim),
            ])
        }
        return table
    }

    /// A warning of several files is listed once.
    private func warnings(_ style: TextStyle) -> String {
        var order: [String] = []
        var files: [String: [String]] = [:]
        for (index, report) in reports.enumerated() {
            for warning in report.warnings {
                if files[warning] == nil { order.append(warning) }
                files[warning, default: []].append("\(index + 1)")
            }
        }
        let lines = order.map { warning in
            style.paint("warning:", .yellow) + " \(warning.visible) (\(listed(files[warning] ?? [])))\n"
        }
        return lines.isEmpty ? "" : "\n" + lines.joined()
    }

    /// One table of all files, with the path in the first column.
    private var csv: String {
        let tables = zip(reports, breakdowns).map { $0.csv(query, $1, file: $0.file.path) }
        return (tables.first?.rendered ?? "") + tables.dropFirst().map(\.body).joined()
    }
}
