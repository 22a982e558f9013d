internal import Reports

/// GitHub-flavoured Markdown below a size: rows that do not fit are counted, not cut.
struct MarkdownDocument {
    /// Bytes; GitHub takes a comment of 65,536.
    static let commentLimit = 60_000
    /// Kept free for what closes a cut table or block.
    private static let reserve = 400

    let limit: Int
    private(set) var text = ""
    private var omitted = 0

    init(limit: Int = Self.commentLimit) {
        self.limit = limit
    }

    /// A comment that no reader sees, by which a comment on a pull request is found again and updated.
    mutating func add(marker name: String) {
        let name = name.unicodeScalars.filter { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "._-+".unicodeScalars.contains(scalar))
        }
        text += "<!-- pare:\(String(String.UnicodeScalarView(name)).split(separator: "--").joined(separator: "-")) -->\n"
    }

    enum Alignment { case left, right }

    /// Adds a paragraph or nothing.
    mutating func add(_ paragraph: String) {
        guard fits(paragraph) else {
            omitted += 1
            return
        }
        text += paragraph + "\n\n"
    }

    /// A list, one item a line.
    mutating func add(list items: [String]) {
        for item in items {
            if fits(item) { text += "- \(item)\n" } else { omitted += 1 }
        }
        text += "\n"
    }

    /// The cells are Markdown already: names go through `code`, sentences through `escapedMarkdown`.
    mutating func add(table columns: [(title: String, alignment: Alignment)], _ rows: [[String]]) {
        let head =
            Self.row(columns.map(\.title)) + "\n" + Self.row(columns.map { $0.alignment == .right ? "---:" : "---" }) + "\n"
        guard fits(head) else {
            omitted += 1
            return
        }
        text += head
        for row in rows {
            let line = Self.row(row)
            if fits(line) { text += line + "\n" } else { omitted += 1 }
        }
        text += "\n"
    }

    /// A part that is folded away until it is wanted.
    mutating func add(details summary: String, _ body: (inout MarkdownDocument) -> Void) {
        let head = "<details>\n<summary>\(summary)</summary>\n\n"
        guard fits(head) else {
            omitted += 1
            return
        }
        text += head
        body(&self)
        text += "</details>\n\n"
    }

    /// The whole text, one newline at its end.
    var rendered: String {
        var whole = text
        while whole.hasSuffix("\n") { whole.removeLast() }
        if omitted > 0 {
            whole += "\n\n_\(omitted.grouped) more lines did not fit here; the JSON and HTML reports have them._"
        }
        return whole + "\n"
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private func fits(_ piece: String) -> Bool { text.utf8.count + piece.utf8.count + Self.reserve < limit }
}

extension String {
    /// A name in a code span; as entities where it holds anything that could end the span or the table's cell.
    var code: String {
        let name = visible
        let isTame =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                    UInt8(ascii: "&"):
                    false
                default: true
                }
            }
        guard !isTame || name.first == " " || name.last == " " else { return "`\(name)`" }
        return "<code>\(name.unicodeScalars.reduce(into: "") { $0 += $1.isPlain ? String($1) : "&#\($1.value);" })</code>"
    }

    /// Text that Markdown and HTML take for text.
    var escapedMarkdown: String {
        visible.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "<", ">", "&", "|", "@", "#", "`", "*", "_", "[", "]", "\\", "~": text += "&#\(scalar.value);"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isPlain: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "-", " ": true
        default: value > 127
        }
    }
}
