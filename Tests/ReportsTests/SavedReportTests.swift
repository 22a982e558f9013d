import Fixtures
import JSON
import Foundation
import Reports
import Testing

@Suite struct SavedReportTests {
    private func broken(command: String?) -> Verdict.Broken {
        let build = BuildReport.Build(main: "app", target: "linux/amd64", preset: "strip", status: .built, command: "")
        let source = Finding.Source(budget: "artifact * max 1MiB", file: "p.yml", line: 3)
        let finding = Finding(kind: .artifactSize, limit: 1 << 20, actual: 2 << 20, build: build)
        return Verdict.Broken(finding, source, command: command)
    }

    @Test func reportsSurviveARoundTrip() throws {
        let weigh = smallReport()
        #expect(try SavedReport(json: JSONEncoder(pretty: true).encode(weigh), name: "r.json") == .weigh(weigh))
        let build = RealisticReport.buildReport(
            packages: 80, verdict: Verdict(broken: [broken(command: "pare weigh a")], notes: ["n"]))
        #expect(try SavedReport(json: JSONEncoder(pretty: true).encode(build), name: "r.json") == .build(build))
    }

    /// What an earlier Pare noted was not judged, and let pass.
    @Test func aVerdictOfAnEarlierPareIsRead() throws {
        let verdict = Verdict(broken: [], notes: ["no baseline"])
        let json = try JSONEncoder(pretty: true).encode(smallBuildReport(verdict: verdict))
        let older = json.replacing("\"state\" : \"passed\"", with: "\"x\" : 1").replacing(
            "\"notJudged\" : [\n\n    ],\n", with: "")
        #expect(older != json)
        guard case .build(let report) = try SavedReport(json: older, name: "r.json") else {
            Issue.record("no build report")
            return
        }
        #expect(report.verdict == Verdict(broken: [], notJudged: [.init(reason: "no baseline")]))
        #expect(!report.verdict.passed)
    }

    /// Reports of an earlier Pare have a message and no finding.
    @Test func aBrokenBudgetOfAnEarlierPareIsRead() throws {
        let json = """
            {"budget":"b","message":"app is 9 bytes, 1 over its 8 bytes; run: pare weigh app","place":"p.yml:3","subject":"app"}
            """
        let read = try JSONDecoder().decode(Verdict.Broken.self, from: json)
        #expect(read.sentence == "app is 9 bytes, 1 over its 8 bytes" && read.command == "pare weigh app")
        #expect(read.place == "p.yml:3" && read.finding == nil)
    }

    /// The lists decide, whatever `state` and `passed` say.
    @Test func aVerdictDoesNotPassBySayingSo() throws {
        let broken = Verdict(broken: [broken(command: nil)])
        let open = Verdict(broken: [], notJudged: [.init(reason: "r")])
        for (verdict, state) in [(broken, Verdict.State.broken), (open, .notJudged)] {
            let json = try JSONEncoder(pretty: true).encode(smallBuildReport(verdict: verdict))
                .replacing("\"state\" : \"\(state.rawValue)\"", with: "\"state\" : \"passed\"")
                .replacing("\"passed\" : false", with: "\"passed\" : true")
            guard case .build(let report) = try SavedReport(json: json, name: "r.json") else { continue }
            #expect(report.verdict.state == state)
            #expect(report.verdict.passed == (state == .notJudged), "lenient, as the file says")
        }
    }

