import Fixtures
import Foundation
@testable import Rendering
import Reports
import Testing

struct MeasureRenderingTests {
    @Test(arguments: MeasureReport.formats.filter { $0.name != "json" })
    func formatsAreAsRecorded(_ format: Format) throws {
        try expectSnapshot(FullReport.measure().rendered(as: format), "measure.\(format.fileExtension)")
    }

    /// A prediction that does not hold names its reason.
    @Test func doubtsAreNamed() {
        var report = FullReport.measure()
        for run in report.points[2].runs.indices {
            report.points[2].runs[run].peak *= 2
            report.points[2].runs[run].collector?.cycles = 3
        }
        #expect(
            report.predictionDoubts.contains {
                $0.contains("GOGC=100 GOMEMLIMIT=off is not as predicted: 3 collections, too few for a steady heap.")
            }, "\(report.predictionDoubts)")
    }

    /// Names of programs and what they print are hostile.
    @Test func textIsEscaped() throws {
        var report = FullReport.measure()
        report.workload = "<script>alert(1)</script> \u{1B}[2J|"
        report.points[0].failure = "<b>\u{1B}[2J"
        for format in MeasureReport.formats where format.name != "json" {
            let text = try report.rendered(as: format)
            #expect(!text.contains("\u{1B}"), "\(format)")
            if format.name == "html" { #expect(!text.contains("<script>") && !text.contains("<b>")) }
        }
    }
}
