import Fixtures
@testable import Gating
import Planning
@testable import Rendering
@testable import Reports
import Testing

@Suite struct CutListTests {
    static func elimination(enabled: Bool, plugins: Bool = false) -> SavingsReport.MethodElimination {
        SavingsReport.MethodElimination(
            enabled: enabled, plugins: plugins, price: enabled ? 0 : 102_400,
            culprits: enabled || plugins
                ? [] : [SavingsReport.Culprit(symbol: "example.com/app.call", package: "example.com/app", chain: ["main.main"])],
            packagesKept: [])
    }

    static func list(_ items: [CutList.Item], enabled: Bool = true) -> CutList {
        CutList(
            main: "example.com/app", target: "linux/amd64", preset: "default", sha256: "0123abcd", size: 1_400_000, items: items,
            methodElimination: elimination(enabled: enabled),
            deadModules: [SavingsReport.Module(path: "gopkg.in/yaml.v2", version: "v2.4.0", indirect: true)])
    }

    static let items = [
        CutList.Item(
            what: "example.com/app/web->net/http", kind: .edge, saves: 500_000,
            evidence: "imported at web/web.go:5; 2 references; also removes 57 packages: crypto/tls, net/textproto, …",
            command: "pare why net/http"),
        CutList.Item(
            what: "methods that nobody calls", kind: .methods, saves: 102_400,
            evidence: "example.com/app.call calls methods by names that are not constant", command: "pare savings"),
    ]

    @Test(arguments: [Format.text, .markdown])
    func snapshots(format: Format) throws {
        var report = smallBuildReport()
        report.builds.removeLast()
        report.savings = [
            Self.list(Self.items),
            CutList(main: "example.com/tool", target: "linux/amd64", preset: "default", warning: "tool.go does not compile"),
        ]
        try expectSnapshot(report.rendered(as: format, top: 1), "build-savings.\(format.fileExtension)")
    }

    @Test func thePageEscapesWhatItShows() throws {
        var report = smallBuildReport()
        report.savings = [
            Self.list(hostileNames.map { CutList.Item(what: $0, kind: .package, saves: 9, evidence: $0, command: $0) })
        ]
        let page = try report.rendered(as: .html)
        #expect(page.contains("<h2>What to cut from example.com/app</h2>"))
        for name in ["<script>alert", "<img", "\u{1B}"] { #expect(!page.contains(name), "\(name)") }
    }

    @Test func itIsSavedAndReadBack() throws {
        var report = smallBuildReport()
        report.savings = [Self.list(Self.items, enabled: false)]
        let json = try report.rendered(as: .json)
        #expect(try SavedReport(json: json, name: "report.json") == .build(report))
        let lie = json.replacing("500000", with: "-1")
        #expect {
            try SavedReport(json: lie, name: "report.json")
        } throws: {
            "\($0)" == "report.json: `savings[0].items[0].saves` is -1, not a size in bytes"
        }
    }

    private func verdict(_ lists: [CutList], preset: String = "default") -> Verdict {
        var report = smallBuildReport()
        report.builds.removeLast()
        report.savings = lists
        let budget = Budget(
            subject: .methodsElimination, artifact: Glob("linux/amd64/\(preset)"), text: "methods-elimination required",
            place: "p.yml:3")
        return Gate(budgets: [budget]).judge(report)
    }

    @Test(arguments: ["default", "strip"])
    func eliminationThatIsOffBreaksTheBudget(preset: String) {
        var off = Self.list(Self.items, enabled: false)
        var on = Self.list(Self.items)
        (off.presets, on.presets) = (["default", "strip"], ["default", "strip"])
        let broken = verdict([off], preset: preset)
        #expect(
            broken.broken.map(\.message) == [
                "example.com/app linux/amd64 \(preset) keeps methods that nobody calls, 102,400 bytes of them: example.com/app.call calls methods by a name that is not constant; run: pare savings"
            ])
        let kept = verdict([on], preset: preset)
        #expect(kept.state == .passed && kept.budgets == 1)
        #expect(kept.limits?.map(\.finding.actual) == [0] && broken.limits?.map(\.finding.actual) == [102_400])
    }

    @Test func pluginsAreNamed() {
        var list = Self.list([])
        list.methodElimination = Self.elimination(enabled: false, plugins: true)
        #expect(verdict([list]).broken.first?.message.hasSuffix("it can load plugins, which may call any method") == true)
    }

    @Test func whatIsNotKnownIsNotJudged() {
        #expect(
            verdict([]).notJudged.map(\.sentence) == [
                "not linked again, build it again: example.com/app linux/amd64 default"
            ])
        let failed = CutList(main: "example.com/app", target: "linux/amd64", preset: "default", warning: "no archive")
        #expect(verdict([failed]).notJudged.map(\.sentence) == ["no archive: example.com/app linux/amd64 default"])
    }
}
