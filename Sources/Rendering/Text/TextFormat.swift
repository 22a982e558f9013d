internal import Reports

extension Format {
    /// Tables for a terminal; largest first, cut by `top`.
    public static let text = Format(
        name: "text", fileExtension: "txt",
        weigh: { report, options throws(ReportError) in
            report.text(options.query, try options.breakdown(of: report), options.style)
        },
        build: { $0.text(top: $1.top ?? 10, $1.style) },
        comparison: { $0.text(top: $1.top, $1.style) },
        buildComparison: { $0.text(top: $1.top, $1.style) },
        savings: { $0.text(top: $1.top ?? 15, $1.style) },
        why: { $0.text($1.style) },
        tags: { $0.text($1.style) },
        verdict: { $0.text($1.style) + $0.limitsText($1.style) })
}

extension RenderingOptions {
    /// The breakdown that was made already, or the query's. Throws on a query the report cannot answer.
    func breakdown(of report: WeighReport) throws(ReportError) -> Breakdown {
        if let detailed { detailed } else { try report.breakdown(query) }
    }
}
