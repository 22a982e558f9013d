internal import Reports

/// Parts that are readable without JavaScript: the headline, the verdict, the matrix.
extension Page {
    var headline: String {
        var html = "<h1>\(title.escapedHTML)</h1>\n<p class=\"facts\">\(facts.map(\.escapedHTML).joined(separator: " · "))</p>\n"
        html += checks
        guard let verdict else { return html }
        let look = verdict.state == .passed ? "" : verdict.passed ? " lenient" : " broken"
        html += "<div class=\"verdict\(look)\">"
        if let headline = verdict.headline { html += "<strong>\(headline.capitalizedSentence.escapedHTML)</strong>" }
        var items: [String] = []
        func add(_ sentence: String, _ lines: [String?]) {
            items.append(
                "<li>\(sentence)\(lines.compactMap(\.self).map { "<code>\($0.escapedHTML)</code>" }.joined())</li>\n")
        }
        for item in verdict.broken {
            let place = item.place.map { "\($0): " } ?? ""
            add(item.sentence.escapedHTML, ["\(place)\(item.budget)", item.command.map { "$ \($0)" }])
        }
        for (item, prefix) in verdict.warned.map({ ($0, "Warning: ") })
            + verdict.waived.map({ ($0.broken, "Waived, \($0.reasonText): ") })
        {
            let place = item.place.map { "\($0): " } ?? ""
            add((prefix + item.sentence).escapedHTML, ["\(place)\(item.budget)", item.command.map { "$ \($0)" }])
        }
        for item in verdict.notJudged {
            let place = item.place.map { "\($0): " } ?? ""
            add("Not judged: \(item.sentence.sentenceHTML)", [item.budget.map { place + $0 }])
        }
        if !items.isEmpty { html += "\n<ul>\n\(items.joined())</ul>" }
        if !verdict.notes.isEmpty {
            html += "\n<details class=\"notes\"><summary>\(counted(verdict.notes.count, "note"))</summary>\n<ul>\n"
            for note in verdict.notes { html += "<li>\(note.sentenceHTML)</li>\n" }
            html += "</ul></details>"
        }
        if let table = verdict.limitTable {
            html += "\n<details class=\"notes\"><summary>Budgets</summary>\n\(table.html)</details>"
        }
        return html + "</div>\n"
    }

    /// One table for each main: targets down, presets across; nothing for a single build.
    var matrix: String {
        guard builds.count > 1 else { return "" }
        var html = ""
        for main in unique(builds.map(\.main)) {
            let indices = builds.indices.filter { builds[$0].main == main }
            let presets = unique(indices.map { builds[$0].preset })
            let largest = indices.compactMap { builds[$0].size }.max() ?? 0
            html +=
                "<section>\n<h3>\(main.escapedHTML)</h3>\n<div class=\"scroll\"><table class=\"matrix\" style=\"--presets:\(presets.count)\">\n<thead><tr><th scope=\"col\">Target</th>"
            for preset in presets { html += "<th scope=\"col\">\(preset.escapedHTML)</th>" }
            html += "</tr></thead>\n<tbody>\n"
            for target in unique(indices.map { builds[$0].target }) {
                html += "<tr><th scope=\"row\">\(target.escapedHTML.breakable)</th>"
                for preset in presets {
                    let index = indices.first { builds[$0].target == target && builds[$0].preset == preset }
                    html += "<td>\(index.map { cell($0, largest) } ?? "")</td>"
                }
                html += "</tr>\n"
            }
            html += "</tbody>\n</table></div>\n"
            if let smallest = smallest[main] { html += "<p class=\"smallest\">\(smallest.sentenceHTML)</p>\n" }
            html += "</section>\n"
        }
        return html
    }

    /// The last words of the builds that have no size.
    var failures: String {
        builds.filter { $0.size == nil }.reduce(into: "") { html, build in
            guard let reason = build.reason else { return }
            let lines = reason.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapedHTML }
            let title = "\(build.main) \(build.target) \(build.preset) \(build.status)"
            html +=
                "<details class=\"failure\" open><summary>\(title.escapedHTML)</summary>\n<pre>\(lines.joined(separator: "\n"))</pre></details>\n"
        }
    }

    private func cell(_ index: Int, _ largest: Int) -> String {
        let build = builds[index]
        guard let size = build.size else { return "<span class=\"cell grown\">\(build.status.escapedHTML)</span>" }
        var html = "<b title=\"\(size.grouped) bytes\">\(size.iec)</b>"
        if let reference = build.reference.flatMap({ builds[$0].size }), let change = (size - reference).change(of: reference) {
            let look = size > reference ? "grown" : size < reference ? "shrunk" : "quiet"
            html += " <span class=\"d \(look)\">\(change.escapedHTML.typographic)</span>"
        }
        html += "<small>\(build.compressed.map { "\($0.iec)<span> to download</span>" } ?? "&nbsp;")</small>"
        if !build.making.isEmpty {
            html += "<small class=\"making\">\(build.making.map { "<span>\($0)</span>" }.joined(separator: " "))</small>"
        }
        let width = largest > 0 ? Int((Double(size) / Double(largest) * 1000).rounded()) : 0
        html += "<i style=\"width:\(width / 10).\(width % 10)%\"></i>"
        return build.weigh == nil
            ? "<span class=\"cell\">\(html)</span>" : "<a class=\"cell\" href=\"#build=\(index)\">\(html)</a>"
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

extension String {
    /// May break after a slash.
    fileprivate var breakable: String { split(separator: "/", omittingEmptySubsequences: false).joined(separator: "/<wbr>") }

    /// A true minus sign.
    fileprivate var typographic: String { hasPrefix("-") ? "−" + dropFirst() : self }
}

extension Page {
    /// Suggested cuts, a table for each program.
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
