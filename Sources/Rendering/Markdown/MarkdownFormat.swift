internal import Reports

extension Format {
    /// For a comment on a pull request or a step summary: GitHub's Markdown, below its limits.
    public static let markdown = Format(
        name: "markdown", fileExtension: "md",
        weigh: { report, options throws(ReportError) in report.markdown(options.query, try options.breakdown(of: report)) },
        build: { report, options in report.markdown(top: options.top ?? 10, baseline: options.baseline) },
        comparison: { report, options in report.markdown(top: options.top) },
        buildComparison: { report, options in report.markdown(top: options.top) },
        savings: { report, options in report.markdown(top: options.top ?? 15) },
        why: { report, options in report.markdown(top: options.top) },
        tags: { report, _ in report.markdown },
        heap: { listing, _ in listing.markdown },
        unused: { report, options in report.markdown(top: options.top) },
        escapes: { report, options in report.markdown(top: options.top) },
        measure: { report, options in report.markdown(options.style) },
        measureComparison: { comparison, _ in comparison.markdown },
        history: { report, options in report.markdown(top: options.top) },
        verdict: { verdict, _ in verdict.markdown() })
}
