internal import Reports

extension UnusedReport {
    private static let shownPackages = 20
    private static let shownFunctions = 15

    private var identity: String { "\(target) · \(go) · \(size.iec) stripped, modelled".visible }

    /// `1 run: 312 of 1,204 linked functions ran, 120.4 KiB; 892 did not, 98.1 KiB, without which it would be 80.0 KiB smaller`.
    private var summary: String {
        let evidenced = evidence == .samples ? "seen in samples" : "ran"
        let what = runs == 0 ? "" : "\(counted(runs, evidence == .samples ? "profile" : "run")): "
        let (ran, never) = (ran, neverRan)
        return
            "\(what)\(ran.functions.grouped) of \((ran.functions + never.functions).grouped) functions \(evidenced), \(ran.bytes.iec); "
            + "\(never.functions.grouped) \(evidence == .samples ? "were not" : "did not"), \(never.bytes.iec), without which it would be \(joint.iec) smaller"
    }

    private var notes: [String] {
        var notes = [
            evidence == .samples
                ? "Samples miss what ran for a short time: such functions may have run. --coverage tells it exactly."
                : "Linked and not run in these runs; another run may need them."
        ]
        let rest = withoutEvidence.values.reduce(0, +)
        if !withoutEvidence.isEmpty {
            notes.append(
                "\(counted(withoutEvidence.count, "package")) of \(rest.iec) are not covered, the runtime among them; `go build -cover -coverpkg=all` covers all it can"
            )
        }
        return notes
    }

    private func packageTable(_ shown: some Sequence<Package>, rest: Int) -> Table {
        var table = Table([
            .init(title: "NEVER RAN", alignment: .right), .init(title: "SAVES", alignment: .right),
            .init(title: "RAN", alignment: .right), .init(title: "FUNCTIONS", alignment: .right),
            .init(title: "DROPPED", alignment: .right, isOptional: true),
            .init(title: "PACKAGE", alignment: .left, isFlexible: true, isCode: true),
        ])
        for package in shown {
            let all = package.ran.functions + package.neverRan.functions
            table.add([
                .init(package.neverRan.bytes == 0 ? "" : package.neverRan.bytes.iec),
                .init((package.savesWhole ?? package.saves) <= 0 ? "" : (package.savesWhole ?? package.saves).iec),
                .init(package.ran.bytes == 0 ? "" : package.ran.bytes.iec),
                .init("\(package.ran.functions.grouped) of \(all.grouped)"),
                .init(package.dropped == 0 ? "" : package.dropped.grouped, .dim),
                .init(package.path.visible + (package.savesWhole != nil ? "  (nothing of it ran)" : "")),
            ])
        }
        if rest > 0 { table.add(["", "", "", "", "", .init("… and \(rest.grouped) more", .dim)]) }
        table.addRule()
        let (ran, never) = (ran, neverRan)
        table.add([
            .init(never.bytes.iec), .init(joint.iec), .init(ran.bytes.iec),
            .init("\(ran.functions.grouped) of \((ran.functions + never.functions).grouped)"),
            .init(packages.reduce(0) { $0 + $1.dropped }.grouped), "total",
        ])
        return table
    }

    private func functionTable(_ shown: some Sequence<Function>) -> Table {
        var table = Table([
            .init(title: "SIZE", alignment: .right),
            .init(title: "LARGEST FUNCTIONS THAT NEVER RAN", alignment: .left, isFlexible: true, isCode: true),
            .init(title: "AT", alignment: .left, isOptional: true),
        ])
        for function in shown {
            let place = function.file.map { "\($0.lastComponents(2)):\(function.line ?? 0)" } ?? ""
            table.add([
                .init(function.bytes.iec), .init("\(function.package).\(function.name)".visible), .init(place.visible, .dim),
            ])
        }
        return table
    }

    private func tables(top: Int?) -> [Table] {
        let shown = packages.prefix(top ?? Self.shownPackages)
        let first = packageTable(shown, rest: packages.count - shown.count)
        return functions.isEmpty ? [first] : [first, functionTable(functions.prefix(top ?? Self.shownFunctions))]
    }

    func text(top: Int?, _ style: TextStyle) -> String {
        var text = style.paint(main.visible, .bold) + "  \(identity)\n\(summary)\n"
        for table in tables(top: top) { text += "\n" + table.rendered(style) }
        text += "\n" + notes.map { style.paint($0.visible, .dim) + "\n" }.joined()
        return text + warnings.map { style.paint("warning:", .yellow) + " \($0.visible)\n" }.joined()
    }

    func markdown(top: Int?) -> String {
        var document = MarkdownDocument()
        document.add("### Never run in \(main.code)")
        document.add("\(identity.escapedMarkdown)  \n\(summary.escapedMarkdown)")
        for table in tables(top: top) { table.add(to: &document) }
        document.add(list: (notes + warnings).map(\.escapedMarkdown))
        return document.text
    }

    func page(top: Int?) -> String {
        let body =
            "<p>\(identity.escapedHTML)<br>\(summary.escapedHTML)</p>\n" + tables(top: top ?? 100).map(\.html).joined()
            + warnings.map { "<p>warning: \($0.escapedHTML)</p>\n" }.joined()
        return plainPage(title: "Never run in \(main)", body: body, footer: notes.joined(separator: " "))
    }

    /// All functions, a row each.
    var csv: String {
        var table = CSVTable(["package", "function", "file", "line", "bytes"])
        for function in functions {
            table.add([
                .text(function.package), .text(function.name), .text(function.file ?? ""), .number(function.line),
                .number(function.bytes),
            ])
        }
        return table.rendered
    }
}
