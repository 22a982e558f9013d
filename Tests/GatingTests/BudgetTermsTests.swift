import Fixtures
import Gating
import Planning
import Reports
import Testing

/// Keys of a budget beyond subject and limit, and the subjects that are parts of a file.
@Suite struct BudgetTermsTests {
    private static let weigh = smallReport("dist/release/app", stripped: true)
    private static let size = weigh.total

    /// One whole build, `linux/amd64/strip`.
    private func report(growth: Int = 0) -> BuildReport {
        var report = smallBuildReport(growth: growth)
        report.builds = [report.builds[1]]
        report.builds[0].linked = ["example.com/app", "net/http", "runtime", "unsafe"]
        report.builds[0].weigh?.modules = ["example.com/app", "golang.org/x/net"]
        return report
    }

    private func budget(
        _ subject: Budget.Subject = .artifacts, max: Int? = nil, growth: Budget.Growth? = nil,
        _ change: (inout Budget) -> Void = { _ in }
    ) -> Budget {
        var budget = Budget(subject: subject, max: max, growth: growth, text: "BUDGET", place: "p.yml:3")
        change(&budget)
        return budget
    }

    private func judge(_ budget: Budget, baseline: BuildReport? = nil, _ change: (inout Gate) -> Void = { _ in }) -> Verdict {
        var gate = Gate(
            budgets: [budget],
            groups: PackageGroups(groups: [
                .init(name: "web", owner: "platform", patterns: [Glob("net/http"), Glob("golang.org/x/net")]),
                .init(name: "app", owner: "product", patterns: [Glob("example.com/*")]),
            ]), baseline: baseline.map { Baseline($0, path: "main.json") })
        gate.today = "2026-11-28"
        change(&gate)
        return gate.judge(report(growth: baseline == nil ? 0 : 5_000))
    }

    @Test func aWarningPasses() throws {
        let verdict = judge(budget(max: Self.size - 1) { ($0.level, $0.advice) = (.warn, "Ask the platform team.") })
        #expect(verdict.state == .passed && verdict.broken.isEmpty)
        let warning = try #require(verdict.warned.first)
        #expect(warning.sentence == "example.com/app linux/amd64 strip is 1,436,000 bytes, 1 over its 1,435,999 bytes")
        #expect(warning.advice == "Ask the platform team." && verdict.limits?.first?.broken == 1)
    }

