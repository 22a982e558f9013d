internal import Reports

extension String {
    /// Safe as text and as an attribute of XML 1.0, which has no way to write most control characters: those are shown escaped.
    var escapedXML: String {
        visible.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            // Not characters of XML.
            case "\u{FFFE}", "\u{FFFF}": text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

/// Elements of XML with indentation; attributes in the order given.
struct XMLDocument {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var open: [String] = []

    private var indent: String { String(repeating: "  ", count: open.count) }

    /// An element with text or nothing in it.
    mutating func add(_ name: String, _ attributes: [(String, String)] = [], text content: String? = nil) {
        let head = indent + Self.head(name, attributes)
        text += content.map { "\(head)>\($0.escapedXML)</\(name)>\n" } ?? "\(head)/>\n"
    }

    /// An element with others in it.
    mutating func add(_ name: String, _ attributes: [(String, String)] = [], _ body: (inout XMLDocument) -> Void) {
        text += indent + Self.head(name, attributes) + ">\n"
        open.append(name)
        body(&self)
        open.removeLast()
        text += "\(indent)</\(name)>\n"
    }

    private static func head(_ name: String, _ attributes: [(String, String)]) -> String {
        "<" + name + attributes.map { " \($0)=\"\($1.escapedXML)\"" }.joined()
    }
}
