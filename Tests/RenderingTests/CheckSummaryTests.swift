import Fixtures
import Planning
import Testing

@testable import Rendering
@testable import Reports

struct CheckSummaryTests {
    private func report() -> BuildReport {
        var report = smallBuildReport()
        report.builds[0].checks = [
            .init(
                name: "reproducible", status: .failed,
                message: "built again in another folder it differs\n12 bytes in .rodata: main"),
            .init(name: "smoke --version", status: .passed),
        ]
        report.builds[1].checks = [
            .init(name: "reproducible", status: .passed), .init(name: "smoke --version", status: .skipped, message: "no wine"),
        ]
        return report
    }

    @Test func whatFailedIsSaidInFull() throws {
        #expect(report().hasFailedCheck)
        #expect(
            CheckSummary(report()).text(.plain) == """
                ✗ reproducible: 1 build passed, 1 build failed
                  example.com/app linux/amd64 default: built again in another folder it differs
                    12 bytes in .rodata: main
                - smoke --version: 1 build passed, 1 build skipped
                  skipped: no wine

                """)
        #expect(try report().rendered(as: .markdown).contains("❌ `reproducible`: 1 build passed, 1 build failed"))
        #expect(try report().rendered(as: .markdown).contains("- `smoke --version`: 1 build passed"))
        let page = try report().rendered(as: .html)
        #expect(page.contains("<li>smoke --version: 1 build passed") && !page.contains("<li>✓"))
        #expect(try report().rendered(as: .html).contains("<li>✗ reproducible: 1 build passed, 1 build failed<code>"))
    }

    @Test func whatIsTheSameOfManyIsSaidOnce() {
        var report = report()
        let build = report.builds[0]
        report.builds = (1...6).map { number in
            var build = build
            build.preset = "p\(number)"
            build.checks = [
                .init(name: "smoke", status: .failed, message: number == 2 ? "other" : "ended with exit code 1\nusage")
            ]
            return build
        }
        #expect(
            CheckSummary(report).text(.plain) == """
                ✗ smoke: 6 builds failed
                  example.com/app linux/amd64 p1, example.com/app linux/amd64 p3, example.com/app linux/amd64 p4 and 2 more: ended \
                with exit code 1
                    usage
                  example.com/app linux/amd64 p2: other

                """)
    }

    @Test func whatBeginsAlikeIsSaidOfTheFirst() {
        var report = report()
        let build = report.builds[0]
        report.builds = (1...6).map { number in
            var build = build
            build.preset = "p\(number)"
            build.checks = [.init(name: "reproducible", status: .failed, message: "it differs\n\(number) bytes in .rodata")]
            return build
        }
        #expect(
            CheckSummary(report).text(.plain) == """
                ✗ reproducible: 6 builds failed
                  example.com/app linux/amd64 p1: it differs
                    1 bytes in .rodata
                  example.com/app linux/amd64 p2: it differs
                    2 bytes in .rodata
                  example.com/app linux/amd64 p3: it differs
                    3 bytes in .rodata
                  … and 3 more: it differs
                    all of it is in report.json

                """)
    }

    @Test func withoutChecksThereIsNothing() throws {
        #expect(!smallBuildReport().hasFailedCheck)
        #expect(CheckSummary(smallBuildReport()).text(.plain) == "")
        let page = try smallBuildReport().rendered(as: .html)
        #expect(!page.contains("Checks"))
    }

    @Test func namesCannotBreakOut() {
        var report = smallBuildReport()
        report.builds[0].checks = [.init(name: "<script>", status: .failed, message: "\u{1B}[31m</code><script>")]
        #expect(!CheckSummary(report).html(failed: true).contains("<script>"))
        #expect(!CheckSummary(report).text(.plain).contains("\u{1B}"))
    }
}
