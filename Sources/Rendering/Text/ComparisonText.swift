internal import Reports

extension Comparison {
    func text(top: Int?, _ style: TextStyle) -> String {
        var text = "\(old.file.path.visible) → \(style.paint(new.file.path.visible, .bold))\n"
        text += "\(total.headline)\n"
        if let compressed { text += "download \(compressed.headline)\n" }
        text += "\(summary)\n"
        for caveat in caveats { text += style.paint("note:", .yellow) + " \(caveat)\n" }
        text +=
            "\n" + Self.table("PACKAGE", packages, [("overhead", overhead), ("unexplained", [unexplained])], total, top, style)
        text += "\n" + Self.table("SECTION", sections, [], total, top, style)
        let kindTotal = Change(
            name: "all packages", old: old.coverage.package, new: new.coverage.package)
        text += "\n" + Self.table("KIND (of packages)", kinds, [], kindTotal, top, style)
        return text
    }

    private static func table(
        _ title: String, _ changes: [Change], _ others: [(name: String, changes: [Change])], _ total: Change, _ top: Int?,
        _ style: TextStyle
    ) -> String {
        var table = Table([
            .init(title: "CHANGE", alignment: .right), .init(title: "%", alignment: .right),
            .init(title: "OLD", alignment: .right), .init(title: "NEW", alignment: .right),
            .init(title: title, alignment: .left, isFlexible: true),
        ])
        func add(_ change: Change, _ name: String, _ look: TextStyle.Look? = nil) {
            table.add([
                .init(change.change.signedIEC, TextStyle.look(ofChange: change.change)), .init(change.ratio, look),
                .init(change.old?.iec ?? "-", look), .init(change.new?.iec ?? "-", look), .init(name.visible, look),
            ])
        }
        let cut = ChangeCut(changes, top: top)
        for change in cut.shown { add(change, change.name) }
        if let rest = cut.rest { add(rest, rest.name, .dim) }
        for other in others {
            for change in other.changes where change.change != 0 {
                add(change, change.name == other.name ? other.name : "\(other.name): \(change.name)", .dim)
            }
        }
        table.addRule()
        table.add([
            .init(total.change.signedIEC, .bold), .init(total.ratio), .init((total.old ?? 0).iec), .init((total.new ?? 0).iec),
            .init("\(total.name), \(total.change.signedGrouped) bytes", brief: total.name),
        ])
        return table.rendered(style)
    }
}

extension BuildComparison {
    func text(top: Int?, _ style: TextStyle) -> String {
        var table = Table([
            .init(title: "CHANGE", alignment: .right), .init(title: "%", alignment: .right),
            .init(title: "OLD", alignment: .right), .init(title: "NEW", alignment: .right),
            .init(title: "DOWNLOAD", alignment: .right), .init(title: "BUILD", alignment: .left, isFlexible: true),
        ])
        for pair in pairs {
            table.add([
                .init(pair.size.change.signedIEC, TextStyle.look(ofChange: pair.size.change)), .init(pair.size.ratio),
                .init((pair.size.old ?? 0).iec), .init((pair.size.new ?? 0).iec),
                .init(pair.compressed?.change.signedIEC ?? "-"), .init(pair.size.name.visible),
            ])
        }
        var text = caveats.map { style.paint("note:", .yellow) + " \($0)\n" }.joined() + table.rendered(style)
        for name in onlyOld { text += "only in the old report: \(name.visible)\n" }
        for name in onlyNew { text += "only in the new report: \(name.visible)\n" }
        for pair in pairs {
            guard let contents = pair.contents else { continue }
            let cut = ChangeCut(contents.packages, top: top ?? 5)
            guard !cut.shown.isEmpty else { continue }
            text += "\n" + style.paint(pair.size.name.visible, .bold) + "\n"
            var table = Table([
                .init(title: "", alignment: .right), .init(title: "", alignment: .right),
                .init(title: "", alignment: .left, isFlexible: true),
            ])
            for change in cut.shown + [cut.rest].compactMap(\.self) {
                table.add([
                    .init(change.change.signedIEC, TextStyle.look(ofChange: change.change)), .init(change.ratio),
                    .init(change.name.visible),
                ])
            }
            text += table.rendered(style)
        }
        return text
    }
}

extension Change {
    /// `-6.77 MiB (-33.2%), 20.41 MiB → 13.64 MiB`.
    var headline: String { "\(change.signedIEC) (\(ratio)), \((old ?? 0).iec) → \((new ?? 0).iec)" }
}

/// The largest changes by name, and one row for what is left; what did not change is left out.
struct ChangeCut {
    var shown: [Change]
    var rest: Change?

    init(_ changes: [Change], top: Int?) {
        let changed = changes.filter { $0.change != 0 || $0.old == nil || $0.new == nil }
        let unchanged = changes.count - changed.count
        shown = Array(changed.prefix(max(top ?? changed.count, 0)))
        let hidden = changed.count - shown.count
        guard hidden > 0 || unchanged > 0 else { return }
        let listed = Set(shown.map(\.name))
        let others = changes.filter { !listed.contains($0.name) }
        let parts = [hidden > 0 ? "… and \(hidden.grouped) more" : nil, unchanged > 0 ? "\(unchanged.grouped) unchanged" : nil]
        rest = Change(
            name: parts.compactMap(\.self).joined(separator: ", "), old: others.reduce(0) { $0 + ($1.old ?? 0) },
            new: others.reduce(0) { $0 + ($1.new ?? 0) })
    }
}