    @Test(arguments: [
        ("", "r.json: not JSON: line 1, column 1: expected a value, the text ends"),
        ("{", "r.json: not JSON: line 1, column 2: expected a name in quotes, the text ends"),
        ("{\"schema\": \"x\",\n  \"a\": 1,,}", "r.json: not JSON: line 2, column 10: expected a name in quotes, found `,`"),
        ("{\"schema\": \"x\", \"a\": tru}", "r.json: not JSON: line 1, column 22: expected `true`, found `t`"),
        ("{\"schema\": \"x", "r.json: not JSON: line 1, column 14: expected the closing quote of a string, the text ends"),
        ("{} {}", "r.json: not JSON: line 1, column 4: expected the end, found `{`"),
        ("{}", "r.json: no `schema`: not a report saved by pare"),
        ("{\"schema\": 3}", "r.json: field `schema` is of the wrong type, expected a string"),
        ("{\"schema\": \"other/1\"}", "r.json: unknown schema `other/1`; expected pare.weigh/1, pare.report/1 or pare.measure/1"),
        (
            "{\"schema\": \"pare.weigh/2\"}",
            "r.json: saved by a newer pare: its schema is pare.weigh/2, this pare reads pare.weigh/1; update pare"
        ),
        ("{\"schema\": \"pare.weigh/1\", \"file\": {\"path\": \"x\"}}", "r.json: field `file.size` is missing"),
    ])
    func whatIsWrongIsSaid(json: String, message: String) {
        let error = #expect(throws: ReportError.self) { try SavedReport(json: json, name: "r.json") }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        ("\"size\" : 99000,", "\"size\" : \"big\",", "field `packages[2].size` is of the wrong type, expected a number"),
        ("\"size\" : 99000,", "\"size\" : null,", "field `packages[2].size` is null, expected a number"),
        (
            "\"size\" : 99000,", "\"size\" : 99001,",
            "the sizes of `packages` sum to 1424097 bytes, expected 1424096; the file was changed or is damaged"
        ),
        ("\"size\" : 99000,", "\"size\" : -1,", "`packages` is -1, not a size in bytes"),
        ("\"size\" : 99000,", "\"size\" : 9223372036854775807,", "`packages` is 9223372036854775807, not a size in bytes"),
        ("\"size\" : 99000,", "\"size\" : 1.5,", "a number in it is not whole or too large where a size is expected"),
        (
            "\"total\" : 1436000", "\"total\" : 1436001",
            "the sizes of `file.size` sum to 1436000 bytes, expected 1436001; the file was changed or is damaged"
        ),
    ])
    func fieldsAndSumsAreChecked(old: String, new: String, message: String) throws {
        let json = try JSONEncoder(pretty: true).encode(smallReport())
        let damaged = json.replacing(old, with: new)
        try #require(damaged != json)
        let error = #expect(throws: ReportError.self) { try SavedReport(json: damaged, name: "r.json") }
        #expect(error?.description == "r.json: \(message)")
    }

    @Test func functionsHaveNoMoreBytesThanTheirPackage() throws {
        for (first, second) in [(600_000, 1), (-1, 1), (300_000, 300_001), (1, 9_223_372_036_854_775_807)] {
            var report = smallReport()
            report.packages[0].largest = [first, second].map { .init(name: "runtime.f", kinds: ["code": $0]) }
            let json = try JSONEncoder(pretty: true).encode(report)
            let error = #expect(throws: ReportError.self) { try SavedReport(json: json, name: "r.json") }
            #expect(error?.description.hasPrefix("r.json: packages[0]: `largest[") == true)
        }
    }

    @Test func downloadSizesOfSectionsSumToThatOfTheFile() throws {
        var report = smallReport()
        for index in report.sections.indices { report.sections[index].compressed = 10 }
        report.file.compressed = 10 * report.sections.count + 1
        let json = try JSONEncoder(pretty: true).encode(report)
        let error = #expect(throws: ReportError.self) { try SavedReport(json: json, name: "r.json") }
        #expect(error?.description.contains("the sizes of `sections[].compressed` sum to") == true)
    }

    @Test func deepNestingIsAnErrorNotACrash() {
        let json = String(repeating: "[", count: 200_000)
        #expect(throws: ReportError.self) { try SavedReport(json: json, name: "r.json") }
    }

    @Test func recognisesWhatMayBeSaved() {
        #expect(SavedReport.looksSaved(Array(" \n{\"schema\"".utf8)))
        #expect(!SavedReport.looksSaved(Array("\u{7F}ELF".utf8)))
        #expect(!SavedReport.looksSaved([]))
    }
}
