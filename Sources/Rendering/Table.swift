internal import Reports

/// Rows below titles, the one model of every table: text aligned to a width, Markdown, HTML.
struct Table {
    enum Alignment { case left, right }

    struct Column {
        var title: String
        var alignment: Alignment
        /// Shortened in the middle when the table is too wide; at most one column.
        var isFlexible = false
        /// Left out when the table is too wide, before anything is shortened.
        var isOptional = false
        /// Names and commands, set as code in Markdown.
        var isCode = false
        /// Left out of pages on narrow screens.
        var isSecondary = false
    }

    struct Cell: ExpressibleByStringInterpolation {
        var text: String
        var look: TextStyle.Look?
        /// Text where the column is too narrow for `text`; nil where that is shortened in the middle.
        var brief: String?

        init(_ text: String, _ look: TextStyle.Look? = nil, brief: String? = nil) {
            self.text = text
            self.look = look
            self.brief = brief
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    private enum Line {
        case cells([Cell])
        case rule
    }

    private static let gap = "  "
    /// Names are not shortened below this.
    private static let narrowest = 12

    private var columns: [Column]
    private var lines: [Line] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    mutating func add(_ cells: [Cell]) { lines.append(.cells(cells)) }
    mutating func addRule() { lines.append(.rule) }

    /// Two blanks between columns; a table that is too wide loses optional columns, then names are shortened.
    func rendered(_ style: TextStyle) -> String {
        let (shown, widths) = fitted(to: style.width)
        let titles = columns.map { Cell($0.title, .dim) }
        var result = ""
        if columns.contains(where: { $0.title != "" }) { result += row(titles, shown, widths, style) }
        for line in lines {
            switch line {
            case .cells(let cells): result += row(cells, shown, widths, style)
            case .rule:
                let length = shown.reduce(Self.gap.count * (shown.count - 1)) { $0 + widths[$1] }
                result += style.paint(String(repeating: "─", count: length), .dim) + "\n"
            }
        }
        return result
    }

    /// The columns that a width has room for, and their widths: optional columns go first, from the last on; then names are
    /// shortened, those of the flexible column before others; then figures go, but for the first. No figure is shortened.
    private func fitted(to width: Int?) -> (shown: [Int], widths: [Int]) {
        var widths = columns.indices.map { column in
            lines.reduce(columns[column].title.count) { widest, line in
                if case .cells(let cells) = line { max(widest, cells[column].text.count) } else { widest }
            }
        }
        var shown = columns.indices.filter { columns[$0].title != "" || widths[$0] > 0 }
        guard let width else { return (shown, widths) }
        func excess() -> Int { shown.reduce(Self.gap.count * (shown.count - 1)) { $0 + widths[$1] } - width }
        func shorten(_ column: Int) {
            widths[column] = max(widths[column] - max(excess(), 0), min(widths[column], Self.narrowest))
        }
        while excess() > 0, let last = shown.last(where: { columns[$0].isOptional }) { shown.removeAll { $0 == last } }
        for column in shown where columns[column].isFlexible { shorten(column) }
        let names = shown.filter { columns[$0].alignment == .left && !columns[$0].isFlexible }
        for column in names.sorted(by: { widths[$0] > widths[$1] }) { shorten(column) }
        while excess() > 0, let last = shown.dropFirst().last(where: { columns[$0].alignment == .right }) {
            shown.removeAll { $0 == last }
        }
        return (shown, widths)
    }

    private func row(_ cells: [Cell], _ shown: [Int], _ widths: [Int], _ style: TextStyle) -> String {
        var line = ""
        var pending = 0
        for (position, column) in shown.enumerated() {
            if position > 0 { pending += Self.gap.count }
            let text = cells[column].text(in: widths[column])
            let padding = widths[column] - text.count
            if columns[column].alignment == .right { pending += padding }
            if !text.isEmpty {
                line += String(repeating: " ", count: pending) + style.paint(text, cells[column].look)
                pending = 0
            }
            if columns[column].alignment == .left { pending += padding }
        }
        return line + "\n"
    }
}

extension Table.Cell {
    fileprivate func text(in width: Int) -> String {
        (text.count > width ? brief ?? text : text).shortened(to: width)
    }
}

extension Table {
    private var rows: [[Cell]] {
        lines.compactMap { line in if case .cells(let cells) = line { cells } else { nil } }
    }

    /// `ASKED FOR BY` as `Asked for by`, `GC CPU` as it is.
    static func sentenceCase(_ title: String) -> String {
        title.split(separator: " ").enumerated().map { index, word in
            if ["CPU", "GC"].contains(word) { return String(word) }
            return index == 0 ? word.prefix(1) + word.dropFirst().lowercased() : word.lowercased()
        }.joined(separator: " ")
    }

    var html: String {
        let looks = columns.map { column in
            let names = [column.alignment == .right ? "n" : column.isCode ? "name" : nil, column.isSecondary ? "wide" : nil]
            let list = names.compactMap(\.self).joined(separator: " ")
            return list.isEmpty ? "" : " class=\"\(list)\""
        }
        let head = zip(columns, looks).map { column, look in
            "<th scope=\"col\"\(column.isCode ? "" : look)>\(Self.sentenceCase(column.title).escapedHTML)</th>"
        }.joined()
        let body = rows.map { row in
            "<tr>" + zip(row, looks).map { "<td\($1)>\($0.text.escapedHTML)</td>" }.joined() + "</tr>\n"
        }.joined()
        return
            "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n"
            + "</table></div>\n"
    }

    func add(to document: inout MarkdownDocument) {
        document.add(
            table: columns.map { (Self.sentenceCase($0.title).escapedMarkdown, $0.alignment == .right ? .right : .left) },
            rows.map { row in
                zip(columns, row).map { column, cell in
                    column.isCode && !cell.text.isEmpty ? cell.text.code : cell.text.escapedMarkdown
                }
            })
    }
}

/// A bar of eighths of blocks, `width` wide when `part` is `whole`.
func bar(_ part: Int, of whole: Int, width: Int) -> String {
    guard whole > 0, part > 0 else { return "" }
    let eighths = Int((Double(part) / Double(whole) * Double(width * 8)).rounded())
    let fractions = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let text = String(repeating: "█", count: eighths / 8) + fractions[eighths % 8]
    return text.isEmpty ? "▏" : text
}

extension String {
    func padded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// Lines of at most `width` characters, broken at blanks; a longer word has a line of its own.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
