internal import Reports

extension WhyReport {
    /// Ways in, and lines of source, that are shown unless all are asked for.
    static let shownWays = 10
    static let shownLines = 20

    func text(top: Int?, _ style: TextStyle) -> String {
        var text = style.paint(package.visible, .bold) + " in \(main.visible)  \(identity)\n"
        if let without {
            text += "\n" + wrapped(without.sentence(package), style) + "\n"
            if without.removes { return text }
        }
        if isMain { return text + "\n" + wrapped(mainPackage, style) + "\n" }
        text += "\n" + style.paint("Imported", .bold) + " \(importedBy)\n"
        text += imports.isEmpty ? "  by no source file: the runtime and the compiler need it\n" : tree(top: top, style)
        if let every = everyPath { text += style.paint(wrapped("  " + every, style), .dim) + "\n" }
        if !calls.isEmpty {
            text += "\n" + style.paint("Reached", .bold) + " by a short chain of references\n"
            text += calls.fromMain.map { "  \($0.visible)\n" }.joined()
        }
        text += "\n" + waysText(top: top, style) + linesText(top: top, style)
        text += style.paint("Holds:", .bold) + " \(bytes.iec) (\(bytes.share(of: size)) of \(size.iec) stripped, modelled)\n"
        let also = removal.alsoGone.isEmpty ? "" : " and also removes \(removal.companions(shown: 5))"
        text += titled("Removing it:", "saves \(removal.saves.iec) (\(removal.saves.share(of: size)))\(also)", style)
        text += style.paint("  \(removal.question)", .dim) + "\n"
        for remark in [removal.remark] where !remark.isEmpty { text += style.paint("  \(remark)", .yellow) + "\n" }
        return text + cutText(style)
    }

    private func cutText(_ style: TextStyle) -> String {
        var text = ""
        if let cut = singleCut {
            text += titled("Cheapest cut:", cut.sentence, style)
            text += style.paint("  \(cut.command.visible)", .dim) + "\n"
        }
        if let cutSet {
            text += titled(singleCut == nil ? "Cheapest cut:" : "Cheapest set:", cutSet.sentence, style)
            var table = Table([.init(title: "", alignment: .left, isFlexible: true), .init(title: "", alignment: .left)])
            for edge in cutSet.edges.prefix(Self.shownLines) {
                table.add([.init("  \(edge.from.visible) → \(edge.to.visible)"), .init(edge.shortPlace ?? "", .dim)])
            }
            text += table.rendered(style)
            let more = cutSet.edges.count - Self.shownLines
            if more > 0 { text += style.paint("  … and \(more) more", .dim) + "\n" }
            if cutSet.edges.count <= Self.shownLines { text += style.paint("  \(cutSet.command.visible)", .dim) + "\n" }
        }
        return text
    }

    private func tree(top: Int?, _ style: TextStyle) -> String {
        let tree = WhyTree(self, importers: top == .max ? nil : top ?? Self.shownWays)
        var table = Table([
            .init(title: "", alignment: .left, isFlexible: true), .init(title: "", alignment: .left, isOptional: true),
        ])
        for line in tree.lines {
            table.add([.init("  " + line.text, line.isOnEveryPath ? .bold : nil), .init(line.place ?? "", .dim)])
        }
        let more = tree.omitted > 0 ? "  … and \(counted(tree.omitted, "more importer")); --all shows every import\n" : ""
        return table.rendered(style) + style.paint(more, .dim)
    }

    private func waysText(top: Int?, _ style: TextStyle) -> String {
        guard let ways, !ways.isEmpty else {
            return style.paint("Ways in:", .bold) + " \(waysIn)\n" + style.paint(users.isEmpty ? "" : "  \(usersText)\n", .dim)
        }
        var table = Table([
            .init(title: "  PATHS", alignment: .right), .init(title: "REFS", alignment: .right),
            .init(title: "IMPORTED BY", alignment: .left, isFlexible: true), .init(title: "USES", alignment: .left),
            .init(title: "AT", alignment: .left, isOptional: true),
        ])
        for way in ways.prefix(top ?? Self.shownWays) {
            table.add([
                .init(way.paths.pathCount), .init(way.references.grouped), .init(way.from.visible, way.isOwn ? .bold : nil),
                .init(way.usesText), .init(way.placesText, .dim),
            ])
        }
        let more = ways.count - (top ?? Self.shownWays)
        return style.paint("Ways in:", .bold) + " \(waysIn)\n" + table.rendered(style)
            + style.paint(more > 0 ? "  … and \(more.grouped) more\n" : "", .dim) + "\n"
    }

    private func linesText(top: Int?, _ style: TextStyle) -> String {
        guard let lines, !lines.isEmpty else { return "" }
        var text = style.paint("Used", .bold) + " by packages of the program on \(counted(lines.count, "line"))\n"
        for line in lines.prefix(top ?? Self.shownLines) {
            let place = "  \(line.file.visible):\(line.line): "
            let room = style.width.map { max($0 - place.count, 20) } ?? .max
            text += style.paint(place, .dim) + line.text.untabbed.visible.clipped(to: room) + "\n"
        }
        let more = lines.count - (top ?? Self.shownLines)
        return text + style.paint(more > 0 ? "  … and \(more.grouped) more; --all shows them\n" : "", .dim) + "\n"
    }

    /// A line that begins with a title; what the terminal cannot hold follows on more, indented.
    private func titled(_ title: String, _ text: String, _ style: TextStyle) -> String {
        var lines = style.width.map { "\(title) \(text)".wrapped(to: $0 - 2) } ?? ["\(title) \(text)"]
        lines[0] = style.paint(title, .bold) + lines[0].dropFirst(title.count)
        return lines.joined(separator: "\n  ") + "\n"
    }

    private func wrapped(_ text: String, _ style: TextStyle) -> String {
        guard let width = style.width else { return text }
        let indent = String(text.prefix { $0 == " " })
        return text.wrapped(to: width - indent.count).map { indent + $0 }.joined(separator: "\n")
    }
}

extension String {
    /// At most `width` characters, the end replaced by `…`.
    fileprivate func clipped(to width: Int) -> String { count > width ? prefix(width - 1) + "…" : self }

    fileprivate var untabbed: String { String(map { $0 == "\t" ? " " : $0 }) }
}
