internal import Reports

extension SavingsReport {
    func text(top: Int, _ style: TextStyle) -> String {
        var text = style.paint(main.visible, .bold) + "  \(identity)\n"
        text += suggestions(top: top, style)
        for table in tables {
            text += "\n" + style.paint(table.title, .bold) + "\n"
            text += table.question.split(separator: "\n").map { style.paint(String($0), .dim) + "\n" }.joined()
            // The rows of a query are all shown.
            text += self.text(table, top: without == nil ? top : .max, style)
        }
        if let joint, (without?.count ?? 0) > 1 {
            text += "\n\(style.paint("Together:", .bold)) \(joint.iec) (\(joint.share(of: size)), \(joint.grouped) bytes)"
            if let gone = jointAlsoGone, !gone.isEmpty { text += ", and \(counted(gone.count, "package")) more with them" }
            text += "\n"
        }
        if let estimate = unstrippedText { text += "\n\(estimate)\n" }
        if let proof { text += self.text(proof, style) }
        if let proofs { text += self.text(proofs, style) }
        if without == nil || (without?.count ?? 0) > 1 {
            text += (tables.isEmpty ? "\n" : "") + style.paint(Self.caveat, .dim) + "\n"
        }
        text += "\n\(style.paint("Method elimination:", .bold)) \(methodEliminationText)\n"
        if without == nil {
            text += culprits(style)
            if let plan = methodElimination.plan { text += self.plan(plan, style) }
            if let sizePlan {
                text += "\n" + style.paint("Target size:", .bold) + " \(sizePlan.headline)\n" + steps(sizePlan, style)
            }
            text += finds(style)
        }
        return text
    }

    /// A block a row: saving, effort and cut, then the evidence and the command that shows more.
    private func suggestions(top: Int, _ style: TextStyle) -> String {
        guard let suggestions else { return "" }
        guard !suggestions.isEmpty else { return "\nNo import of the program saves enough to be suggested.\n" }
        var text = "\n" + style.paint("What to cut first", .bold) + "\n"
        text += style.paint("most bytes for the fewest edits; each alone, other importers keep theirs", .dim) + "\n"
        let shown = Array(suggestions.prefix(top))
        let wide = shown.map(\.saves.iec.count).max() ?? 0
        for (index, row) in shown.enumerated() {
            let figures = [row.saves.iec.padded(to: wide), row.saves.share(of: size).padded(to: 6)].joined(separator: " ")
            text += "\("\(index + 1)".padded(to: 3))  \(style.paint(figures, .bold))  \(row.title.visible)"
            text += style.paint("  \(counted(row.effort, "edit"))", .dim) + "\n"
            for line in (row.evidence.visible).wrapped(to: (style.width ?? 120) - 7) {
                text += "       \(line)\n"
            }
            text += style.paint("       \(row.command.visible)", .dim) + "\n"
        }
        let more = suggestions.count - shown.count
        if more > 0 { text += style.paint("… and \(more.grouped) more", .dim) + "\n" }
        return text
    }

    private func text(_ list: SavingsTable, top: Int, _ style: TextStyle) -> String {
        let shown = list.removals.prefix(top)
        let hasBytes = shown.contains { $0.bytes != nil }
        let hasRetained = shown.contains { $0.retained != nil }
        var table = Table([
            .init(title: "SAVES", alignment: .right), .init(title: "%", alignment: .right),
            .init(title: hasBytes ? "OWN" : "", alignment: .right),
            .init(title: hasRetained ? "RETAINED" : "", alignment: .right),
            .init(title: "WHAT", alignment: .left, isFlexible: true),
            .init(title: "GOES TOO", alignment: .left, isOptional: true),
        ])
        for removal in shown {
            table.add([
                .init(removal.saves.iec), .init(removal.saves.share(of: size)), .init(removal.bytes?.iec ?? "", .dim),
                .init(removal.retained?.iec ?? "", .dim),
                .init(removal.title.visible), .init(removal.consequences, .dim),
            ])
        }
        let more = list.removals.count - shown.count
        return table.rendered(style) + (more > 0 ? style.paint("… and \(more.grouped) more", .dim) + "\n" : "")
    }

    private func text(_ proof: Proof, _ style: TextStyle) -> String {
        var table = Table([
            .init(title: "", alignment: .left), .init(title: "", alignment: .right), .init(title: "", alignment: .left),
        ])
        for (label, bytes) in proof.figures {
            table.add([
                .init("  " + label), .init(bytes.grouped), .init(proof.note(label), .dim),
            ])
        }
        return "\n" + style.paint("Proof:", .bold) + " \(proof.built)\n"
            + (proof.experiment.map { style.paint("  \($0)", .dim) + "\n" } ?? "") + table.rendered(style)
            + proof.changes.map { style.paint("  \($0.visible)", .dim) + "\n" }.joined()
    }

