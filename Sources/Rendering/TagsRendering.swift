public import Reports

extension TagsReport {
    public func rendered(as format: Format, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(self, text: text(style), csv: csv, markdown: markdown, html: page)
    }

    private func text(_ style: TextStyle) -> String {
        var text = style.paint(main.visible, .bold) + "  \(identity)\n"
        if tags.isEmpty {
            text += "\nNo build tag of its packages changes anything.\n"
        } else {
            var table = TextTable(
                Self.columns.enumerated().map { index, title in
                    .init(
                        title: title, alignment: (1...4).contains(index) ? .right : .left, isOptional: index == 5)
                })
            for tag in tags { table.add(cells(tag).map { .init($0.visible) }) }
            text += "\n" + table.rendered(style) + style.paint(Self.meaning, .dim) + "\n"
        }
        return text + remarks.map { style.paint($0.visible, .dim) + "\n" }.joined()
    }

    private var markdown: String {
        var document = MarkdownDocument()
        document.add("### Build tags of \(main.code)")
        document.add(identity.escapedMarkdown)
        if !tags.isEmpty {
            document.add(
                table: Self.columns.enumerated().map { ($1.capitalized, (1...4).contains($0) ? .right : .left) },
                tags.map { tag in cells(tag).enumerated().map { $0 == 0 ? $1.code : $1.escapedMarkdown } })
            document.add("_\(Self.meaning)_")
        }
        document.add(list: remarks.map(\.escapedMarkdown))
        return document.rendered
    }

    private var csv: String {
        var table = CSVTable([
            "tag", "set", "added", "removed", "files added", "files removed", "packages added", "packages removed",
            "asked for by",
            "reason",
        ])
        for tag in tags {
            table.add([
                .text(tag.name), .text("\(tag.isSet)"), .number(tag.added), .number(tag.removed), .number(tag.filesAdded.count),
                .number(tag.filesRemoved.count), .number(tag.packagesAdded.count), .number(tag.packagesRemoved.count),
                .text(tag.packages.joined(separator: " ")), .text(tag.reason?.firstLine ?? ""),
            ])
        }
        return table.rendered
    }

    private var page: String {
        var body = "<h1>\("Build tags of \(main)".escapedHTML)</h1>\n<p>\(identity.escapedHTML)</p>\n"
        if !tags.isEmpty {
            body += "<div class=\"scroll\"><table>\n<thead><tr>"
            body += Self.columns.map { "<th scope=\"col\">\($0.capitalized)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
            for tag in tags { body += "<tr>" + cells(tag).map { "<td>\($0.escapedHTML)</td>" }.joined() + "</tr>\n" }
            body += "</tbody>\n</table></div>\n<p class=\"note\">\(Self.meaning)</p>\n"
        }
        if !remarks.isEmpty { body += "<ul>\n" + remarks.map { "<li>\($0.escapedHTML)</li>\n" }.joined() + "</ul>\n" }
        return plainPage(title: "Build tags of \(main)", body: body, footer: "Sizes are bytes of stripped files that were built.")
    }
}

extension String {
    /// `ASKED FOR BY` as `Asked for by`.
    fileprivate var capitalized: String { prefix(1) + dropFirst().lowercased() }
}
