internal import Reports

extension SavingsReport {
    func markdown(top: Int) -> String {
        var document = MarkdownDocument()
        document.add("### What would go away from \(main.code)")
        document.add(identity.escapedMarkdown)
        if let suggestions, !suggestions.isEmpty {
            document.add("**What to cut first**  \nmost bytes for the fewest edits; each alone, other importers keep theirs")
            document.add(
                table: [("Saves", .right), ("%", .right), ("Edits", .right), ("What", .left), ("Evidence", .left)],
                suggestions.prefix(top).map { row in
                    [
                        row.saves.iec, row.saves.share(of: size).escapedMarkdown, row.effort.grouped, row.title.code,
                        row.evidence.escapedMarkdown,
                    ]
                })
        }
        for table in tables {
            document.add("**\(table.title)**  \n\(table.question.escapedMarkdown)")
            let shown = table.removals.prefix(without == nil ? top : .max)
            document.add(
                table: [
                    ("Saves", .right), ("%", .right), ("Own", .right), ("Retained", .right), ("What", .left), ("Goes too", .left),
                ],
                shown.map { removal in
                    [
                        removal.saves.iec, removal.saves.share(of: size), removal.bytes?.iec ?? "", removal.retained?.iec ?? "",
                        removal.title.code,
                        removal.consequences.escapedMarkdown,
                    ]
                })
            let more = table.removals.count - shown.count
            if more > 0 { document.add("_… and \(more.grouped) more_") }
        }
        if let estimate = unstrippedText { document.add(estimate) }
        if let joint, (without?.count ?? 0) > 1 {
            document.add("**Together** \(joint.iec) (\(joint.share(of: size)), \(joint.grouped) bytes)")
        }
        if let proof {
            document.add("**Proof** \(proof.built)")
            document.add(
                table: [("", .left), ("Bytes", .right)], proof.figures.map { [$0.label, $0.bytes.grouped] })
            document.add(details: counted(proof.changes.count, "change") + " made for it") {
                $0.add(list: proof.changes.map(\.code))
            }
        }
        if let proofs {
            document.add("**Proofs**")
            document.add(
                table: [("What", .left), ("Saves", .right), ("Predicted", .right), ("Built", .right), ("Difference", .right)],
                proofs.map { each in
                    [
                        each.title.code, each.saves.grouped, each.proof?.predicted.grouped ?? "",
                        each.proof.map { ($0.actual + ($0.own ?? 0)).grouped } ?? (each.reason ?? "").escapedMarkdown,
                        each.proof?.difference.grouped ?? "",
                    ]
                })
        }
        if without == nil || (without?.count ?? 0) > 1 { document.add("_\(Self.caveat)_") }
        document.add("**Method elimination** \(methodEliminationText)")
        guard without == nil else { return document.rendered }
        document.add(list: methodElimination.culprits.prefix(5).map { $0.chain.fromMain.map(\.code).joined(separator: " → ") })
        if !deadModules.isEmpty {
            document.add(details: counted(deadModules.count, "dead module")) {
                $0.add(list: deadModules.map { "\($0.path) \($0.version ?? "")".code })
            }
        }
        if !duplicates.isEmpty {
            document.add("**Duplicates**")
            document.add(list: duplicates.map { $0.map { "\($0.path) \($0.version ?? "")".code }.joined(separator: ", ") })
        }
        return document.rendered
    }
}
