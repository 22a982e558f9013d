internal import Reports

extension Format {
    /// The imports that lead to a package, for graphviz: `dot -Tsvg`.
    public static let dot = Format(
        name: "dot", fileExtension: "dot",
        why: { report, options in WhyGraph(report, importers: options.top ?? WhyReport.shownWays).dot })
}

extension WhyGraph {
    fileprivate var dot: String {
        var text = "digraph why {\n  rankdir=LR\n  node [shape=box, fontname=\"sans-serif\"]\n"
        for (number, name) in packages.enumerated() {
            let style = number == main ? ", style=bold" : number == goal ? ", style=filled, fillcolor=\"#ffd9b3\"" : ""
            text += "  n\(number) [label=\(name.quotedDot)\(style)]\n"
        }
        for edge in edges {
            let label = edge.label.isEmpty ? "" : " [label=\(edge.label.quotedDot)]"
            text += "  n\(edge.from) -> n\(edge.to)\(label)\n"
        }
        return text + "}\n"
    }
}

extension String {
    /// A quoted string, in which `\` begins an escape and `&` a character of HTML. (graphviz.org/doc/info/lang.html)
    fileprivate var quotedDot: String {
        let escaped = visible.reduce(into: "") { text, character in
            switch character {
            case "\\", "\"": text += "\\\(character)"
            case "&": text += "&amp;"
            default: text.append(character)
            }
        }
        return "\"\(escaped)\""
    }
}
