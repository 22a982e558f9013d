internal import Reports

extension WeighReport {
    func text(_ query: BreakdownQuery, _ full: Breakdown, _ style: TextStyle) -> String {
        let breakdown = query.top.map(full.top) ?? full
        var text = style.paint(file.shownPath.visible, .bold) + "  \(total.iec) (\(total.grouped) bytes)\n"
        text += "\(identity)\n\(coverageText)\n" + (file.sha256.map { "SHA-256 \($0.visible)\n" } ?? "") + "\n"
        text += breakdown.text(style)
        if let inferredText { text += style.paint("\n" + inferredText, .dim) + "\n" }
        text += embeddedText(query, style)
        if !warnings.isEmpty { text += "\n" }
        for warning in warnings { text += style.paint("warning:", .yellow) + " \(warning.visible)\n" }
        return text
    }

    /// Embedded files that a listing shows.
    static let embeddedRows = 10

    /// The largest embedded files of the packages that the query lets through; nothing where there are none.
    private func embeddedText(_ query: BreakdownQuery, _ style: TextStyle) -> String {
        let files = embedded(query)
        guard !files.isEmpty else { return "" }
        var table = Table([
            .init(title: "SIZE", alignment: .right), .init(title: "EMBEDDED FILE", alignment: .left, isFlexible: true),
            .init(title: "PACKAGE", alignment: .left, isOptional: true),
        ])
        let shown = min(query.top ?? Self.embeddedRows, Self.embeddedRows)
        for file in files.prefix(shown) {
            table.add([.init(file.size.iec), .init(file.name.visible), .init(file.package?.visible ?? "", .dim)])
        }
        if files.count > shown {
            let rest = files.dropFirst(shown)
            let size = rest.reduce(0) { $0 + $1.size }
            table.add([.init(size.iec, .dim), .init("… and \(rest.count.grouped) more", .dim), ""])
        }
        return "\n" + table.rendered(style)
    }

    /// Embedded files of the packages that the query lets through.
    func embedded(_ query: BreakdownQuery) -> [Embedded] {
        guard let embedded, let filter = query.filter else { return embedded ?? [] }
        let packages = Set(packages.filter { shows($0, filter) }.map(\.path))
        return embedded.filter { $0.package.map(packages.contains) ?? false }
    }

    /// `ELF · linux/amd64 · go1.27.3 · cmd/pprof · stripped`, with the path of a separate debug file where one was used.
    var identity: String {
        let formats = ["elf": "ELF", "pe": "PE", "macho": "Mach-O"]
        let symbols = debugFile.map { "symbols of \($0)" }
        return [formats[format] ?? format, target, go ?? "not a Go program", main, strippedText, symbols].compactMap {
            $0?.visible
        }
        .joined(separator: " · ")
    }

    /// `12.3% of the data is inferred from the code that uses it`; nil where none is.
    var inferredText: String? {
        let inferred = packages.reduce(0) { $0 + ($1.inferred ?? 0) }
        let data = packages.reduce(0) { sum, package in
            sum + ["data", "strings", "embedded"].reduce(0) { $0 + package.kinds[$1, default: 0] }
        }
        return inferred > 0 && data > 0 ? "\(inferred.share(of: data)) of the data is inferred from the code that uses it" : nil
    }

    var coverageText: String {
        var parts = [
            "packages \(coverage.package.share(of: total))", "overhead \(coverage.overhead.share(of: total))",
            "unexplained \(coverage.unexplained.share(of: total))",
        ]
        if let compressed = file.compressed { parts.append("download \(compressed.iec)") }
        return parts.joined(separator: " · ")
    }
}

extension WeighReport.File {
    var shownPath: String { path == "-" ? "standard input" : path }
}

extension Breakdown {
    private static let barWidth = 12
    /// Terminals narrower than this get no bars.
    private static let widthForBars = 76

    /// The rows as a tree, the exact sum below.
    func text(_ style: TextStyle) -> String {
        let title = dimensions.map { $0.rawValue.uppercased() }.joined(separator: " / ")
        let hasNotes = rows.contains(where: \.hasNote)
        let hasBars = (style.width ?? 0) >= Self.widthForBars && columns.isEmpty
        let shown = columns.shown
        let largest = rows.filter(\.isGroup).map(\.size).max() ?? 0
        var table = Table(
            [
                .init(title: "SIZE", alignment: .right), .init(title: "%", alignment: .right),
                .init(title: "", alignment: .left),
            ] + shown.map { .init(title: columns[$0].title, alignment: .right) } + [
                .init(title: title, alignment: .left, isFlexible: true),
                .init(
                    title: hasNotes ? (dimensions.contains(.module) ? "VERSION" : "MODULE") : "", alignment: .left,
                    isOptional: true),
            ])
        func add(_ rows: [Row], _ depth: Int) {
            for row in rows {
                let look: TextStyle.Look? = !row.isGroup ? .dim : depth == 0 && dimensions.count > 1 ? .bold : nil
                let bar = hasBars && depth == 0 && row.isGroup ? bar(row.size, of: largest, width: Self.barWidth) : ""
                var cells: [Table.Cell] = [
                    .init(row.size.iec, look), .init(row.size.share(of: total), look), .init(bar, .blue),
                ]
                cells += shown.map { .init(text(row, $0), look) }
                cells.append(.init(String(repeating: "  ", count: depth) + row.label.name.visible, look))
                table.add(cells + [.init(row.label.note?.visible ?? "", .dim)])
                add(row.children, depth + 1)
            }
        }
        add(rows, 0)
        table.addRule()
        let totals = shown.map { Table.Cell(columns[$0].text(columns[$0].total, isChange: false), .bold) }
        table.add(
            [.init(total.iec, .bold), .init(total.share(of: total)), ""] + totals
                + [.init("total, \(total.grouped) bytes", brief: "total"), ""])
        return table.rendered(style)
    }

    /// A row's value in a column; nothing for none.
    func text(_ row: Row, _ column: Int) -> String {
        guard row.values.indices.contains(column), row.values[column] != 0 else { return "" }
        return columns[column].text(row.values[column], isChange: false)
    }
}

extension Breakdown.Row {
    fileprivate var hasNote: Bool { label.note != nil || children.contains(where: \.hasNote) }
}
