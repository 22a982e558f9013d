import Fixtures
import Foundation
import Testing

/// What cannot be judged does not pass, with `mockGo`.
@Suite(.timeLimit(.minutes(10))) struct GateCommandTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
    }

    private func verdict(of run: PareRun) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    @Test func aBuildThatFailedIsNotJudged() async throws {
        try pipeline(mains: "., ./cmd/bad", budgets: "savings: false\nbudgets: [{ artifact: \"*\", max: 20MiB }]")
        let build = try await pare("build")
        #expect(build.code == 3)
        #expect(build.output.contains("✗ not everything was judged, so it has not passed; --lenient lets it\n"))
        let gate = try await pare("gate")
        #expect(gate.code == 3)
        #expect(
            gate.output == """
                ✗ not everything was judged, so it has not passed; --lenient lets it
                  not judged: no binary (failed): example.com/app/cmd/bad linux/amd64 default, example.com/app/cmd/bad linux/amd64 strip

                    NOW   LIMIT   HEADROOM  OF    BUDGET                NEAREST TO IT
                3.0 KiB  20 MiB  20.00 MiB  size  artifact * max 20MiB  example.com/app linux/amd64 default, the worst of 2

                """)
        let json = try verdict(of: try await pare("gate", "--format", "json"))
        #expect(json["state"] as? String == "not-judged" && json["passed"] as? Bool == false)
        let saved = try #require(folder.read("dist/release/report.json"))
        #expect(saved.contains("\"state\" : \"not-judged\"") && !saved.contains("\"passed\" : true"))
        for format in ["markdown", "html"] {
            #expect(try await pare("gate", "--format", format).output.contains("Not everything was judged"))
        }
        let lenient = try await pare("gate", "--lenient")
        #expect(lenient.code == 0)
        #expect(lenient.output.hasPrefix("✓ no budget is broken, as far as it was judged (--lenient)\n  not judged: no binary"))
        #expect(try await pare("build", "--lenient").code == 3)
    }

    @Test func aBudgetWithoutAMatchSuggestsTheNearest() async throws {
        try pipeline(
            mains: ".", budgets: "savings: false\nbudgets: [{ package: runtim, max: 2MiB }, { module: sdt, max: 9MiB }]")
        let build = try await pare("build")
        #expect(build.code == 1)
        #expect(
            build.output.hasSuffix(
                """
                ✗ not everything was judged, so it has not passed; --lenient lets it
                  not judged: no package matches `runtim`; the nearest is runtime
                    pipelines/release.yml:7: package runtim max 2MiB
                  not judged: no module matches `sdt`; the nearest is std
                    pipelines/release.yml:7: module sdt max 9MiB

                """), "\(build.output)")
        let lenient = try await pare("build", "--lenient")
        #expect(lenient.code == 0)
        #expect(lenient.output.contains("✓ no budget is broken, as far as it was judged (--lenient)\n"))
        let json = try verdict(of: try await pare("gate", "--lenient", "--format", "json"))
        #expect(json["state"] as? String == "not-judged" && json["passed"] as? Bool == true)
        let first = try #require((json["notJudged"] as? [[String: Any]])?.first)
        #expect(first["budget"] as? String == "package runtim max 2MiB")
        #expect(first["file"] as? String == "pipelines/release.yml" && first["line"] as? Int == 7)
    }

    /// A partial run is a note when it is built and a reason when its report is judged.
    @Test func aPartOfTheMatrixIsNotTheWhole() async throws {
        try pipeline(
            mains: ".",
            budgets: "savings: false\nbudgets: [{ artifact: \"*\", max: 20MiB }, { artifact: \"*/default\", max: 9MiB }]")
        let part = try await pare("build", "--preset", "strip")
        #expect(part.code == 0, "\(part.output)")
        #expect(
            part.output.hasSuffix(
                """
                ✓ no budget is broken
                note: 1 build of the pipeline left out by the command line, not judged: example.com/app linux/amd64 default
                note: pipelines/release.yml:7: its builds were left out: artifact */default max 9MiB was not judged

                """), "\(part.output)")
        let gate = try await pare("gate")
        #expect(gate.code == 1)
        #expect(gate.output.contains("of the pipeline but not in the report"))
        #expect(gate.output.contains("not judged: no build matches `*/default`; there is only linux/amd64/strip"))
        #expect(try await pare("gate", "--lenient").code == 0)
        #expect(try await pare("build").code == 0)
        #expect(try await pare("gate").code == 0)
        // The report of a pipeline that has grown since.
        try pipeline(mains: "., ./cmd/tool", budgets: "savings: false\nbudgets: [{ artifact: \"*\", max: 20MiB }]")
        let grown = try await pare("gate")
        #expect(grown.code == 1 && grown.output.contains("example.com/app/cmd/tool linux/amd64 default"))
    }

    @Test func growthNeedsABaselineOfTheSameMaking() async throws {
        try pipeline(mains: ".", budgets: "savings: false\nbudgets: [{ artifact: \"*\", growth: 2% }]")
        let without = try await pare("build")
        #expect(without.code == 1)
        #expect(without.output.contains("not judged: growth needs a baseline: --baseline REPORT\n"))
        let report = try #require(folder.read("dist/release/report.json"))
        try folder.write(report, to: "main.json")
        #expect(try await pare("build", "--baseline", "main.json").code == 0)
        let release = try #require(report.firstMatch(of: /"go" : "(go[0-9.]+)"/)).1
        try folder.write(report.replacing("\"go\" : \"\(release)\"", with: "\"go\" : \"go1.25.4\""), to: "older.json")
        let older = try await pare("build", "--baseline", "older.json")
        #expect(older.code == 1)
        #expect(
            older.output.contains(
                "not judged: the baseline is of go1.25.4, not of \(release); build older.json again to judge growth: example.com/app"
            ))
        try folder.write(report.replacing("example.com/app", with: "example.com/other"), to: "other.json")
        #expect(
            try await pare("gate", "--baseline", "other.json").output.contains("not judged: not in the baseline other.json: "))
        #expect(try await pare("gate", "--baseline", "other.json", "--lenient").code == 0)
    }

    @Test func anEmptyReportIsNoGoodReport() async throws {
        try pipeline(mains: ".", budgets: "savings: false\nbudgets: [{ forbid: [plugin] }]")
        #expect(try await pare("build").code == 0)
        let report = try #require(folder.read("dist/release/report.json"))
        var object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        object["builds"] = [[String: Any]]()
        object["verdict"] = ["passed": true, "broken": [String]()]
        try folder.write(String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self), to: "empty.json")
        let gate = try await pare("gate", "empty.json")
        #expect(gate.code == 1, "\(gate.output)")
        #expect(gate.output.contains("of the pipeline but not in the report"))
    }
}

