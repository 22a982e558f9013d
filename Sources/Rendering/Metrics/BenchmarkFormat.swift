internal import JSON
internal import Reports

extension Format {
    /// `customSmallerIsBetter` of benchmark-action/github-action-benchmark: sizes and downloads as a list of benches.
    public static let benchmark = Format(
        name: "benchmark", fileExtension: "benchmark.json",
        weigh: { report, _ throws(ReportError) in try encoded(BuildReport(report).benches) },
        build: { report, _ throws(ReportError) in try encoded(report.benches) })
}

private struct Bench: Encodable {
    var name: String
    var unit = "bytes"
    var value: Int
}

extension BuildReport {
    fileprivate var benches: [Bench] {
        builds.flatMap { build in
            [
                build.size.map { Bench(name: build.title.visible, value: $0) },
                build.compressed.map { Bench(name: "\(build.title.visible) download", value: $0) },
            ].compactMap(\.self)
        }
    }
}
