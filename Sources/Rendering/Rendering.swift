public import Reports

/// Each report in each format. Results end with a newline; the same report gives the same bytes.
extension WeighReport {
    /// JSON and HTML are always complete; the others follow the query, and `top` leaves CSV uncut.
    /// Throws on a query the report cannot answer.
    /// - Parameter detailed: the breakdown where the report alone cannot make it; JSON is then the breakdown.
    public func rendered(
        as format: Format, _ query: BreakdownQuery = BreakdownQuery(), detailed: Breakdown? = nil, style: TextStyle = .plain
    ) throws(ReportError) -> String {
        if format == .html { return Page(self).html }
        if format == .json, detailed == nil { return try encodedJSON(self) }
        let breakdown = if let detailed { detailed } else { try breakdown(query) }
        switch format {
        case .text: return text(query, breakdown, style)
        case .csv: return csv(query, breakdown)
        case .markdown: return markdown(query, breakdown)
        case .json, .html: return try encodedJSON(BreakdownDocument(self, breakdown))
        }
    }
}

extension BuildReport {
    /// - Parameter top: packages shown for each main in text and Markdown.
    public func rendered(as format: Format, top: Int = 10, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(self, text: text(top: top, style), csv: csv, markdown: markdown(top: top), html: Page(self).html)
    }
}

extension Comparison {
    /// - Parameter top: changes shown of each list in text and Markdown; nil for all in text, few in Markdown.
    public func rendered(as format: Format, top: Int? = nil, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(self, text: text(top: top, style), csv: csv, markdown: markdown(top: top), html: Page(self).html)
    }
}

extension BuildComparison {
    /// - Parameter top: package changes shown for each build in text and Markdown.
    public func rendered(as format: Format, top: Int? = nil, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(self, text: text(top: top, style), csv: csv, markdown: markdown(top: top), html: Page(self).html)
    }
}

extension SavedReport {
    /// - Parameter query: for a weigh report; a build report takes its `top` alone.
    public func rendered(as format: Format, _ query: BreakdownQuery = BreakdownQuery(), style: TextStyle = .plain)
        throws(ReportError)
        -> String
    {
        switch self {
        case .weigh(let report): try report.rendered(as: format, query, style: style)
        case .build(let report): try report.rendered(as: format, top: query.top ?? 10, style: style)
        }
    }
}

extension SavingsReport {
    /// - Parameter top: rows of each ranking shown in text and Markdown; the other forms are complete.
    public func rendered(as format: Format, top: Int = 15, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(self, text: text(top: top, style), csv: csv, markdown: markdown(top: top), html: page)
    }
}

extension WhyReport {
    /// Throws for forms that a chain has no place in: CSV and HTML.
    public static func check(_ format: Format) throws(ReportError) {
        guard format == .csv || format == .html else { return }
        throw ReportError("pare why has no \(format.rawValue) form; expected text, json or markdown")
    }

    /// Throws for forms that a chain has no place in: CSV and HTML.
    public func rendered(as format: Format, style: TextStyle = .plain) throws(ReportError) -> String {
        try Self.check(format)
        switch format {
        case .json: return try encodedJSON(self)
        case .markdown: return markdown
        case .text, .csv, .html: return text(style)
        }
    }
}
