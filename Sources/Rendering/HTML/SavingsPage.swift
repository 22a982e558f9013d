internal import Reports

/// The savings as one HTML file of plain tables, complete, with the look of the other pages.
extension SavingsReport {
    var page: String {
        var body = "<h1>\("What would go away from \(main)".escapedHTML)</h1>\n<p>\(identity.escapedHTML)</p>\n"
        if let suggestions, !suggestions.isEmpty {
            var table = Table([
                .init(title: "SAVES", alignment: .right), .init(title: "%", alignment: .right),
                .init(title: "EDITS", alignment: .right), .init(title: "WHAT", alignment: .left),
                .init(title: "EVIDENCE", alignment: .left),
            ])
            for row in suggestions {
                table.add([
                    .init(row.saves.iec), .init(row.saves.share(of: size)), .init(row.effort.grouped), .init(row.title),
                    .init(row.evidence),
                ])
            }
            body += "<section>\n<h2>What to cut first</h2>\n"
            body += "<p class=\"note\">Most bytes for the fewest edits; each alone, other importers keep theirs.</p>\n"
            body += table.html + "</section>\n"
        }
        for table in tables {
            body += "<section>\n<h2>\(table.title.escapedHTML)</h2>\n"
            body += table.question.split(separator: "\n").map { "<p class=\"note\">\(String($0).escapedHTML)</p>\n" }.joined()
            body += "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>"
            body += ["Saves", "%", "Own", "Retained", "What", "Goes too"].map { "<th scope=\"col\">\($0)</th>" }.joined()
            body += "</tr></thead>\n<tbody>\n"
            for removal in table.removals {
                let cells = [
                    removal.saves.iec, removal.saves.share(of: size), removal.bytes?.iec ?? "", removal.retained?.iec ?? "",
                    removal.title,
                    removal.consequences,
                ]
                body += "<tr>" + cells.map { "<td>\($0.escapedHTML)</td>" }.joined() + "</tr>\n"
            }
            body += "</tbody>\n</table></div>\n</section>\n"
        }
        if let estimate = unstrippedText { body += "<p>\(estimate.escapedHTML).</p>\n" }
        if let joint, (without?.count ?? 0) > 1 {
            body += "<p>Together \(joint.iec) (\(joint.share(of: size)), \(joint.grouped) bytes).</p>\n"
        }
        if let proof {
            body += "<section>\n<h2>Proof</h2>\n<p>\(proof.built.escapedHTML)</p>\n"
            body += list(proof.figures.map { "\($0.label) \($0.bytes.grouped) bytes" } + proof.changes) + "</section>\n"
        }
        body += "<p class=\"note\">\(Self.caveat)</p>\n"
        body += "<section>\n<h2>Method elimination</h2>\n<p>\(methodEliminationText.escapedHTML)</p>\n"
        body += list(methodElimination.culprits.map { $0.chain.fromMain.joined(separator: " → ") }) + "</section>\n"
        if !deadModules.isEmpty {
            body += "<section>\n<h2>Dead modules</h2>\n<p class=\"note\">Required by go.mod, no byte in this program.</p>\n"
            body += list(deadModules.map { "\($0.path) \($0.version ?? "")" }) + "</section>\n"
        }
        if !duplicates.isEmpty {
            body += "<section>\n<h2>Duplicates</h2>\n"
            body += list(duplicates.map { $0.map { "\($0.path) \($0.version ?? "")" }.joined(separator: ", ") }) + "</section>\n"
        }
        return plainPage(
            title: "Savings of \(main)", body: body,
            footer: "Sizes are bytes of the stripped file, modelled by replaying the linker.")
    }

    private func list(_ items: [String]) -> String {
        items.isEmpty ? "" : "<ul>\n" + items.map { "<li>\($0.escapedHTML)</li>\n" }.joined() + "</ul>\n"
    }
}

/// One HTML file of plain tables with the look of the other pages. `body` is HTML, the rest text.
func plainPage(title: String, body: String, footer: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\("\(title) – pare".escapedHTML)</title>
    <style>
    \(String(decoding: PackageResources.page_css, as: UTF8.self))</style>
    </head>
    <body>
    <main>
    \(body)</main>
    <footer>\(footer.escapedHTML)</footer>
    </body>
    </html>

    """
}
