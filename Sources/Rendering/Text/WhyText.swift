internal import Reports

extension WhyReport {
    func text(_ style: TextStyle) -> String {
        var text = style.paint(package.visible, .bold) + " in \(main.visible)  \(identity)\n\n"
        text += style.paint("Imported", .bold) + " by the shortest chain\n"
        text += imports.isEmpty ? "  by no source file: the runtime and the compiler need it\n" : chain(style)
        if !calls.isEmpty {
            text += "\n" + style.paint("Reached", .bold) + " by a short chain of references\n"
            text += calls.fromMain.map { "  \($0.visible)\n" }.joined()
        }
        text +=
            "\n" + style.paint("Holds:", .bold) + " \(bytes.iec) (\(bytes.share(of: size)) of \(size.iec) stripped, modelled)\n"
        text += style.paint("Removing it:", .bold) + " saves \(removal.saves.iec) (\(removal.saves.share(of: size)))"
        text += removal.alsoGone.isEmpty ? "\n" : " and also removes \(removal.companions(shown: 5))\n"
        text += style.paint("  \(removal.question)", .dim) + "\n"
        for remark in [removal.remark] where !remark.isEmpty { text += style.paint("  \(remark)", .yellow) + "\n" }
        text += style.paint("Ways in:", .bold) + " \(waysIn)\n"
        if !users.isEmpty { text += style.paint("  \(usersText)", .dim) + "\n" }
        if let cut {
            text += style.paint("Cheapest cut:", .bold) + " \(cut.sentence)\n"
            text += style.paint("  \(cut.command.visible)", .dim) + "\n"
        }
        return text
    }

    private func chain(_ style: TextStyle) -> String {
        var table = Table([
            .init(title: "", alignment: .left, isFlexible: true), .init(title: "", alignment: .left, isOptional: true),
        ])
        for (depth, edge) in imports.enumerated() {
            table.add([
                .init(Self.step(edge.from, depth)), .init(edge.place ?? "", .dim),
            ])
        }
        table.add([.init(Self.step(package, imports.count), .bold), ""])
        return table.rendered(style)
    }

    private static func step(_ name: String, _ depth: Int) -> String {
        "  " + (depth == 0 ? "" : String(repeating: "  ", count: depth - 1) + "└ ") + name.visible
    }

    var waysIn: String {
        guard !importers.isEmpty else { return "no package of the program imports it" }
        let others = importers.filter { $0 != imports.last?.from }
        return "\(counted(importers.count, "package")) import\(importers.count == 1 ? "s" : "") it"
            + (others.isEmpty ? "; there is no other" : "; \(counted(others.count, "other way"))")
    }

    var usersText: String {
        let shown = users.prefix(6).map { "\($0.package.visible) (\($0.references.grouped))" }.joined(separator: ", ")
        return "references from \(shown)" + (users.count > 6 ? ", and \(users.count - 6) more" : "")
    }
}

extension WhyReport.Import {
    /// `main.go:12`
    var place: String? {
        guard let file, let line else { return nil }
        return "\(file.visible):\(line)"
    }
}

extension WhyReport.Cut {
    var sentence: String {
        let place = edge.place.map { " (\($0))" } ?? ""
        let effect = removes ? "removes it, and saves \(saves.iec)" : "saves \(saves.iec), but another way in keeps it"
        return "the import of \(edge.to.visible) in \(edge.from.visible)\(place): \(effect)"
    }
}

extension [String] {
    /// A chain of references from `main.main` on: how the runtime gets there is the same in every program.
    var fromMain: ArraySlice<String> { firstIndex(of: "main.main").map { self[$0...] } ?? self[...] }
}
