internal import Reports

/// Suggested cuts, a list for each program: the first three are shown, the others folded.
extension Page {
    private static let mostCuts = 3

    var cuts: String {
        cutLists.map { list in
            var text =
                "<section class=\"cuts\">\n<h2>\(list.title.escapedHTML)</h2>\n<p class=\"facts\">\(list.identity.escapedHTML)</p>\n"
            let rows = list.items.map { item in
                "<li><p class=\"saving\"><b>\(item.saves.iec)</b> <span class=\"quiet\">\(item.saves.share(of: list.size))</span></p>"
                    + "<div><p class=\"name\">\(item.title.escapedHTML)</p><p>\(item.evidence.sentenceHTML)</p>"
                    + (item.command.isEmpty ? "" : "<code>\(item.command.escapedHTML)</code>") + "</div></li>\n"
            }
            if !rows.isEmpty { text += "<ol>\n\(rows.prefix(Self.mostCuts).joined())</ol>\n" }
            let dead = list.deadModulesText(builds: weighedCount).map { "<p class=\"dead\">\($0.sentenceHTML)</p>\n" }
            if rows.count > Self.mostCuts {
                text +=
                    "<details><summary>\((rows.count - Self.mostCuts).grouped) more</summary>\n"
                    + "<ol>\n\(rows.dropFirst(Self.mostCuts).joined())</ol></details>\n"
            }
            return text + (dead ?? "") + "</section>\n"
        }.joined()
    }
}
