import Fixtures
import Planning
@testable import Rendering
import Reports
import Testing

@Suite struct FormatTests {
    /// A format answers for the reports it can show, and for no other.
    @Test func aFormatWithoutARendererIsNotOffered() throws {
        let names = Format(name: "names", fileExtension: "names", weigh: { report, _ in report.file.path + "\n" })
        #expect(WeighReport.renderer(in: names) != nil && SavedReport.renderer(in: names) == nil)
        #expect(Verdict.renderer(in: names) == nil)
        #expect(try smallReport("a/b").rendered(as: names) == "a/b\n")
        #expect(
            throws: ReportError(
                "no names of this report; expected text, json, csv, markdown, html, junit, sarif, codequality, openmetrics, github, buildkite"
            )
        ) {
            try Verdict(broken: []).rendered(as: names)
        }
        #expect(WhyReport.formats == [.text, .json, .markdown, .dot, .mermaid])
        #expect(SavedReport.formats == BuildReport.formats)
        #expect(
            throws: ReportError(
                "no junit of one binary's report; expected text, json, csv, markdown, html, openmetrics, benchmark, treemap")
        ) {
            try SavedReport.weigh(smallReport()).rendered(as: .junit)
        }
    }

    /// A pipeline's `report:` takes all that shows a build report on a file, so Planning lists the names.
    @Test func pipelinesTakeEveryFormatOfABuildReport() {
        #expect(Set(BuildPlan.formats) == Set(BuildReport.formats.map(\.name)).subtracting(["text"]))
    }

    @Test func namesAndExtensionsAreDistinct() {
        #expect(Set(Format.allCases.map(\.name)).count == Format.allCases.count)
        #expect(Set(Format.allCases.map(\.fileExtension)).count == Format.allCases.count)
    }
}
