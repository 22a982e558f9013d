internal import Reports

extension Format {
    /// One self-contained page, complete.
    public static let html = Format(
        name: "html", fileExtension: "html",
        weigh: { report, _ throws(ReportError) in try Page(report).html() },
        build: { report, options throws(ReportError) in try Page(report, baseline: options.baseline).html() },
        comparison: { report, _ throws(ReportError) in try Page(report).html() },
        buildComparison: { report, _ throws(ReportError) in try Page(report).html() },
        savings: { report, _ in report.page },
        tags: { report, _ in report.page },
        heap: { listing, options throws(ReportError) in try Page(listing, top: options.top).html() },
        unused: { report, options in report.page(top: options.top) },
        escapes: { report, options in report.page(top: options.top) },
        measure: { report, _ in report.page },
        measureComparison: { comparison, _ in comparison.page },
        history: { report, _ in report.page },
        verdict: { verdict, _ throws(ReportError) in
            try Page(title: "Budgets", facts: [], verdict: verdict, builds: []).html()
        },
        plan: { report, _ throws(ReportError) in try report.simulationPage() })
}
