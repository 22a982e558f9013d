import Gating
import JSON
import Planning
@testable import Rendering
import Testing

import Reports

/// Builds made on another machine, and where a report comes from.
struct ElsewhereTests {
    private func report(_ status: BuildReport.Status, size: Int? = 100) -> BuildReport {
        BuildReport(
            pipeline: "p", started: "",
            builds: [
                BuildReport.Build(
                    main: "example.com/app", target: "linux/amd64", preset: "strip", status: status, command: "go build",
                    path: "a/strip/app", size: size, sha256: "0")
            ], verdict: Verdict(broken: []))
    }

    private func budget(max: Int) -> Budget {
        Budget(subject: .artifacts, max: max, text: "artifact * max \(max)", place: "p.yml:1")
    }

    @Test(arguments: [BuildReport.Status.built, .unchanged, .elsewhere])
    func aMadeBuildIsJudgedAndHasNotFailed(status: BuildReport.Status) throws {
        let report = report(status)
        #expect(status.isMade && !report.hasFailed && report.hasSucceeded)
        #expect(Gate(budgets: [budget(max: 100)]).judge(report).passed)
        #expect(Gate(budgets: [budget(max: 99)]).judge(report).broken.count == 1)
        #expect(try !report.rendered(as: .text).contains("no binary"))
    }

    @Test(arguments: [BuildReport.Status.failed, .skipped])
    func othersAreMissing(status: BuildReport.Status) {
        let report = report(status, size: nil)
        #expect(!status.isMade && report.hasFailed && !report.hasSucceeded)
        #expect(Gate(budgets: [budget(max: 100)]).judge(report).notJudged.count > 0)
    }

    @Test func growthIsJudgedAgainstABuildMadeElsewhere() {
        var budget = budget(max: 1000)
        budget.growth = .bytes(10)
        let baseline = Baseline(report(.elsewhere, size: 80), path: "old.json")
        #expect(Gate(budgets: [budget], baseline: baseline).judge(report(.built)).broken.count == 1)
    }

    @Test func statusAndProvenanceSurviveJSON() throws {
        var report = report(.elsewhere)
        #expect(try !JSONEncoder().encode(report).contains("provenance"))
        report.provenance = Provenance(pare: "1.2.3", commit: "abc", host: "linux/arm64")
        let text = try report.rendered(as: .json)
        #expect(try SavedReport(json: text, name: "r") == .build(report))
        #expect(text.contains(#""status" : "elsewhere""#))
        #expect(!text.contains(#""branch""#))
    }

    @Test func oldReportsWithoutProvenanceAreRead() throws {
        let text = """
            {"schema":"pare.report/1","pipeline":"p","started":"","builds":[],"verdict":{"passed":true,"broken":[],"notJudged":[],"notes":[]}}
            """
        guard case .build(let report) = try SavedReport(json: text, name: "r") else {
            Issue.record("not a build report")
            return
        }
        #expect(report.provenance == nil)
    }
}
