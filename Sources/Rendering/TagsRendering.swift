internal import Reports

extension TagsReport {
    private var table: Table {
        var table = Table(
            Self.columns.enumerated().map { index, title in
                .init(
                    title: title, alignment: (1...4).contains(index) ? .right : .left, isOptional: index == 5, isCode: index == 0)
            })
        for tag in tags { table.add(cells(tag).map { .init($0.visible) }) }
        return table
    }

    func text(_ style: TextStyle) -> String {
        var text = style.paint(main.visible, .bold) + "  \(identity)\n"
        if tags.isEmpty {
            text += "\nNo build tag of its packages changes anything.\n"
        } else {
            text += "\n" + table.rendered(style) + style.paint(Self.meaning, .dim) + "\n"
        }
        return text + remarks.map { style.paint($0.visible, .dim) + "\n" }.joined()
    }

    var markdown: String {
        var document = MarkdownDocument()
        document.add("### Build tags of \(main.code)")
        document.add(identity.escapedMarkdown)
        if !tags.isEmpty {
            table.add(to: &document)
            document.add("_\(Self.meaning)_")
        }
        document.add(list: remarks.map(\.escapedMarkdown))
        return document.rendered
    }

    var csv: String {
        var table = CSVTable([
            "tag", "set", "if set", "if unset", "files added", "files removed", "packages added", "packages removed",
            "asked for by",
            "reason",
        ])
        for tag in tags {
            table.add([
                .text(tag.name), .text("\(tag.isSet)"), .number(tag.ifSet), .number(tag.ifUnset), .number(tag.filesAdded.count),
                .number(tag.filesRemoved.count), .number(tag.packagesAdded.count), .number(tag.packagesRemoved.count),
                .text(tag.packages.joined(separator: " ")), .text(tag.reason?.firstLine ?? ""),
            ])
        }
        return table.rendered
    }

    var page: String {
        var body = "<h1>\("Build tags of \(main)".escapedHTML)</h1>\n<p>\(identity.escapedHTML)</p>\n"
        if !tags.isEmpty { body += table.html + "<p class=\"note\">\(Self.meaning)</p>\n" }
        if !remarks.isEmpty { body += "<ul>\n" + remarks.map { "<li>\($0.escapedHTML)</li>\n" }.joined() + "</ul>\n" }
        return plainPage(title: "Build tags of \(main)", body: body, footer: "Sizes are bytes of stripped files that were built.")
    }
}
