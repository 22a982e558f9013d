import Testing

@testable import Planning

struct BudgetTermsReaderTests {
    private func budgets(_ lines: String) throws -> [Budget] {
        try pipeline(
            "mains: [.]\ntargets: [linux/amd64]\ngroups:\n  web: { owner: platform, packages: [net/*] }\nbudgets:\n\(lines)"
        )
        .budgets
    }

    private func problems(_ lines: String) -> [String] {
        do {
            _ = try budgets(lines)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map { "\($0)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func everyTerm() throws {
        let budget = try #require(
            budgets(
                """
                  - artifact: "*"
                    max: 20MiB
                    max-packages: 300
                    max-modules: 40
                    headroom: 5%
                    growth: 2%
                    noise: 4KiB
                    level: warn
                    name: agent-size
                    message: Ask the platform team.
                    waive: { reason: the new codec, until: 2026-12-31 }
                """
            ).first)
        #expect(budget.maxPackages == 300 && budget.maxModules == 40 && budget.headroom == .percent(5))
        #expect(budget.noise == 4_096 && budget.level == .warn && budget.name == "agent-size")
        #expect(budget.advice == "Ask the platform team.")
        #expect(budget.waiver == BudgetWaiver(reason: "the new codec", until: "2026-12-31"))
        #expect(
            budget.text
                == "artifact * max 20MiB max-packages 300 max-modules 40 growth 2% headroom 5% noise 4KiB level warn")
    }

    @Test func everySubject() throws {
        let subjects = try budgets(
            """
              - { section: .rodata, max: 1MiB }
              - { kind: data, max: 1MiB }
              - { group: web, max: 1MiB }
              - { owner: plat*, growth: 1% }
              - { require: [crypto/tls/fipsonly] }
            """
        ).map(\.subject)
        #expect(
            subjects == [
                .sections(Glob(".rodata")), .kinds(Glob("data")), .groups(Glob("web")), .owners(Glob("plat*")),
                .required([Glob("crypto/tls/fipsonly")]),
            ])
    }

    @Test(arguments: [
        ("{ artifact: '*', max: 1MiB, level: wran }", "`level`, found `wran`, expected `warn`, `fail`"),
        ("{ artifact: '*', max: 1MiB, noise: 1KiB }", "`noise` without `growth`"),
        ("{ artifact: '*', growth: 1%, headroom: 1% }", "`headroom` without `max`"),
        ("{ artifact: '*', max-packages: many }", "`max-packages`, found `many`, expected a number: 300"),
        ("{ section: .data, max-modules: 3 }", "`max-modules` is for whole binaries, expected no package and module"),
        ("{ artifact: '*', max: 1MiB, waive: { reason: x } }", "a waiver has a reason and an end"),
        ("{ artifact: '*', max: 1MiB, waive: { reason: x, until: 31.12.2026 } }", "`until`, found `31.12.2026`, expected a day"),
        ("{ artifact: '*', max: 1MiB, waive: { reason: x, until: 2026-13-01 } }", "`until`, found `2026-13-01`"),
        ("{ artifact: '*', max: 1MiB, name: a b }", "`name` of a budget, found `a b`"),
        ("{ group: wbe, max: 1MiB }", "`group`: `groups` has none that matches, found `wbe`"),
        ("{ owner: platfrom, max: 1MiB }", "did you mean `platform`?"),
        ("{ require: [a], max: 1MiB }", "`require` and `max` contradict each other"),
    ])
    func mistakes(budget: String, problem: String) {
        let found = problems("  - \(budget)")
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func namesAreDistinct() {
        let found = problems("  - { artifact: '*', max: 1MiB, name: a }\n  - { artifact: '*', growth: 1%, name: a }")
        #expect(found == ["release.yml:7: two budgets of one name, found `a` as in release.yml:6, expected another `name`"])
    }
}
