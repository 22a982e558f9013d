internal import Reports

extension Format {
    /// The imports that lead to a package, as a diagram in Markdown: a fenced block named `mermaid`.
    public static let mermaid = Format(
        name: "mermaid", fileExtension: "mmd",
        why: { report, options in WhyGraph(report, importers: options.top ?? WhyReport.shownWays).mermaid })
}

extension WhyGraph {
    fileprivate var mermaid: String {
        var text = "flowchart LR\n"
        for (number, name) in packages.enumerated() { text += "  n\(number)[\(name.quotedMermaid)]\n" }
        for edge in edges {
            text += "  n\(edge.from) -->\(edge.label.isEmpty ? "" : "|\(edge.label.quotedMermaid)|") n\(edge.to)\n"
        }
        if let main { text += "  style n\(main) stroke-width:3px\n" }
        if let goal { text += "  style n\(goal) fill:#ffd9b3\n" }
        return text
    }
}

extension String {
    /// A quoted string: all but letters, digits and marks of import paths as entity codes, `#34;`. (mermaid.js.org)
    fileprivate var quotedMermaid: String {
        let escaped = visible.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || " ./-:…+".unicodeScalars.contains(scalar)
            {
                text.unicodeScalars.append(scalar)
            } else {
                text += "#\(scalar.value);"
            }
        }
        return "\"\(escaped)\""
    }
}
