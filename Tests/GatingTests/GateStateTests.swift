import Fixtures
@testable import Gating
import Rendering
import Planning
@testable import Reports
import Testing

/// Every kind of budget against every way in which a build may not be there to be judged.
@Suite struct GateStateTests {
    static let budgets: [(name: String, budget: Budget)] = [
        ("artifact max", GateTests.budget(.artifacts, max: 1 << 40)),
        ("artifact max-compressed", GateTests.budget(.artifacts, maxCompressed: 1 << 40)),
        ("artifact growth", GateTests.budget(.artifacts, growth: .bytes(1 << 40))),
        ("package max", GateTests.budget(.packages(Glob("net/*")), max: 1 << 40)),
        ("package growth", GateTests.budget(.packages(Glob("net/*")), growth: .bytes(1 << 40))),
        ("module max", GateTests.budget(.modules(Glob("golang.org/*")), max: 1 << 40)),
        ("module growth", GateTests.budget(.modules(Glob("golang.org/*")), growth: .bytes(1 << 40))),
        ("forbid", GateTests.budget(.forbidden([Glob("plugin")]))),
        ("methods", GateTests.budget(.methodsElimination)),
    ]

    struct Way: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Changes the report, which otherwise passes.
        var change: @Sendable (inout BuildReport) -> Void = { _ in }
        var changeBaseline: @Sendable (inout BuildReport) -> Void = { _ in }
        var hasBaseline = true
        /// Names of the budgets that are judged all the same.
        var judged: Set<String> = []
    }

    static let all = Set(budgets.map(\.name))
    static let growth = Set(budgets.map(\.name).filter { $0.hasSuffix("growth") })
    static let ofPackages = Set(budgets.map(\.name).filter { ["package", "module"].contains($0.prefix { $0 != " " }) })

    static let ways: [Way] = [
        Way(testDescription: "as it should be", judged: all),
        Way(testDescription: "failed", change: { $0.builds[1].fail(.failed) }),
        Way(testDescription: "skipped", change: { $0.builds[1].fail(.skipped) }),
        Way(testDescription: "failed, with figures that were put in", change: { $0.builds[1].status = .failed }),
        Way(testDescription: "built, without a size", change: { $0.builds[1].size = nil }),
        Way(testDescription: "not in the report", change: { $0.builds.removeLast() }),
        Way(testDescription: "no builds", change: { $0.builds = [] }),
        Way(testDescription: "another target in its place", change: { $0.builds[1].target = "plan9/386" }),
        Way(
            testDescription: "not weighed", change: { $0.builds[1].weigh = nil },
            judged: all.subtracting(ofPackages)),
        Way(
            testDescription: "packed", change: { $0.builds[1].weigh?.pack() },
            judged: all.subtracting(ofPackages)),
        Way(
            testDescription: "no compressed size", change: { $0.builds[1].compressed = nil },
            judged: all.subtracting(["artifact max-compressed"])),
        Way(testDescription: "packages not recorded", change: { $0.builds[1].linked = nil }, judged: all.subtracting(["forbid"])),
        Way(
            testDescription: "neither weighed nor recorded",
            change: {
                $0.builds[1].weigh = nil
                $0.builds[1].linked = nil
            }, judged: all.subtracting(ofPackages).subtracting(["forbid"])),
        Way(testDescription: "not linked again", change: { $0.savings?.removeLast() }, judged: all.subtracting(["methods"])),
        Way(testDescription: "no savings", change: { $0.savings = nil }, judged: all.subtracting(["methods"])),
        Way(
            testDescription: "not modelled",
            change: {
                $0.savings?[1].methodElimination = nil
                $0.savings?[1].warning = "not modelled"
            }, judged: all.subtracting(["methods"])),
        Way(testDescription: "no baseline", hasBaseline: false, judged: all.subtracting(growth)),
        Way(testDescription: "empty baseline", changeBaseline: { $0.builds = [] }, judged: all.subtracting(growth)),
        Way(testDescription: "not in the baseline", changeBaseline: { $0.builds.removeLast() }, judged: all.subtracting(growth)),
        Way(
            testDescription: "failed in the baseline", changeBaseline: { $0.builds[1].fail(.failed) },
            judged: all.subtracting(growth)),
        Way(
            testDescription: "another go in the baseline", changeBaseline: { $0.builds[1].weigh?.go = "go1.26.4" },
            judged: all.subtracting(growth)),
        Way(
            testDescription: "packed, and another go in the baseline",
            change: {
                $0.builds[1].weigh?.pack()
                $0.builds[1].weigh?.go = nil
            },
            changeBaseline: { report in
                for index in report.builds.indices { report.builds[index].weigh?.go = "go1.26.4" }
            }, judged: all.subtracting(ofPackages).subtracting(growth)),
        Way(
            testDescription: "an experiment in the baseline",
            changeBaseline: { $0.builds[1].weigh?.settings["GOEXPERIMENT"] = "jsonv2" }, judged: all.subtracting(growth)),
        Way(
            testDescription: "other tags in the baseline", changeBaseline: { $0.builds[1].weigh?.settings["-tags"] = "x" },
            judged: all.subtracting(growth)),
        Way(
            testDescription: "another commit and version in the baseline",
            change: {
                $0.builds[1].weigh?.settings["-ldflags"] = "-s -w -X 'main.version=v2 beta' -X=main.date=2 -X main.commit=b"
            },
            changeBaseline: {
                $0.builds[1].weigh?.settings["vcs.revision"] = "abc"
                $0.builds[1].weigh?.settings["DefaultGODEBUG"] = "x=1"
                $0.builds[1].weigh?.settings["-ldflags"] = "-s -w -X 'main.version=v1' -X main.commit=a"
            }, judged: all),
        Way(
            testDescription: "not weighed in the baseline", changeBaseline: { $0.builds[1].weigh = nil },
            judged: all.subtracting(["package growth", "module growth"])),
        Way(
            testDescription: "packed in the baseline", changeBaseline: { $0.builds[1].weigh?.pack() },
            judged: all.subtracting(["package growth", "module growth"])),
        Way(
            testDescription: "no size in the baseline", changeBaseline: { $0.builds[1].size = nil },
            judged: all.subtracting(growth)),
    ]

    private static func wholeReport() -> BuildReport {
        var report = smallBuildReport()
        report.builds.removeLast()
        for index in report.builds.indices {
            report.builds[index].linked = report.builds[index].weigh?.packages.map(\.path).sorted()
        }
        report.savings = report.builds.map {
            var list = CutList(main: $0.main, target: $0.target, preset: $0.preset)
            list.methodElimination = .init(enabled: true, plugins: false, price: 0, culprits: [], packagesKept: [])
            return list
        }
        return report
    }

    private static let matrix = ["default", "strip"].map {
        BuildName(main: "example.com/app", target: "linux/amd64", preset: $0)
    }

    @Test(arguments: ways)
    func whatIsMissingDoesNotPass(_ way: Way) {
        var report = Self.wholeReport()
        var baseline = Self.wholeReport()
        way.change(&report)
        way.changeBaseline(&baseline)
        for (name, budget) in Self.budgets {
            var gate = Gate(
                budgets: [budget], baseline: way.hasBaseline ? Baseline(baseline, path: "main.json") : nil, matrix: Self.matrix)
            let verdict = gate.judge(report)
            let expected: Verdict.State = way.judged.contains(name) ? .passed : .notJudged
            #expect(verdict.state == expected, "\(name): \(verdict)")
            #expect(verdict.passed == (expected == .passed))
            gate.isLenient = true
            #expect(gate.judge(report).passed)
        }
    }

    @Test func whatTheCommandLineLeavesOutIsNoted() {
        var report = Self.wholeReport()
        let left = report.builds.removeLast().name
        let budgets = [
            GateTests.budget(.artifacts, artifact: "*/strip", max: 1), GateTests.budget(.packages(Glob("only/there")), max: 1),
            GateTests.budget(.artifacts, artifact: "*/default", max: 1 << 40),
        ]
        let run = Gate(budgets: budgets, leftOut: [left]).judge(report)
        #expect(run.passed && run.notJudged == [])
        #expect(
            run.notes == [
                "1 build of the pipeline left out by the command line, not judged: example.com/app linux/amd64 strip",
                "p.yml:3: its builds were left out: BUDGET was not judged",
                "p.yml:3: no package matches `only/there` in the builds that were not left out: BUDGET was not judged",
            ])
        // Who judges the report afterwards has not asked for a part.
        let gate = Gate(budgets: budgets, matrix: Self.matrix).judge(report)
        #expect(gate.state == .notJudged)
        #expect(gate.notJudged.first?.builds == ["example.com/app linux/amd64 strip"])
    }

    /// What go linked decides, not what has bytes of its own.
    @Test func forbiddenIsWhatIsLinked() {
        var report = Self.wholeReport()
        report.builds[1].linked?.append("time/tzdata")
        let budgets = [GateTests.budget(.forbidden([Glob("time/tzdata")]))]
        #expect(
            Gate(budgets: budgets).judge(report).broken.map(\.sentence) == [
                "example.com/app linux/amd64 strip contains time/tzdata (compiled in, no byte of the file is known to be its own), which is forbidden"
            ])
        // A limit on it is kept by no bytes.
        #expect(Gate(budgets: [GateTests.budget(.packages(Glob("time/tzdata")), max: 1)]).judge(report).state == .passed)
        // Symbols that the runtime has under another package's name are no sign of it. (`go:linkname`)
        report.builds[1].linked?.removeAll { $0 == "net/http" }
        let verdict = Gate(budgets: [GateTests.budget(.forbidden([Glob("net/http")]), artifact: "*/strip")]).judge(report)
        #expect(verdict.state == .passed)
    }

    struct Foreign: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var glob: String
        var stripped = true
        var modules: [String]? = ["example.com/app", "golang.org/x/net"]
        var state: Verdict.State
    }

    @Test(arguments: [
        Foreign(testDescription: "symbols", glob: "time/tzdata", stripped: false, state: .passed),
        Foreign(testDescription: "of the standard library", glob: "time/tzdata", state: .notJudged),
        Foreign(testDescription: "weighed", glob: "net/http", state: .broken),
        Foreign(testDescription: "of a module that is not there", glob: "k8s.io/api/core", state: .passed),
        Foreign(testDescription: "of modules that are not there", glob: "k8s.io/*", state: .passed),
        Foreign(testDescription: "of a module that is there", glob: "golang.org/x/net/html", state: .notJudged),
        Foreign(testDescription: "of the main module", glob: "example.com/app/debug", state: .notJudged),
        Foreign(testDescription: "a module itself", glob: "golang.org/x/nets", state: .passed),
        Foreign(testDescription: "of modules that may be there", glob: "golang.org/x/n*ts", state: .notJudged),
        Foreign(testDescription: "wherever", glob: "*/debug", state: .notJudged),
        Foreign(testDescription: "without build info", glob: "k8s.io/*", modules: nil, state: .notJudged),
    ])
    func aForeignFileTellsWhatItCan(_ example: Foreign) {
        var weigh = smallReport("app", stripped: example.stripped)
        weigh.modules = example.modules
        let verdict = Gate(budgets: [GateTests.budget(.forbidden([Glob(example.glob)]))]).judge(weigh)
        #expect(verdict.state == example.state, "\(verdict)")
    }

    @Test func aListHoldsForPresetsThatCompileTheSame() {
        var report = Self.wholeReport()
        report.savings?.removeLast()
        let gate = Gate(budgets: [GateTests.budget(.methodsElimination)])
        #expect(gate.judge(report).state == .notJudged)
        report.savings?[0].presets = ["default", "strip"]
        #expect(gate.judge(report).state == .passed)
    }

    @Test func withoutBudgetsNothingIsSaidToHold() throws {
        let verdict = Gate(budgets: []).judge(Self.wholeReport())
        #expect(verdict.state == .passed)
        #expect(try verdict.rendered(as: .text) == "note: the pipeline has no budgets: nothing was judged\n")
    }
}

extension BuildReport.Build {
    fileprivate mutating func fail(_ status: BuildReport.Status) {
        self.status = status
        (path, size, compressed, weigh, linked) = (nil, nil, nil, nil, nil)
    }
}

extension WeighReport {
    fileprivate mutating func pack() {
        packages = []
        overhead = [.init(kind: "packed by upx", size: total)]
    }
}
