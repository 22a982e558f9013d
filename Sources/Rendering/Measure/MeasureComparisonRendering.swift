internal import Reports

extension MeasureComparison {
    private typealias Figures = [(title: String, value: (Row) -> Figure?, text: (Int) -> String)]

    /// Figures that some point has.
    private var figures: Figures {
        let all: Figures = [
            ("PEAK MEMORY", { $0.memory }, \.iec), ("TIME", { $0.time }, \.duration), ("CPU", { $0.cpu }, \.duration),
            ("START-UP", \.startup, \.duration), ("LIVE", \.liveHeap, \.traced), ("ALLOCATED", \.allocated, \.traced),
        ]
        return all.filter { figure in rows.contains { figure.value($0) != nil } }
    }

    /// `20.38 MiB → 24.63 MiB (+21%)`, of noise `20.38 MiB → 20.61 MiB (~)`.
    private static func cell(_ figure: Figure?, _ text: (Int) -> String) -> Table.Cell {
        guard let figure else { return "" }
        let percent = figure.old == 0 ? 0 : Int((100 * Double(figure.change) / Double(figure.old)).rounded())
        let change =
            figure.isNoise ? "~" : figure.old == 0 && figure.new > 0 ? "+" : "\(percent > 0 ? "+" : "")\(percent)%"
        return .init(
            "\(text(figure.old)) → \(text(figure.new)) (\(change))",
            figure.isNoise ? nil : TextStyle.look(ofChange: figure.change),
            brief: "\(text(figure.new)) (\(change))")
    }

    private var table: Table {
        var table = Table(
            figures.map { .init(title: $0.title, alignment: .right, isOptional: $0.title == "ALLOCATED" || $0.title == "LIVE") }
                + [.init(title: "SETTING", alignment: .left, isFlexible: true, isCode: true)])
        for row in rows {
            table.add(figures.map { Self.cell($0.value(row), $0.text) } + [.init(row.point.visible)])
        }
        return table
    }

    private var notes: [String] {
        var notes = rows.isEmpty ? ["no point was measured on both sides"] : ["~ is a change within the noise of the runs"]
        if !onlyOld.isEmpty { notes.append("measured before only: \(listed(onlyOld))") }
        if !onlyNew.isEmpty { notes.append("measured now only: \(listed(onlyNew))") }
        return (notes + caveats).map(\.visible)
    }

    func text(_ style: TextStyle) -> String {
        (rows.isEmpty ? "" : table.rendered(style) + "\n") + notes.map { style.paint("note:", .yellow) + " \($0)\n" }.joined()
    }

    var markdown: String {
        var document = MarkdownDocument()
        if !rows.isEmpty { table.add(to: &document) }
        document.add(list: notes.map(\.escapedMarkdown))
        return document.text
    }

    var page: String {
        plainPage(title: "Changes of what the program needs", body: table.html, footer: notes.joined(separator: ". "))
    }

    var csv: String {
        var csv = CSVTable(["setting", "figure", "old", "new", "change", "noise"])
        for row in rows {
            for figure in figures {
                guard let value = figure.value(row) else { continue }
                csv.add([
                    .text(row.point), .text(figure.title.lowercased()), .number(value.old), .number(value.new),
                    .number(value.change), .text(value.isNoise ? "yes" : "no"),
                ])
            }
        }
        return csv.rendered
    }
}
