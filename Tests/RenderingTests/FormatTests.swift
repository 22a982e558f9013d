import Fixtures
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
        #expect(throws: ReportError("no names of this report; expected text, json, csv, markdown, html")) {
            try Verdict(broken: []).rendered(as: names)
        }
        #expect(WhyReport.formats == [.text, .json, .markdown, .dot, .mermaid])
    }

    @Test func namesAndExtensionsAreDistinct() {
        #expect(Set(Format.allCases.map(\.name)).count == Format.allCases.count)
        #expect(Set(Format.allCases.map(\.fileExtension)).count == Format.allCases.count)
    }
}