/// What is in a program that a real go has built.
@Suite(.timeLimit(.minutes(10)), .runsGo)
struct GateOfRealProgramsTests {
    let folder: TemporaryFolder

    /// Packages of which a stripped binary names nothing: data, constants, inlined functions alone.
    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write(
            """
            package main

            import (
            \t"example.org/app/constants"
            \t"example.org/app/data"
            \t"example.org/app/inlined"
            )

            func main() { println(constants.Text, data.Table[len(constants.Text)], inlined.Twice(3)) }

            """, to: "main.go")
        try folder.write("package constants\n\nconst Text = \"text\"\n", to: "constants/constants.go")
        try folder.write("package data\n\nvar Table = [...]int{1, 2, 3, 4, 5, 6, 7, 8, 9}\n", to: "data/data.go")
        try folder.write("package inlined\n\nfunc Twice(x int) int { return 2 * x }\n", to: "inlined/inlined.go")
        try folder.write("package unused\n\nfunc F() {}\n", to: "unused/unused.go")
    }

    private func pipeline(_ rest: String, targets: String = "linux/amd64") throws {
        try folder.write(
            "name: release\nmains: [.]\ntargets: [\(targets)]\npresets: [strip]\nsavings: false\nreport: [json]\n\(rest)\n",
            to: "pipelines/release.yml")
    }

    private func pare(_ arguments: String...) async throws -> PareRun {
        try await runShell("$PARE \(arguments.joined(separator: " "))", in: folder, environment: goEnvironment())
    }

    @Test func forbiddenIsWhatIsCompiledIn() async throws {
        try pipeline("budgets: [{ forbid: [\"*/constants\", \"*/data\", \"*/inlined\"] }, { package: \"*/constants\", max: 1 }]")
        let run = try await pare("build")
        #expect(run.code == 1, "\(run.output)\(run.error)")
        #expect(run.output.contains("✗ 1 budget broken\n"), "\(run.output)")
        for name in ["constants", "data", "inlined"] {
            #expect(run.output.contains("strip contains example.org/app/\(name) ("))
        }
        // Unchanged builds know it too.
        #expect(try await pare("build").output.contains("✗ 1 budget broken\n"))
        let gate = try await pare("gate")
        #expect(gate.code == 1 && gate.output.contains("✗ 1 budget broken\n"))
        // os/signal lends its name to functions of the runtime, which are in every program. (`go:linkname`)
        try pipeline("budgets: [{ forbid: [\"*/unused\", os/signal, plugin, net/http] }]")
        #expect(try await pare("build").code == 0)
        #expect(try await pare("gate").code == 0)
        let report = try #require(folder.read("dist/release/report.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        let linked = try #require((object["builds"] as? [[String: Any]])?.first?["linked"] as? [String])
        #expect(linked == linked.sorted() && linked.contains("runtime") && linked.contains("example.org/app"))
        #expect(!linked.contains("unsafe") && !linked.contains("os/signal"))

        // A file from elsewhere: what it does not tell has not passed.
        let file = "dist/release/app_linux_amd64/strip/app"
        let foreign = try await pare("gate", file)
        #expect(foreign.code == 1)
        #expect(
            foreign.output.contains(
                "not judged: a stripped file does not tell whether a package is in of which only data, constants or inlined functions are left, so `*/unused`, `plugin`, `net/http` may be: "
            ),
            "\(foreign.output)")
        try pipeline("budgets: [{ forbid: [k8s.io/api] }]")
        let module = try await pare("gate", file)
        #expect(module.code == 0, "\(module.output)")
    }

    /// The line of the program's own sources through which a package of others comes in, whoever imports it.
    @Test func theImportIsBlamed() async throws {
        try pipeline("budgets: [{ forbid: [\"*/constants\", internal/*] }]")
        let file = try #require(folder.read("pipelines/release.yml"))
        try folder.write(file.replacing("savings: false\n", with: ""), to: "pipelines/release.yml")
        try folder.write(
            "package data\n\nimport \"errors\"\n\nvar Table = [...]int{1, 2, 3, 4, 5}\n\nvar E = errors.New(\"\")\n",
            to: "data/data.go")
        let run = try await pare("build", "-o", "github=-")
        #expect(run.code == 1, "\(run.output)\(run.error)")
        #expect(run.output.contains("::error file=main.go,line=4,"))
        #expect(run.output.contains("::error file=data/data.go,line=3,"))
        #expect(try await pare("gate", "--format", "codequality").output.contains("\"path\" : \"data/data.go\""))
    }

    /// Each build that compiles differently, whatever stands for its program; a target that is not modelled is not judged.
    @Test func methodEliminationIsThatOfEachBuild() async throws {
        try folder.write("package main\n\nfunc init() { println(inspect) }\n\nvar inspect = false\n", to: "inspect_other.go")
        try folder.write("//go:build !windows && !inspect\n\npackage main\n\nfunc call(name string) {}\n", to: "plain.go")
        try folder.write(
            "//go:build windows || inspect\n\npackage main\n\nimport \"reflect\"\n\nfunc call(name string) { reflect.ValueOf(0).MethodByName(name) }\n",
            to: "call.go")
        try folder.write(
            "package main\n\nimport \"example.org/app/data\"\n\nfunc init() { call(string(rune(data.Table[0]))) }\n",
            to: "init.go")
        try folder.write(
            """
            name: release
            mains: [.]
            targets: [linux/amd64, windows/amd64, js/wasm]
            presets: [default, strip, { name: inspect, tags: [inspect] }]
            exclude: [{ target: windows/amd64, preset: inspect }, { target: js/wasm, preset: default }, { target: js/wasm, preset: inspect }]
            report: [json]
            budgets: [{ methods-elimination: required }]
            """, to: "pipelines/release.yml")
        let run = try await pare("build")
        #expect(run.code == 1, "\(run.error)")
        let gate = try await pare("gate", "--format", "json")
        let verdict = try #require(try JSONSerialization.jsonObject(with: Data(gate.output.utf8)) as? [String: Any])
        let broken = (verdict["broken"] as? [[String: Any]] ?? []).compactMap { $0["subject"] as? String }
        #expect(
            broken == [
                "example.org/app linux/amd64 inspect", "example.org/app windows/amd64 default",
                "example.org/app windows/amd64 strip",
            ])
        let open = try #require((verdict["notJudged"] as? [[String: Any]])?.first)
        #expect(open["builds"] as? [String] == ["example.org/app js/wasm strip"])
        #expect((open["reason"] as? String)?.contains("WebAssembly") == true)
    }
}
