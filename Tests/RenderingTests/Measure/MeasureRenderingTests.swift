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

    /// Figures that few ask for are in the wide table and the page, and not in that for a terminal of 80 columns.
    @Test func pausesAndPageFaultsAreInTheWideTable() throws {
        let report = FullReport.measure()
        try expectSnapshot(report.rendered(as: .text, style: TextStyle(width: 80).wide), "measure-wide.txt")
        let narrow = try report.rendered(as: .text, style: TextStyle(width: 80))
        let table = narrow.split(separator: "\n").filter { $0.contains("GOGC=") || $0.contains("PEAK MEMORY") }.prefix(6)
        #expect(table.count == 6 && table.allSatisfy { $0.count <= 80 } && !narrow.contains("PAGE FAULTS"), "\(narrow)")
        let page = try report.rendered(as: .html)
        for title in ["All pauses", "Page faults", "With a read"] { #expect(page.contains(title)) }
    }

    /// The collector's trace counts in MiB: none of it is no known size.
    @Test func tracedSizesBelowAMebibyteAreAlike() throws {
        let comparison = FullReport.measureComparison()
        let row = try #require(comparison.rows.first { $0.liveHeap?.new == 0 })
        #expect(row.point.contains("GOGC=50") && row.liveHeap?.old == 32 << 20)
        let text = try comparison.rendered(as: .text)
        #expect(text.contains("32.00 MiB → < 1 MiB (-100%)") && !text.contains("0 B"), "\(text)")
        var reversed = comparison
        for index in reversed.rows.indices {
            reversed.rows[index].liveHeap?.old = 0
            reversed.rows[index].liveHeap?.new = 32 << 20
            reversed.rows[index].liveHeap?.isNoise = false
        }
        #expect(try reversed.rendered(as: .markdown).contains("&#60; 1 MiB → 32.00 MiB (+)"))
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
