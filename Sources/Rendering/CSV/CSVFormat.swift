internal import Reports

extension Format {
    /// Comma-separated values for spreadsheets; never cut.
    public static let csv = Format(
        name: "csv", fileExtension: "csv",
        weigh: { report, options throws(ReportError) in report.csv(options.query, try options.breakdown(of: report)).rendered },
        build: { $0.compared(with: $1.baseline).csv },
        comparison: { report, _ in report.csv },
        buildComparison: { report, _ in report.csv },
        savings: { report, _ in report.csv },
        tags: { report, _ in report.csv },
        heap: { listing, _ in listing.csv },
        unused: { report, _ in report.csv },
        escapes: { report, _ in report.csv },
        measure: { report, _ in report.csv },
        measureComparison: { comparison, _ in comparison.csv },
        history: { report, _ in report.csv },
        verdict: { verdict, _ in verdict.csv })
}
