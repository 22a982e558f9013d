internal import Reports

extension Format {
    /// For `buildkite-agent annotate`: the Markdown of the report with more rows, up to the size of an annotation. Of a plan its steps.
    public static let buildkite = Format(
        name: "buildkite", fileExtension: "buildkite.md",
        build: { report, options in report.markdown(top: options.top ?? 25, baseline: options.baseline, limit: annotationLimit) },
        verdict: { verdict, _ in verdict.markdown(limit: annotationLimit) },
        plan: { plan, _ throws(ReportError) in try plan.buildkiteSteps() })

    /// Buildkite and GitHub's step summaries take 1 MiB.
    public static let annotationLimit = 1_000_000
}
