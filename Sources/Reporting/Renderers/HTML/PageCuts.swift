extension Page {
    /// What to cut, one table a program.
    var cuts: String {
        cutLists.map { list in
            var text = "<section>\n<h2>\(list.title.escapedHTML)</h2>\n<p class=\"note\">\(list.identity.escapedHTML)</p>\n"
            if !list.items.isEmpty {
                text += "<div class=\"scroll\"><table>\n<thead><tr>"
                text += ["Saves", "%", "What", "Evidence", "More"].map { "<th scope=\"col\">\($0)</th>" }.joined()
                text += "</tr></thead>\n<tbody>\n"
                for item in list.items {
                    let cells = [
                        item.saves.iec, item.saves.share(of: list.size), item.title, item.evidence, item.command,
                    ]
                    text += "<tr>" + cells.map { "<td>\($0.escapedHTML)</td>" }.joined() + "</tr>\n"
                }
                text += "</tbody>\n</table></div>\n"
            }
            if let dead = list.deadModulesText(builds: weighedCount) { text += "<p>\(dead.escapedHTML)</p>\n" }
            return text + "</section>\n"
        }.joined()
    }
}
