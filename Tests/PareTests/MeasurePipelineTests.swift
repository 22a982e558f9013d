import Fixtures
import Foundation
import Testing

/// `measure:` of a pipeline: built, run, judged.
@Suite(.timeLimit(.minutes(5))) struct MeasurePipelineTests {
    private static func project(_ measure: String) async throws -> TemporaryFolder {
        let folder = try await KnownProgram.build()
        try folder.write(
            "mains: [.]\ntargets: [native, windows/amd64]\npresets: [default, strip]\nmeasure:\n\(measure)",
            to: "pipelines/release.yml")
        return folder
    }

    @Test(.runsGo) func presetsAreMeasuredAgainstEachOther() async throws {
        let folder = try await Self.project(
            """
              - name: holding
                command: ["{{binary}}", "16", "100"]
                startup: ["{{env.TESTED_SHELL}}", -c, "exec {{binary}} exit 0"]
                set: { GOGC: [50, 200] }
                runs: 1
                warm-up: 0
                cover: true
                budgets:
                  - { memory: 1GiB }
                  - { live-heap: 1MiB, set: { GOGC: 50 }, preset: strip }
                  - { memory: 200%, preset: strip, of: default }
                  - { never-run: 99% }
            """)
        let run = try await runPare(
            "measure", "--quiet", in: folder, environment: try await goEnvironment().merging(["TESTED_SHELL": "/bin/sh"]) { $1 })
        #expect(run.code == 1, "\(run.output)\(run.error)")
        #expect(run.output.contains("default GOGC=50") && run.output.contains("strip GOGC=200"), "\(run.output)")
        #expect(run.output.contains("1 budget broken") && run.output.contains("has a live heap of"), "\(run.output)")
        #expect(run.output.contains("of functions never ran under this workload"))
        let text = try #require(folder.read("dist/release/measure/holding.json"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let points = try #require(json["points"] as? [[String: Any]])
        #expect(points.compactMap { $0["preset"] as? String } == ["default", "default", "strip", "strip"])
        #expect(points.allSatisfy { (($0["runs"] as? [[String: Any]])?.first?["startup"] as? Int ?? 0) > 0 })
        #expect(folder.read("dist/release/measure/holding.unused.json")?.contains("pare.unused/1") == true)

        let gate = try await runPare(
            "gate", "dist/release/measure/holding.json", in: folder, environment: try await goEnvironment())
        #expect(gate.code == 1 && gate.output.contains("has a live heap of"), "\(gate.output)\(gate.error)")
        let same = "dist/release/measure/holding.json"
        let diff = try await runPare("diff", same, same, in: folder, environment: try await goEnvironment())
        #expect(diff.code == 0 && diff.output.contains("strip GOGC=200") && diff.output.contains("(~)"), "\(diff.output)")
        let changes = try await pareJSON(["diff", same, same], in: folder)
        #expect((changes["rows"] as? [Any])?.count == 4)
        try expectValid(
            [text, try #require(folder.read("dist/release/measure/holding.unused.json"))]
                + [String(decoding: try JSONSerialization.data(withJSONObject: changes), as: UTF8.self)])
        let page = try await runPare("report", same, "--format", "html", in: folder, environment: try await goEnvironment())
        #expect(page.code == 0 && page.output.contains("<svg viewBox"))
        let weigh = try await runPare("weigh", same, in: folder, environment: try await goEnvironment())
        #expect(weigh.code == 2 && weigh.error.contains("which has no sizes"), "\(weigh.error)")
    }

    @Test(.runsGo) func aFailureExitsWithThree() async throws {
        let folder = try await Self.project(
            "  - { command: [\"{{binary}}\", exit, \"4\"], set: { GOGC: 100 }, runs: 1, warm-up: 0, preset: strip }")
        let run = try await runPare("measure", "-q", in: folder, environment: try await goEnvironment())
        #expect(run.code == 3 && run.error.contains("ended with exit code 4"), "\(run.error)")
        let other = try await runPare("measure", "--entry", "nope", in: folder, environment: try await goEnvironment())
        #expect(other.code == 2 && other.error.contains("no such entry"), "\(other.error)")
    }

    /// Templates of `ready` are filled; an address that is none by their values is refused before the builds.
    @Test(.runsGo) func aServerIsAskedWhereItsTemplatesSay() async throws {
        let folder = try await Self.project(
            """
              - { name: http, start: ["{{binary}}", serve, "{{port}}"], ready: "http://{{env.HOST_HERE}}:{{port}}/",
                  load: "test -x {{binary}}", set: { GOGC: 100 }, runs: 1, warm-up: 0, preset: strip, timeout: 20s }
              - { name: line, start: ["{{binary}}", serve, "{{port}}"], ready: "line:{{env.WORD_HERE}}", grace: 60s,
                  load: "test {{port}} -gt 0", set: { GOGC: 100 }, runs: 1, warm-up: 0, preset: strip, timeout: 20s }
            """)
        var environment = try await goEnvironment().merging(["HOST_HERE": "127.0.0.1", "WORD_HERE": "listening"]) { $1 }
        let run = try await runPare("measure", "-q", in: folder, environment: environment)
        #expect(run.code == 0 && run.error == "", "\(run.error)")
        environment["HOST_HERE"] = "a b"
        let refused = try await runPare("measure", in: folder, environment: environment)
        #expect(
            refused.code == 2 && refused.error.contains("pipelines/release.yml:5: `ready` is no address that can be asked")
                && refused.error.contains("found `http://a b:{{port}}/`"), "\(refused.error)")
    }

    @Test(.runsGo) func aPipelineWithoutThisMachineIsRefused() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/a\n", to: "go.mod")
        try folder.write("package main\n\nfunc main() {}\n", to: "main.go")
        try folder.write(
            "mains: [.]\ntargets: [windows/amd64]\nmeasure: [{ command: [\"{{binary}}\"] }]", to: "pipelines/release.yml")
        let run = try await runPare("measure", in: folder, environment: try await goEnvironment())
        #expect(run.code == 2 && run.error.contains("builds nothing for this machine"), "\(run.error)")
    }
}
