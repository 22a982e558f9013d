internal import Reports

extension Page {
    /// What to cut, one table a program.
    var cuts: String {
        cutLists.map { list in
            var text =
                "<section class=\"cuts\">\n<h2>\(list.title.escapedHTML)</h2>\n<p class=\"facts\">\(list.identity.escapedHTML)</p>\n"
            if !list.items.isEmpty {
                text += "<div class=\"scroll\"><table>\n<tbody>\n"
                for item in list.items {
                    text +=
                        "<tr><td class=\"n\">\(item.saves.iec)</td><td class=\"n quiet\">\(item.saves.share(of: list.size))</td>"
                        + "<td><span class=\"name\">\(item.title.escapedHTML)</span><p>\(item.evidence.sentenceHTML)</p>"
                        + "<code>\(item.command.escapedHTML)</code></td></tr>\n"
                }
                text += "</tbody>\n</table></div>\n"
            }
            if let dead = list.deadModulesText(builds: weighedCount) { text += "<p class=\"dead\">\(dead.sentenceHTML)</p>\n" }
            return text + "</section>\n"
        }.joined()
    }
}
