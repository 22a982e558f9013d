internal import Reports

extension WhyReport {
    func markdown(top: Int?) -> String {
        var document = MarkdownDocument()
        document.add("### Why \(package.code) is in \(main.code)")
        document.add(identity.escapedMarkdown)
        if let without { document.add(without.sentence(package).escapedMarkdown) }
        if without?.removes == true { return document.rendered }
        if isMain {
            document.add(mainPackage.escapedMarkdown)
            return document.rendered
        }
        document.add(
            list: imports.map { "\($0.from.code) imports \($0.to.code)" + ($0.shortPlace.map { " at \($0.code)" } ?? "") })
        if let everyPath { document.add("Imported \(importedBy); \(everyPath.escapedMarkdown).") }
        if !calls.isEmpty { document.add("Reached: " + calls.fromMain.map(\.code).joined(separator: " → ")) }
        if isRuntime { document.add("It is a part of the runtime, which every Go program has.") }
        document.add(
            "Holds \(bytes.iec) (\(bytes.share(of: size))). Removing it saves \(removal.saves.iec) (\(removal.saves.share(of: size)))"
                + (removal.alsoGone.isEmpty ? "." : " and also removes \(removal.companions(shown: 5).escapedMarkdown).")
                + "  \n_\(removal.question)_")
        document.add("Ways in: \(waysIn)." + (users.isEmpty ? "" : "  \n\(usersText.escapedMarkdown)"))
        if let ways, !ways.isEmpty {
            document.add(
                table: [("Paths", .right), ("Refs", .right), ("Imported by", .left), ("Uses", .left), ("At", .left)],
                ways.prefix(top ?? Self.shownWays).map {
                    [
                        $0.paths.pathCount, $0.references.grouped, $0.from.code, $0.usesText.escapedMarkdown,
                        $0.placesText.escapedMarkdown,
                    ]
                })
        }
        if let lines, !lines.isEmpty {
            document.add(
                list: lines.prefix(top ?? Self.shownLines).map { "\("\($0.file):\($0.line)".code) \($0.text.code)" })
        }
        if let cut = singleCut { document.add("Cheapest cut: \(cut.sentence.escapedMarkdown)") }
        if let cutSet {
            document.add("Cheapest \(singleCut == nil ? "cut" : "set"): \(cutSet.sentence.escapedMarkdown)")
            document.add(
                list: cutSet.edges.prefix(Self.shownLines).map {
                    "\($0.from.code) imports \($0.to.code)" + ($0.shortPlace.map { " at \($0.code)" } ?? "")
                })
        }
        return document.rendered
    }
}
