import Fixtures
@testable import Gating
import Planning
@testable import Reports
import Testing

@Suite struct GateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var budget: Budget
        var baseline: BuildReport? = nil
        var broken: [String] = []
        var notJudged: [String] = []
    }

    static func budget(
        _ subject: Budget.Subject, artifact: String? = nil, max: Int? = nil, maxCompressed: Int? = nil,
        growth: Budget.Growth? = nil
    ) -> Budget {
        Budget(
            subject: subject, artifact: artifact.map { Glob($0) }, max: max, maxCompressed: maxCompressed, growth: growth,
            text: "BUDGET",
            place: "p.yml:3")
    }

    private static func budget(main: String) -> Budget {
        Budget(
            subject: .artifacts, mains: [MainPackage(path: "./cmd", importPath: main, place: "p.yml:2")],
            artifact: Glob("*/strip"),
            max: 2, text: "BUDGET", place: "p.yml:3")
    }

    private static let size = smallReport().total
    private static let run = "; run: pare weigh dist/release/app_linuxamd64"

    private static let unrecorded =
        "the report does not say which packages go linked, as those of an earlier pare; build again to judge `plugin`: example.com/app linux/amd64 strip"

    static let cases: [Case] = [
        Case(testDescription: "artifact within", budget: budget(.artifacts, artifact: "linux/*/strip", max: size)),
        Case(
            testDescription: "artifact one byte over", budget: budget(.artifacts, artifact: "linux/*/strip", max: size - 1),
            broken: ["example.com/app linux/amd64 strip is 1,436,000 bytes, 1 over its 1,435,999 bytes\(run)/strip/app"]),
        Case(
            testDescription: "limits are said as they were written",
            budget: budget(.artifacts, artifact: "*/strip", max: 1 << 20),
            broken: ["example.com/app linux/amd64 strip is 1,436,000 bytes, 387,424 over its 1 MiB\(run)/strip/app"]),
        Case(
            testDescription: "compressed over", budget: budget(.artifacts, artifact: "linux/*/strip", maxCompressed: 500 << 10),
            broken: ["example.com/app linux/amd64 strip is 574,400 bytes to download, 62,400 over its 500 KiB\(run)/strip/app"]),
        Case(
            testDescription: "of another program", budget: budget(main: "example.com/other"),
            notJudged: ["no build matches `./cmd */strip`; the nearest is example.com/app"]),
        Case(
            testDescription: "of this program", budget: budget(main: "example.com/app"),
            broken: ["example.com/app linux/amd64 strip is 1,436,000 bytes, 1,435,998 over its 2 bytes\(run)/strip/app"]),
        Case(
            testDescription: "artifact matches nothing", budget: budget(.artifacts, artifact: "plan9/*", max: 1),
            notJudged: [
                "no build matches `plan9/*`; there is only linux/amd64/default, linux/amd64/strip, windows/amd64/strip"
            ]),
        Case(
            testDescription: "growth without a baseline", budget: budget(.artifacts, artifact: "*/strip", growth: .percent(2)),
            notJudged: ["growth needs a baseline: --baseline REPORT"]),
        Case(
            testDescription: "growth within", budget: budget(.artifacts, artifact: "*/strip", growth: .bytes(1_000)),
            baseline: smallBuildReport(growth: -1_000)),
        Case(
            testDescription: "growth over", budget: budget(.artifacts, artifact: "*/strip", growth: .percent(1)),
            baseline: smallBuildReport(growth: -36_000),
            broken: [
                "example.com/app linux/amd64 strip grew by 36,000 bytes (+2.6%) from 1,400,000 to 1,436,000, 22,000 more than the 1% allowed; mostly net/http +35.2 KiB; run: pare diff main.json dist/release/report.json"
            ]),
        Case(
            testDescription: "shrinking is no growth", budget: budget(.artifacts, growth: .bytes(0)),
            baseline: smallBuildReport(growth: 9_000)),
        Case(
            testDescription: "package over, one build",
            budget: budget(.packages(Glob("net/http")), artifact: "*/default", max: 900_000),
            broken: [
                "package net/http takes 920,000 bytes of example.com/app linux/amd64 default, 20,000 over its 900,000 bytes\(run)/default/app --by package,kind --filter net/http"
            ]),
        Case(
            testDescription: "each package on its own",
            budget: budget(.packages(Glob("golang.org/x/net/*")), artifact: "*/strip", max: 99_000)),
        Case(
            testDescription: "a module is its packages",
            budget: budget(.modules(Glob("golang.org/*")), artifact: "*/strip", max: 99_999),
            broken: [
                "module golang.org/x/net takes 100,000 bytes of example.com/app linux/amd64 strip, 1 over its 99,999 bytes\(run)/strip/app --by package,kind --filter golang.org/x/net"
            ]),
        Case(
            testDescription: "package matches nothing", budget: budget(.packages(Glob("k8s.io/*")), max: 1),
            notJudged: ["no package matches `k8s.io/*`"]),
        Case(
            testDescription: "package growth",
            budget: budget(.packages(Glob("net/*")), artifact: "*/strip", growth: .percent(0.5)),
            baseline: smallBuildReport(growth: -20_000),
            broken: [
                "net/http in example.com/app linux/amd64 strip grew by 20,000 bytes (+4.0%) from 500,000 to 520,000, 17,500 more than the 0.5% allowed\(run)/strip/app --by package,kind --filter net/http"
            ]),
        Case(
            testDescription: "a new package grew from nothing",
            budget: budget(.packages(Glob("example.com/app")), artifact: "*/strip", growth: .percent(50)),
            baseline: {
                var report = smallBuildReport()
                report.builds[1].weigh?.packages.removeAll { $0.path == "example.com/app" }
                return report
            }(),
            broken: [
                "example.com/app in example.com/app linux/amd64 strip is new with 4,096 bytes, 50% of growth is allowed\(run)/strip/app --by package,kind --filter example.com/app"
            ]),
        Case(
            testDescription: "forbidden", budget: budget(.forbidden([Glob("plugin"), Glob("*/idna")]), artifact: "*/strip"),
            broken: [
                "example.com/app linux/amd64 strip contains golang.org/x/net/idna (1,000 bytes), which is forbidden\(run)/strip/app --by package,kind --filter golang.org/x/net/idna"
            ], notJudged: [unrecorded]),
        Case(
            testDescription: "nothing forbidden found", budget: budget(.forbidden([Glob("plugin")]), artifact: "*/default")),
        Case(
            testDescription: "nothing forbidden found, stripped", budget: budget(.forbidden([Glob("plugin")])),
            notJudged: [unrecorded]),
        Case(
            testDescription: "a module that only sounds alike", budget: budget(.modules(Glob("golang.org/x/nett")), max: 1),
            notJudged: ["no module matches `golang.org/x/nett`; the nearest is golang.org/x/net"]),
        Case(
            testDescription: "not in the baseline", budget: budget(.artifacts, artifact: "*/strip", growth: .bytes(1)),
            baseline: BuildReport(pipeline: "release", started: "", builds: [], verdict: Verdict(broken: [])),
            notJudged: ["not in the baseline main.json: example.com/app linux/amd64 strip"]),
    ]

    @Test(arguments: cases)
    func judges(_ example: Case) {
        let report = smallBuildReport()
        let verdict = Gate(budgets: [example.budget], baseline: example.baseline.map { Baseline($0, path: "main.json") }).judge(
            report)
        #expect(verdict.broken.map(\.message) == example.broken)
        #expect(verdict.state == (example.broken.isEmpty ? .notJudged : .broken) && !verdict.passed)
        #expect(
            verdict.notJudged.map(\.sentence) == ["no binary (failed): example.com/app windows/amd64 strip"] + example.notJudged)
        #expect(verdict.notJudged.dropFirst().allSatisfy { $0.budget == "BUDGET" && $0.file == "p.yml" && $0.line == 3 })
        #expect(verdict.notes == [])
        #expect(verdict.broken.allSatisfy { $0.budget == "BUDGET" && $0.place == "p.yml:3" })
    }

    /// `main` is the main package of each program, whatever its path.
    @Test func theMainPackageHasAName() {
        func verdict(_ subject: Budget.Subject) -> Verdict {
            var report = smallBuildReport()
            for index in report.builds.indices where report.builds[index].weigh != nil {
                report.builds[index].linked = report.builds[index].weigh?.packages.map(\.path)
            }
            return Gate(budgets: [Self.budget(subject, artifact: "linux/amd64/strip")]).judge(report)
        }
        let forbidden = verdict(.forbidden([Glob("main")]))
        #expect(forbidden.broken.map { $0.finding?.name } == ["example.com/app"])
        let required = verdict(.required([Glob("main")]))
        #expect(required.broken.isEmpty && !required.notJudged.contains { $0.budget == "BUDGET" })
    }

    /// Where the program could be linked again, the imports that bring a package in are what to look at.
    @Test func forbiddenPackagesAreTracedToTheirImports() {
        func next(_ program: String?, main: String = "example.com/app") -> [String?] {
            var report = smallBuildReport()
            report.savings = [CutList(main: main, target: "darwin/arm64", preset: "default", program: program)]
            let gate = Gate(budgets: [Self.budget(.forbidden([Glob("*/idna")]), artifact: "*/strip")])
            return gate.judge(report).broken.map(\.command)
        }
        #expect(next("./cmd/app --tags a,b") == ["pare why golang.org/x/net/idna ./cmd/app --tags a,b --target linux/amd64"])
        #expect(next("") == ["pare why golang.org/x/net/idna --target linux/amd64"])
        let weigh = "pare weigh dist/release/app_linuxamd64/strip/app --by package,kind --filter golang.org/x/net/idna"
        #expect(next(nil) == [weigh])
        #expect(next("./cmd/app", main: "example.com/other") == [weigh])
    }

    @Test func missingFiguresAreSaid() {
        var report = smallBuildReport()
        report.builds.removeLast()
        report.builds[1].compressed = nil
        report.builds[1].weigh = nil
        let verdict = Gate(budgets: [
            Self.budget(.artifacts, artifact: "*/strip", maxCompressed: 1),
            Self.budget(.packages(Glob("*")), artifact: "*/strip", max: 1),
        ]).judge(report)
        #expect(verdict.state == .notJudged)
        #expect(
            verdict.notJudged.map(\.sentence) == [
                "no compressed size is known; weigh it with --compressed: example.com/app linux/amd64 strip",
                "not weighed: example.com/app linux/amd64 strip",
            ])
    }

    @Test func aSingleBinaryIsJudgedByWhatItSays() {
        let weigh = smallReport("bin/my app", stripped: true)
        let verdict = Gate(budgets: [Self.budget(.artifacts, artifact: "linux/amd64/strip", max: 1_000_000)]).judge(weigh)
        #expect(
            verdict.broken.map(\.message).first?.hasSuffix("436,000 over its 1,000,000 bytes; run: pare weigh 'bin/my app'")
                == true)
        #expect(
            verdict.notes == [
                "a single binary has no preset: `linux/amd64/strip` and others were matched against linux/amd64/strip"
            ])
    }

    @Test func absurdPercentagesDoNotTrap() {
        for percent in [Double.infinity, .nan, 1e300, -1e300] {
            let budget = Self.budget(.artifacts, growth: .percent(percent))
            _ = Gate(budgets: [budget], baseline: Baseline(smallBuildReport(growth: -5), path: "main.json")).judge(
                smallBuildReport())
        }
    }
}