    @Test(arguments: [(Budget.Growth.bytes(100), true), (.bytes(99), false), (.percent(1), true), (.percent(0), false)])
    func lessRoomThanTheHeadroomWarns(headroom: Budget.Growth, warns: Bool) {
        let verdict = judge(budget(max: Self.size + 99) { $0.headroom = headroom })
        #expect(verdict.state == .passed && verdict.warned.count == (warns ? 1 : 0))
        guard case .bytes(100) = headroom else { return }
        #expect(
            verdict.warned.first?.sentence
                == "example.com/app linux/amd64 strip is 1,436,000 bytes, 99 below its 1,436,099 bytes, where 100 are to stay free"
        )
    }

    @Test(arguments: [(5_000, true), (4_999, false)]) func growthUpToTheNoiseIsNone(noise: Int, passes: Bool) {
        let growing = budget(growth: .percent(0)) { $0.noise = noise }
        let verdict = judge(growing, baseline: report())
        #expect(verdict.broken.isEmpty == passes && verdict.notJudged.isEmpty)
    }

    @Test(arguments: [("2026-11-27", false), ("2026-11-28", true), ("2026-11-29", true)])
    func aWaiverHoldsUntilTheEndOfItsDay(until: String, holds: Bool) throws {
        let waived = budget(max: 1) { $0.waiver = BudgetWaiver(reason: "the new codec", until: until) }
        let verdict = judge(waived)
        #expect(verdict.passed == holds && verdict.waived.count == (holds ? 1 : 0))
        #expect(verdict.waived.first?.reasonText ?? "" == (holds ? "the new codec (until \(until))" : ""))
        #expect(verdict.notes == (holds ? [] : ["p.yml:3: the waiver ended on \(until): the new codec"]))
        #expect(judge(waived) { $0.today = nil }.broken.count == 1)
    }

    @Test func aCommitMessageWaivesABudgetByItsName() {
        let message = "area: do it\n\nText.\n\nPare-Waive: size  the new codec\npare-waive: other no such\nPare-Waive: size\n"
        let waivers = Waiver.list(commitMessage: message)
        #expect(waivers == [Waiver(name: "size", reason: "the new codec"), Waiver(name: "other", reason: "no such")])
        let verdict = judge(budget(max: 1) { $0.name = "size" }) { $0.waivers = waivers }
        #expect(verdict.passed && verdict.waived.map(\.reason) == ["the new codec"])
        #expect(verdict.notes == ["`Pare-Waive: other` in the commit message names no budget"])
        #expect(judge(budget(max: 1)) { $0.waivers = waivers }.broken.count == 1)
    }

    @Test func linkedPackagesAndModulesAreCounted() {
        let counts = budget { ($0.maxPackages, $0.maxModules) = (3, 1) }
        #expect(
            judge(counts).broken.map(\.sentence) == [
                "example.com/app linux/amd64 strip has 4 packages, 1 over its 3",
                "example.com/app linux/amd64 strip has 2 modules, 1 over its 1",
            ])
        #expect(judge(budget { ($0.maxPackages, $0.maxModules) = (4, 2) }).state == .passed)
        var foreign = report()
        foreign.builds[0].linked = nil
        foreign.builds[0].weigh?.modules = nil
        #expect(Gate(budgets: [counts]).judge(foreign).notJudged.count == 2)
    }

    @Test func memoryBeforeTheProgramRunsHasALimit() {
        var heavy = report()
        heavy.builds[0].weigh?.memory = 2_000_000
        let limit = budget { ($0.maxMemory, $0.headroom) = (2_000_000, .bytes(1)) }
        #expect(
            Gate(budgets: [limit]).judge(heavy).warned.map(\.sentence) == [
                "example.com/app linux/amd64 strip is 2,000,000 bytes in memory, 0 below its 2,000,000 bytes, where 1 are to stay free"
            ])
        heavy.builds[0].weigh?.memory = 2_000_001
        #expect(
            Gate(budgets: [limit]).judge(heavy).broken.map(\.sentence) == [
                "example.com/app linux/amd64 strip takes 2,000,001 bytes of memory before it runs, 1 over its 2,000,000 bytes"
            ])
        heavy.builds[0].weigh?.memory = nil
        #expect(Gate(budgets: [limit]).judge(heavy).notJudged.count == 1)
    }

    @Test func partsOfAFileHaveLimits() {
        let parts: [(Budget.Subject, String)] = [
            (.sections(Glob(".data")), "section .data takes 237,100 bytes of example.com/app linux/amd64 strip, 237,099 over"),
            (.kinds(Glob("code")), "kind code takes 1,194,900 bytes"), (.groups(Glob("web")), "group web takes 620,000 bytes"),
            (.owners(Glob("product")), "owner product takes 4,096 bytes"),
        ]
        for (subject, sentence) in parts {
            let broken = judge(budget(subject, max: 1)).broken
            #expect(broken.count == 1 && broken[0].sentence.hasPrefix(sentence), "\(broken.map(\.sentence))")
        }
        let unknown = judge(budget(.sections(Glob(".dta")), max: 1))
        #expect(unknown.notJudged.map(\.reason) == ["no section matches `.dta`; the nearest is .data"])
        let grown = judge(budget(.owners(Glob("*")), growth: .bytes(4_999)), baseline: report())
        #expect(
            grown.broken.map(\.sentence) == [
                "owner platform in example.com/app linux/amd64 strip grew by 5,000 bytes (+0.8%) from 620,000 to 625,000, 1 more than the 4,999 bytes allowed"
            ])
    }

    @Test func requiredPackagesMustBeLinked() {
        let required = budget(.required([Glob("unsafe"), Glob("crypto/*")]))
        #expect(
            judge(required).broken.map(\.sentence) == [
                "example.com/app linux/amd64 strip does not contain crypto/*, which is required"
            ])
        var foreign = report()
        foreign.builds[0].linked = nil
        let verdict = Gate(budgets: [required]).judge(foreign)
        #expect(verdict.broken.isEmpty && verdict.notJudged.count == 2)
    }

    @Test func sizesShowTheirChange() throws {
        let limit = try #require(judge(budget(max: 1 << 30), baseline: report()).limits?.first?.finding)
        #expect(limit.change == 5_000 && limit.changeText == "+4.9 KiB" && limit.baseline == Self.size)
        #expect(judge(budget(max: 1 << 30)).limits?.first?.finding.change == nil)
    }

    /// Blamed is the import or the requirement that the report knows for the package or module.
    @Test func brokenBudgetsHaveTheirOrigin() throws {
        var report = report()
        var list = CutList(main: "example.com/app", target: "linux/amd64", preset: "strip")
        list.origins = [
            .init(place: SourcePlace(file: "main.go", line: 5), packages: ["net/http"]),
            .init(place: SourcePlace(file: "go.mod", line: 9), modules: ["golang.org/x/net"]),
        ]
        report.savings = [list]
        let budgets = [
            budget(.forbidden([Glob("net/http")])), budget(.modules(Glob("golang.org/*")), max: 1), budget(max: 1),
        ]
        let places = Gate(budgets: budgets).judge(report).broken.map(\.origin)
        #expect(places == [SourcePlace(file: "main.go", line: 5), SourcePlace(file: "go.mod", line: 9), nil])
    }
}
