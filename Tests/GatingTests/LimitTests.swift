import Fixtures
import Gating
import Planning
import Reports
import Testing

/// Every limit of a verdict as data, kept ones too.
@Suite struct LimitTests {
    private func limits(_ subject: Budget.Subject, max: Int? = nil, growth: Budget.Growth? = nil) -> [Verdict.Limit] {
        var report = smallBuildReport(growth: 5_000)
        report.builds = report.builds.filter { $0.size != nil }
        let budget = Budget(subject: subject, max: max, growth: growth, text: "BUDGET", place: "dir:x/p.yml:12")
        let verdict = Gate(budgets: [budget], baseline: Baseline(smallBuildReport(), path: "old.json")).judge(report)
        return verdict.limits ?? []
    }

    @Test func theNearestBuildStandsForTheLimit() throws {
        let limit = try #require(limits(.artifacts, max: 2_000_000).first)
        #expect(limit.judged == 2 && limit.broken == 0)
        #expect(limit.finding.preset == "default" && limit.finding.headroom == 2_000_000 - limit.finding.actual)
        #expect(limit.source == Finding.Source(budget: "BUDGET", file: "dir:x/p.yml", line: 12))
        let broken = try #require(limits(.artifacts, max: 1_500_000).first)
        #expect(broken.judged == 2 && broken.broken == 1 && broken.finding.headroom < 0)
    }

    @Test func growthHasBaselineAndPercent() throws {
        let found = limits(.artifacts, max: 9_000_000, growth: .percent(1))
        #expect(found.map(\.finding.kind) == [.artifactSize, .artifactGrowth])
        let growth = try #require(found.last?.finding)
        #expect(growth.actual == 5_000 && growth.percent == 1)
        #expect(growth.limit == (growth.baseline ?? 0) / 100)
    }

    @Test func packagesAndForbiddenPackagesAreCounted() throws {
        let packages = try #require(limits(.packages(Glob("*")), max: 1 << 40).first)
        #expect(packages.judged > 2 && packages.finding.name != nil && packages.finding.kind == .packageSize)
        let first = smallReport().packages[0].path
        let forbidden = try #require(limits(.forbidden([Glob(first)])).first)
        #expect(forbidden.finding.unit == .packages && forbidden.finding.limit == 0 && forbidden.broken == 2)
        #expect(forbidden.finding.name == first)
    }
}
