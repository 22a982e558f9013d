internal import Reports

extension HeapListing {
    /// Lines of freed bytes that are shown.
    private static let churnRows = 10

    private func table(_ rows: some Sequence<HeapReport.Row>, rest: Int) -> Table {
        let first = columns.first ?? 0
        let hasSizes = report.binary != nil && level != .line
        var shown: [Table.Column] = hasSizes ? [.init(title: "FILE", alignment: .right)] : []
        for column in columns {
            shown.append(.init(title: title(column), alignment: .right, isSecondary: column != first))
            if column == first {
                shown.append(.init(title: "%", alignment: .right))
                if level != .line { shown.append(.init(title: "IN CALLS TOO", alignment: .right, isOptional: true)) }
            }
        }
        shown.append(.init(title: level.rawValue.uppercased(), alignment: .left, isFlexible: true, isCode: true))
        var table = Table(shown)
        func add(size: String, values: (Int) -> (value: String, share: String, cumulative: String), name: Table.Cell) {
            var cells: [Table.Cell] = hasSizes ? [.init(size)] : []
            for column in columns {
                let (value, share, cumulative) = values(column)
                cells.append(.init(value))
                if column == first {
                    cells.append(.init(share, .dim))
                    if level != .line { cells.append(.init(cumulative)) }
                }
            }
            table.add(cells + [name])
        }
        for row in rows {
            add(
                size: row.size?.iec ?? "",
                values: { column in
                    let (value, cumulative, total) = (
                        row.flat[column], row.cumulative?[column] ?? 0, report.columns[column].total
                    )
                    return (
                        value == 0 ? "" : text(value, column), value > 0 && total > 0 ? value.share(of: total) : "",
                        cumulative == 0 ? "" : text(cumulative, column)
                    )
                }, name: .init(name(row).visible))
        }
        if rest > 0 { add(size: "", values: { _ in ("", "", "") }, name: .init("… and \(rest.grouped) more", .dim)) }
        table.addRule()
        add(size: report.binary?.size.iec ?? "", values: { (text(report.columns[$0].total, $0), "", "") }, name: "total")
        return table
    }

    func table(top: Int?) -> Table {
        let all = rows
        let shown = all.prefix(self.top ?? top ?? all.count)
        return table(shown, rest: all.count - shown.count)
    }

    var churnTable: Table? {
        guard let churn = report.churn, !churn.isEmpty else { return nil }
        var table = Table([
            .init(title: "FREED", alignment: .right), .init(title: "OBJECTS", alignment: .right, isSecondary: true),
            .init(title: "EACH", alignment: .right, isOptional: true, isSecondary: true),
            .init(title: "ALLOCATED AT", alignment: .left, isFlexible: true, isCode: true),
        ])
        for item in churn.prefix(Self.churnRows) {
            let place = item.row.file.map { "\(item.row.name)  \($0.lastComponents(2)):\(item.row.line ?? 0)" } ?? item.row.name
            table.add([
                .init(item.bytes.iec), .init(item.objects.grouped),
                .init(item.objects > 0 ? (item.bytes / item.objects).iec : ""),
                .init(place.visible),
            ])
        }
        return table
    }

    var churnTitle: String {
        report.base.isEmpty
            ? "Allocated and freed again: candidates for reuse (sync.Pool)"
            : "Allocated and freed again since the earlier profile: candidates for reuse (sync.Pool)"
    }

    var identity: String {
        let base = report.base.isEmpty ? "" : " less \(report.base.joined(separator: ", "))"
        return report.profiles.joined(separator: ", ") + base
    }

    func text(_ style: TextStyle) -> String {
        var text = style.paint(identity.visible, .bold) + "\n"
        if let binary = report.binary {
            text += "\(([binary.main, binary.path].compactMap(\.self)).joined(separator: " · ").visible)\n"
        }
        text += "\n" + table(top: 20).rendered(style)
        if let churnTable { text += "\n" + style.paint(churnTitle, .bold) + "\n" + churnTable.rendered(style) }
        if !report.warnings.isEmpty { text += "\n" }
        return text + report.warnings.map { style.paint("warning:", .yellow) + " \($0.visible)\n" }.joined()
    }

    var markdown: String {
        var document = MarkdownDocument()
        document.add("### Profile of \(report.binary?.main?.code ?? identity.code)")
        table(top: 20).add(to: &document)
        if let churnTable {
            document.add(churnTitle.escapedMarkdown)
            churnTable.add(to: &document)
        }
        document.add(list: report.warnings.map(\.escapedMarkdown))
        return document.text
    }

    /// All rows and columns of the level.
    var csv: String {
        var table = CSVTable(
            ["name", "package", "module", "file", "line", "size"]
                + report.columns.flatMap { column in
                    let name = "\(column.name) \(column.unit)"
                    return level == .line ? [name] : [name, "cumulative \(name)"]
                })
        for row in rows {
            var cells: [CSVTable.Cell] = [
                .text(row.name), .text(row.package ?? ""), .text(row.module ?? ""), .text(row.file ?? ""), .number(row.line),
                .number(row.size),
            ]
            for column in report.columns.indices {
                cells.append(.number(row.flat[column]))
                if let cumulative = row.cumulative { cells.append(.number(cumulative[column])) }
            }
            table.add(cells)
        }
        return table.rendered
    }
}