    private func text(_ proofs: [Proved], _ style: TextStyle) -> String {
        guard !proofs.isEmpty else {
            return "\n" + style.paint("Proofs:", .bold) + " nothing is suggested, so nothing was built\n"
        }
        var table = Table([
            .init(title: "SAVES", alignment: .right), .init(title: "PREDICTED", alignment: .right),
            .init(title: "BUILT", alignment: .right), .init(title: "DIFFERENCE", alignment: .right),
            .init(title: "BY", alignment: .left), .init(title: "WHAT", alignment: .left, isFlexible: true),
        ])
        for each in proofs {
            let proof = each.proof
            table.add([
                .init(each.saves.grouped), .init(proof?.predicted.grouped ?? "-"),
                .init(proof.map { ($0.actual + ($0.own ?? 0)).grouped } ?? "-"),
                .init(proof.map { $0.difference.grouped } ?? "-"), .init(proof?.method?.rawValue ?? "", .dim),
                .init(each.title.visible),
            ])
        }
        let failed = proofs.filter { $0.reason != nil }
        return "\n" + style.paint("Proofs:", .bold) + " \(proofs.count - failed.count) of \(proofs.count) built; bytes\n"
            + table.rendered(style)
            + failed.map { style.paint("  \($0.title.visible): \(($0.reason ?? "").visible)", .dim) + "\n" }.joined()
    }

    private func culprits(_ style: TextStyle) -> String {
        methodElimination.culprits.prefix(5).map { culprit in
            "  \(culprit.symbol.visible)\(style.paint(culprit.kindText, .dim))\n"
                + style.paint("    " + abridged(culprit.chain.fromMain.map(\.visible)).joined(separator: " → "), .dim) + "\n"
        }.joined()
            + (methodElimination.culprits.count > 5
                ? style.paint("  … and \(methodElimination.culprits.count - 5) more", .dim) + "\n" : "")
    }

    /// The cuts that turn method elimination on, or why none do.
    private func plan(_ plan: CutPlan, _ style: TextStyle) -> String {
        guard plan.isReached else {
            let staying = plan.staying ?? []
            let names = staying.isEmpty ? "" : ": \(listed(staying).visible) stay\(staying.count == 1 ? "s" : "")"
            return style.paint("  no set of imports turns it on\(names)", .dim) + "\n"
        }
        return
            "  turned on by \(plan.steps.count == 1 ? "1 cut, which saves" : "\(plan.steps.count.grouped) cuts together, which save") \(plan.saves.iec):\n"
            + steps(plan, style)
    }

    private func steps(_ plan: CutPlan, _ style: TextStyle) -> String {
        let hasRemoved = plan.steps.contains { $0.removes?.isEmpty == false }
        var table = Table([
            .init(title: "  SAVES MORE", alignment: .right), .init(title: "EDITS", alignment: .right),
            .init(title: "CUT", alignment: .left, isFlexible: true),
            .init(title: hasRemoved ? "REMOVES" : "", alignment: .left, isOptional: true),
        ])
        for step in plan.steps {
            for (index, what) in step.what.enumerated() {
                let title = (try? RemovalSubject(what))?.title ?? what
                let isFirst = index == 0
                table.add([
                    .init(isFirst ? "  " + step.saves.iec : ""), .init(isFirst ? step.effort.grouped : ""), .init(title.visible),
                    .init(isFirst ? listed(step.removes ?? [], limit: 1).visible : "", .dim),
                ])
            }
        }
        guard !plan.steps.isEmpty else { return "" }
        return table.rendered(style) + (plan.command.map { style.paint("  " + $0.visible, .dim) + "\n" } ?? "")
            + (plan.proof.map { text($0, style) } ?? "")
    }

    /// The first and the last steps; the others are in the JSON.
    private func abridged(_ chain: [String]) -> [String] {
        chain.count > 8 ? Array(chain.prefix(3)) + ["… \(chain.count - 7) more …"] + chain.suffix(4) : chain
    }

    /// Lists of names: what is easy to drop.
    private func finds(_ style: TextStyle) -> String {
        var text = ""
        func add(_ title: String, _ about: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            text += "\n\(style.paint(title + ":", .bold)) \(style.paint(about, .dim))\n"
            text += lines.prefix(20).map { "  \($0.visible)\n" }.joined()
            if lines.count > 20 { text += style.paint("  … and \(lines.count - 20) more", .dim) + "\n" }
        }
        add(
            "Kept by reflection", "packages that only methods nobody calls need", methodElimination.packagesKept)
        add(
            "Embedded files", "put into the program by //go:embed", embedded.map { "\($0.bytes.iec)  \($0.package)/\($0.file)" })
        add(
            "Only initialised", "imported for their side effects; nothing calls them",
            onlyInitialised.map { "\($0.what)  \($0.saves.iec)" })
        add(
            "Dead modules", "required by go.mod, no byte in this program for \(target)",
            deadModules.map { "\($0.path) \($0.version ?? "")" + ($0.indirect == true ? "  (indirect)" : "") })
        add(
            "Duplicates", "several major versions of one module",
            duplicates.map { $0.map { "\($0.path) \($0.version ?? "")" }.joined(separator: ", ") })
        return text
    }
}

extension SavingsReport.Culprit {
    /// `  calls reflect.Value.MethodByName`, or nothing if the kind is unknown.
    fileprivate var kindText: String {
        switch kind {
        case "template": "  calls the methods that templates name"
        case "methodByName": "  calls reflect.Value.MethodByName"
        case "method": "  calls reflect.Value.Method"
        case "typeMethod": "  calls Method or MethodByName of reflect.Type"
        default: ""
        }
    }
}
