internal import Reports

extension Format {
    /// Tables for a terminal; largest first, cut by `top`.
    public static let text = Format(
        name: "text", fileExtension: "txt",
        weigh: { report, options throws(ReportError) in
            report.text(options.query, try options.breakdown(of: report), options.style)
        },
        build: { $0.text(top: $1.top ?? 10, baseline: $1.baseline, $1.style) },
        comparison: { $0.text(top: $1.top, $1.style) },
        buildComparison: { $0.text(top: $1.top, $1.style) },
        savings: { $0.text(top: $1.top ?? 15, $1.style) },
        why: { $0.text(top: $1.top, $1.style) },
        tags: { $0.text($1.style) },
        heap: { $0.text($1.style) },
        unused: { $0.text(top: $1.top, $1.style) },
        escapes: { $0.text(top: $1.top, $1.style) },
        measure: { report, options in report.text(options.style) },
        measureComparison: { comparison, options in comparison.text(options.style) },
        history: { $0.text(top: $1.top, $1.style) },
        verdict: { $0.text($1.style) + $0.limitsText($1.style) },
        explanation: { report, _ in report.text },
        release: { comparison, _ in comparison.text },
        plan: { report, options in report.text(options.style) })
}

extension RenderingOptions {
    /// The breakdown that was made already, or the query's. Throws on a query the report cannot answer.
    func breakdown(of report: WeighReport) throws(ReportError) -> Breakdown {
        if let detailed { detailed } else { try report.breakdown(query) }
    }
}

/// Width and colour of text, chosen by the owner of the terminal.
public struct TextStyle: Sendable, Equatable {
    /// Columns; nil where nothing limits them, as in a file or a pipe: then nothing is shortened and no bars are drawn.
    public var width: Int?
    /// Whether ANSI colours may be used.
    public var color: Bool
    /// Whether tables have the columns that few ask for.
    public var isWide = false

    public static let plain = TextStyle()

    public init(width: Int? = nil, color: Bool = false) {
        self.width = width
        self.color = color
    }

    /// With all columns of a table, however wide it is.
    public var wide: TextStyle {
        var style = self
        (style.width, style.isWide) = (nil, true)
        return style
    }

    /// The few looks a piece of text has.
    enum Look: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
    }

    func paint(_ text: String, _ look: Look?) -> String {
        guard color, let look, !text.isEmpty else { return text }
        return "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m"
    }

    /// Growth is red, shrinking green.
    static func look(ofChange change: Int) -> Look? {
        change > 0 ? .red : change < 0 ? .green : nil
    }
}

/// Rows without titles as a text table, two blanks between columns.
public func alignedText(_ rows: [[String]]) -> String {
    let width = rows.map(\.count).max() ?? 0
    var table = Table((0..<width).map { _ in Table.Column(title: "", alignment: .left) })
    for row in rows { table.add((0..<width).map { Table.Cell($0 < row.count ? row[$0] : "") }) }
    return table.rendered(.plain)
}
