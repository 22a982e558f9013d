import Fixtures
import Rendering
import Reports
import Testing

@Suite struct InferredTests {
    /// A third of 229,196 bytes of data.
    @Test func theTableSaysHowMuchOfTheDataIsInferred() throws {
        var report = smallReport()
        #expect(try !report.rendered(as: .text).contains("inferred"))
        report.packages[0].inferred = 70_000
        report.packages[1].inferred = 6_399
        for format in [Format.text, .markdown] {
            #expect(try report.rendered(as: format).contains("33.3% of the data is inferred from the code that uses it"))
        }
    }

    @Test func moreThanThePackageHasIsRefused() throws {
        var report = smallReport()
        report.packages[0].inferred = report.packages[0].size + 1
        let json = try report.rendered(as: .json)
        #expect(throws: ReportError.self) { try SavedReport(json: json, name: "r.json") }
    }
}
