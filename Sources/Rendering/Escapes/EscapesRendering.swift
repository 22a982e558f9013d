internal import Reports

extension EscapesReport {
    private static let shownPackages = 10
    private static let shownLines = 15

    private var identity: String { "\(target) · \(go) · \(pattern)".visible }

    private var summary: String {
        "\(counted(values, "value")) of \(counted(packages.count, "package")) \(values == 1 ? "goes" : "go") to the heap, at \(counted(lines.count, "line"))"
    }

    private func countTable(_ counts: [Count], _ title: String, top: Int) -> Table {
        var table = Table([
            .init(title: profiles.isEmpty ? "" : "ALLOCATED", alignment: .right), .init(title: "VALUES", alignment: .right),
            .init(title: title, alignment: .left, isFlexible: true, isCode: true),
        ])
        for count in counts.prefix(top) {
            table.add([
                .init((count.allocated ?? 0) == 0 ? "" : (count.allocated ?? 0).iec), .init(count.values.grouped),
                .init(count.name.visible),
            ])
        }
        if counts.count > top { table.add(["", "", .init("… and \((counts.count - top).grouped) more", .dim)]) }
        table.addRule()
        let allocated = counts.reduce(0) { $0 &+ ($1.allocated ?? 0) }
        table.add([.init(profiles.isEmpty ? "" : allocated.iec), .init(values.grouped), "total"])
        return table
    }

    private func lineTable(top: Int) -> Table {
        var table = Table([
            .init(title: profiles.isEmpty ? "" : "ALLOCATED", alignment: .right),
            .init(title: profiles.isEmpty ? "" : "OBJECTS", alignment: .right, isOptional: true),
            .init(title: "LINE", alignment: .left, isCode: true), .init(title: "VALUE", alignment: .left, isCode: true),
            .init(title: "BECAUSE OF", alignment: .left, isFlexible: true, isCode: true),
        ])
        for line in lines.prefix(top) {
            // Instances of a generic function say the same several times.
            var values: [(value: Value, times: Int)] = []
            for value in line.values {
                if let index = values.firstIndex(where: { $0.value.value == value.value && $0.value.reason == value.reason }) {
                    values[index].times += 1
                } else {
                    values.append((value, 1))
                }
            }
            for (index, (value, times)) in values.prefix(4).enumerated() {
                let isFirst = index == 0
                table.add([
                    .init(isFirst && (line.allocated ?? 0) != 0 ? (line.allocated ?? 0).iec : ""),
                    .init(isFirst && (line.objects ?? 0) != 0 ? (line.objects ?? 0).grouped : ""),
                    .init(isFirst ? "\(line.file.lastComponents(2)):\(line.line)".visible : ""),
                    .init(value.value.visible.shortened(to: 40) + (times > 1 ? " ×\(times)" : "")),
                    .init((value.reason ?? "").visible),
                ])
            }
        }
        return table
    }

    private func tables(top: Int?) -> [Table] {
        [
            countTable(packages, "PACKAGE", top: top ?? Self.shownPackages),
            countTable(functions, "FUNCTION", top: top ?? Self.shownPackages), lineTable(top: top ?? Self.shownLines),
        ]
    }

    private var advice: String? {
        profiles.isEmpty ? "Which of them matter? --profile HEAP joins them with the bytes of a run, largest first." : nil
    }

    func text(top: Int?, _ style: TextStyle) -> String {
        var text = style.paint(main.visible, .bold) + "  \(identity)\n\(summary)\n"
        if !lines.isEmpty { for table in tables(top: top) { text += "\n" + table.rendered(style) } }
        return text + (advice.map { "\n" + style.paint($0, .dim) + "\n" } ?? "")
    }

    func markdown(top: Int?) -> String {
        var document = MarkdownDocument()
        document.add("### Escapes of \(main.code)")
        document.add("\(identity.escapedMarkdown)  \n\(summary.escapedMarkdown)")
        for table in tables(top: top) { table.add(to: &document) }
        return document.text
    }

    func page(top: Int?) -> String {
        let body =
            "<p>\(identity.escapedHTML)<br>\(summary.escapedHTML)</p>\n" + tables(top: top ?? 100).map(\.html).joined()
        return plainPage(title: "Escapes of \(main)", body: body, footer: advice ?? "Reasons are the compiler's.")
    }

    /// A row for each value.
    var csv: String {
        var table = CSVTable(["package", "function", "file", "line", "column", "value", "reason", "allocated bytes", "objects"])
        for line in lines {
            for value in line.values {
                table.add([
                    .text(line.package), .text(line.function ?? ""), .text(line.file), .number(line.line), .number(value.column),
                    .text(value.value), .text(value.reason ?? ""), .number(line.allocated), .number(line.objects),
                ])
            }
        }
        return table.rendered
    }
}
