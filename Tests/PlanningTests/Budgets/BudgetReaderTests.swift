import Testing

@testable import Planning

struct BudgetReaderTests {
    @Test func everyKind() throws {
        let budgets = try pipeline(
            """
            mains: [.]
            targets: [linux/amd64, linux/arm/6]
            presets: [default, strip]
            budgets:
              - { artifact: "linux/*/strip", max: 20MiB, max-compressed: 8MiB }
              - { package: "net/*", max: 1.5MB, growth: 100KiB, artifact: linux/arm/6/strip }
              - { module: "k8s.io/*", growth: 2.5% }
              - forbid:
                  - plugin
                  - net/http/pprof
              - { methods-elimination: required, artifact: "*/strip" }
            """
        ).budgets
        #expect(
            budgets == [
                Budget(
                    subject: .artifacts, artifact: Glob("linux/*/strip"), max: 20 << 20, maxCompressed: 8 << 20,
                    text: "artifact linux/*/strip max 20MiB max-compressed 8MiB", place: "release.yml:5"),
                Budget(
                    subject: .packages(Glob("net/*")), artifact: Glob("linux/arm/6/strip"), max: 1_500_000,
                    growth: .bytes(100 << 10), text: "package net/* max 1.5MB growth 100KiB artifact linux/arm/6/strip",
                    place: "release.yml:6"),
                Budget(
                    subject: .modules(Glob("k8s.io/*")), growth: .percent(2.5), text: "module k8s.io/* growth 2.5%",
                    place: "release.yml:7"),
                Budget(
                    subject: .forbidden([Glob("plugin"), Glob("net/http/pprof")]), text: "forbid plugin, net/http/pprof",
                    place: "release.yml:8"),
                Budget(
                    subject: .methodsElimination, artifact: Glob("*/strip"),
                    text: "methods-elimination required artifact */strip", place: "release.yml:11"),
            ])
    }

    @Test func ofOneProgram() throws {
        let budgets = try pipeline(
            """
            mains: [., ./cmd/app, ./cmd/tool]
            targets: [linux/amd64]
            budgets:
              - { main: app, max: 1MiB }
              - { main: [., ./cmd/t*], forbid: [plugin] }
              - { max: 1MiB, artifact: "*" }
            """
        ).budgets
        #expect(budgets.map(\.text) == ["main app max 1MiB", "forbid plugin main ., ./cmd/t*", "artifact * max 1MiB"])
        let binaries = ["example.com/server", "example.com/server/cmd/app", "example.com/server/cmd/tool"]
        #expect(
            budgets.map { budget in binaries.map(budget.applies) } == [
                [false, true, false], [true, false, true], [true, true, true],
            ])
    }
}
