import Fixtures
@testable import Rendering
@testable import Reports
import Testing

/// Problems at places of the sources: what SARIF, code quality and annotations have in common.
@Suite struct AlertTests {
    private func broken(
        _ name: String?, target: String = "linux/amd64", actual: Int = 20, limit: Int = 10, budget: String = "BUDGET max 10"
    ) -> Verdict.Broken {
        let build = BuildReport.Build(main: "app", target: target, preset: "strip", status: .built, command: "")
        let finding = Finding(
            kind: name == nil ? .artifactSize : .packageSize, limit: limit, actual: actual, build: build, name: name)
        return Verdict.Broken(finding, .init(budget: budget, file: "p.yml", line: 7), command: "pare weigh app")
    }

    /// A new size, a new limit, other builds that exceed it: the same alert as before.
    @Test func fingerprintsDoNotDependOnSizes() {
        let before = Verdict(broken: [broken("net/http"), broken(nil)])
        let after = Verdict(broken: [
            broken("net/http", target: "windows/amd64", actual: 90, limit: 30, budget: "BUDGET max 30"),
            broken(nil, actual: 12, limit: 11, budget: "BUDGET max 11"),
        ])
        #expect(Set(before.alerts.map(\.fingerprint)) == Set(after.alerts.map(\.fingerprint)))
        #expect(Set(before.alerts.map(\.fingerprint)).count == 2)
        #expect(before.alerts.allSatisfy { $0.fingerprint.count == 32 })
    }

    @Test func severalBuildsOfOneBudgetAreOneAlert() throws {
        let targets = ["linux/amd64", "windows/amd64", "darwin/arm64"]
        let items = zip(targets, [20, 30, 25]).map { broken("net/http", target: $0, actual: $1) }
        let alerts = Verdict(broken: items + [broken("net", actual: 11)]).alerts
        #expect(
            alerts.map(\.message) == [
                "package net/http takes 30 bytes of app windows/amd64 strip, 20 over its 10 bytes; also app linux/amd64 strip, app darwin/arm64 strip; run: pare weigh app",
                "package net takes 11 bytes of app linux/amd64 strip, 1 over its 10 bytes; run: pare weigh app",
            ])
    }

    /// Two budgets that say the same of the same package stay two.
    @Test func equalProblemsOfTwoBudgetsAreDistinct() {
        let alerts = Verdict(broken: [broken("net"), broken("net", budget: "OTHER")]).alerts
        #expect(alerts.count == 2 && Set(alerts.map(\.fingerprint)).count == 2)
    }

    @Test func githubShowsTheTenWorstOfALevel() throws {
        var verdict = Verdict(broken: (0..<25).map { broken("p\($0)", actual: 20 + $0) })
        verdict.warned = (0..<11).map { broken("w\($0)") }
        verdict.waived = (0..<12).map { Verdict.Waived(broken("v\($0)"), reason: "soon") }
        let lines = try verdict.rendered(as: .github).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("::error ") }.count == 10 && lines.filter { $0.hasPrefix("::warning ") }.count == 10)
        #expect(lines.filter { $0.hasPrefix("::notice ") }.count == 10)
        #expect(
            lines.first
                == "::error file=p.yml,line=7,title=pare%3A package-size::package p24 takes 44 bytes of app linux/amd64 strip, 34 over its 10 bytes; run: pare weigh app%0ABUDGET max 10"
        )
        #expect(
            lines.last
                == "::notice title=pare::15 more errors, 1 more warning, 3 more notes in the summary of this step and the report")
        #expect(try Verdict(broken: []).rendered(as: .github).isEmpty)
    }

    /// Located at the import, with the budget's place in the text; without an import at the budget.
    @Test func theImportIsBlamedBeforeTheBudget() throws {
        var item = broken("net/http")
        item.origin = SourcePlace(file: "web/a b.go", line: 3)
        let alert = try #require(Verdict(broken: [item]).alerts.first)
        #expect(alert.place == SourcePlace(file: "web/a b.go", line: 3) && alert.budget == "BUDGET max 10 (p.yml:7)")
        #expect(try Verdict(broken: [item]).rendered(as: .sarif).contains("\"uri\" : \"web/a%20b.go\""))
        #expect(Verdict(broken: [broken("net")]).alerts.first?.place == SourcePlace(file: "p.yml", line: 7))
    }

    @Test func whatIsNotJudgedIsAnErrorUnlessLenient() {
        var verdict = Verdict(broken: [], notJudged: [.init(budget: "B", reason: "no package matches", file: "p.yml", line: 3)])
        #expect(verdict.alerts.map(\.level) == [.error])
        verdict.isLenient = true
        #expect(verdict.alerts.map(\.level) == [.note])
    }
}
