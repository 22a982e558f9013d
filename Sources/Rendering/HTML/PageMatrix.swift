internal import Reports

/// The matrix of builds, readable without JavaScript.
extension Page {
    /// One table for each main: targets down, presets across; nothing for a single build.
    var matrix: String {
        let shown = builds.indices.filter { !builds[$0].isOld }
        guard shown.count > 1 else { return "" }
        let mains = unique(shown.map { builds[$0].main })
        // Programs out of sight take no time to lay out.
        var html = "<div class=\"programs\(mains.count > 6 ? " many" : "")\">\n"
        for main in mains {
            let indices = shown.filter { builds[$0].main == main }
            let presets = unique(indices.map { builds[$0].preset })
            let largest = indices.compactMap { builds[$0].size }.max() ?? 0
            html +=
                "<section class=\"program\">\n<h2 class=\"name\">\(main.escapedHTML.breakable)</h2>\n"
                + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\("Builds of \(main)".escapedHTML)\">"
                + "<table class=\"matrix\" style=\"--presets:\(presets.count)\">\n<thead><tr><th scope=\"col\">Target</th>"
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
        return html + "</div>\n"
    }

    private func cell(_ index: Int, _ largest: Int) -> String {
        let build = builds[index]
        guard let size = build.size else { return "<span class=\"cell grown\">\(build.status.escapedHTML)</span>" }
        let old = build.old.map { builds[$0] }
        var html = ""
        if let was = old?.size, was != size { html += "<span class=\"was\">\(was.iec) →</span> " }
        html += "<b title=\"\((["\(size.grouped) bytes"] + build.making).joined(separator: ", "))\">\(size.iec)</b>"
        if build.status == "removed" { html += " <span class=\"d quiet\">removed</span>" }
        if let reference = old?.size ?? build.reference.flatMap({ builds[$0].size }),
            let change = (size - reference).change(of: reference)
        {
            let look = size > reference ? "grown" : size < reference ? "shrunk" : "quiet"
            let words = size == reference && old != nil ? "same" : change.typographic
            html += " <span class=\"d \(look)\">\(words)</span>"
        }
        html += "<small>\(download(build, old))</small>"
        let width = largest > 0 ? Int((Double(size) / Double(largest) * 1000).rounded()) : 0
        html += "<i id=\"build=\(index)\" style=\"width:\(width / 10).\(width % 10)%\"></i>"
        guard build.weigh != nil else { return "<span class=\"cell\">\(html)</span>" }
        return "<a class=\"cell\" href=\"#build=\(index)\">\(html)</a>"
    }

    private func download(_ build: Build, _ old: Build?) -> String {
        guard let compressed = build.compressed else { return "&nbsp;" }
        var text = compressed.iec
        if let was = old?.compressed { text = was == compressed ? text : "\(was.iec) → \(text)" }
        return old == nil ? "\(text) to download" : "<span title=\"to download\">↓ \(text)</span>"
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
    var typographic: String { hasPrefix("-") ? "−" + dropFirst() : self }
}
