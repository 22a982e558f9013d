import BinaryFormats
import Fixtures
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct MeasurePackCommandTests {
    /// From the command to the report, by the archive of this machine.
    @Test(.runsGo, .needs("unzip", package: "unzip")) func aPackIsRunAndRead() async throws {
        let folder = try await KnownProgram.build()
        let script = """
            $PARE measure --pack $TARGET --set GOGC=50,100,200 -n 2 --slower 50 -- ./known 16 100 &&
                unzip -q measure-*.zip && measure-*/measure >said && $PARE measure --read measure.json
            """
        let environment = ["PARE_GO": GoBuild.go ?? "", "TARGET": Self.native]
        let run = try await runShell(script, in: folder, environment: environment)
        #expect(run.code == 0 && run.error == "", "\(run.error)")
        let lines = run.output.split(separator: "\n").map(String.init)
        let name = "measure-" + Self.native.replacing("/", with: "-")
        #expect(
            lines.first?.hasPrefix("\(name).zip: 1 binary, 3 points, a runner for \(Self.native) by go1.") == true, "\(lines)")
        #expect(
            run.output.contains("    there   \(name)/measure\n    here    pare measure --read measure.json\n./known 16 100\n"))
        #expect(run.output.contains("GOGC=200") && run.output.contains("Go's default"), "\(run.output)")
        let again = try await runPare(
            "measure", "--read", "measure.json", "--container", "256MiB", "--slower", "1", "-o", "json=m.json", "-o",
            "html=m.html",
            "-o", "csv=m.csv", "--format", "markdown", in: folder)
        #expect(again.code == 0 && again.output.contains("GOMEMLIMIT=230MiB"), "\(again.output)\(again.error)")
        #expect(folder.read("m.html")?.contains("<svg viewBox") == true)
        #expect(folder.read("m.csv")?.split(whereSeparator: \.isNewline).count == 7)
        // What is saved from the report gives it again.
        let third = try await runPare("measure", "--read", "m.json", "--format", "markdown", in: folder)
        #expect(third.output == again.output)
    }

    /// A pack of two that are predicted from, of two builds of one name.
    @Test(.runsGo) func buildsAndPredictionsArePacked() async throws {
        let folder = try TemporaryFolder()
        for name in ["old/app", "new/app"] {
            try folder.write(BinarySpec(format: .pe, order: .little, pointerSize: 8, sections: []).build().bytes, to: name)
        }
        let run = try await runPare(
            "measure", "--pack", "windows/amd64=pack.zip", "--predict", "--binary", "old/app", "--binary", "new/app", "--",
            "{{binary}}", "x", in: folder, environment: ["PARE_GO": GoBuild.go ?? "", "GOGC": "33", "GOFLAGS": "-race"])
        #expect(run.code == 0 && run.error == "" && run.output.hasPrefix("pack.zip: 2 binaries, 10 points"), "\(run.error)")
        #expect(run.output.contains("measure-windows-amd64\\measure.exe"))
        let listed = try await runShell("python3 -m zipfile -l pack.zip", in: folder)
        for file in ["README.txt", "grid.json", "measure.exe", "binaries/1/app.exe", "binaries/2/app.exe"] {
            #expect(listed.output.contains("measure-windows-amd64/\(file)"), "\(listed.output)\(listed.error)")
        }
    }

    private static var native: String {
        #if arch(arm64)
            "linux/arm64"
        #else
            "linux/amd64"
        #endif
    }

    @Test(arguments: [
        (["--pack", "plan9/amd64", "--", "./app.exe"], "`plan9/amd64` is no target of a pack"),
        (["--pack", "windows", "--", "./app.exe"], "`windows` is no target of a pack"),
        (["--pack", "windows/amd64=", "--", "./app.exe"], "no path behind `=`"),
        (["--pack", "windows/amd64=no/m.zip", "--", "./app.exe"], "there is no folder no/"),
        (["--pack", "windows/amd64", "-o", "json=m.json", "--", "./app.exe"], "--pack has no figures yet"),
        (["--pack", "windows/amd64", "--format", "csv", "--", "./app.exe"], "--pack has no figures yet"),
        (["--pack", "windows/amd64", "--", "./nothing.exe"], "./nothing.exe: no such program"),
        (["--pack", "linux/amd64", "--", "./app.exe"], "./app.exe: a program for windows/"),
        (["--pack", "windows/amd64"], "no command to measure"),
        (["--pack", "windows/amd64", "--lenient"], "--lenient belongs to pare gate"),
        (["--pack", "windows/amd64", "--set", "GOGC=1"], "no command to measure; pare measure --set"),
        (["--pack", "windows/amd64", "--entry", "x", "--", "./app.exe"], "--entry is of a pipeline"),
        (["--read", "m.json", "--", "./app.exe"], "--read m.json runs nothing: leave out a command"),
        (["--read", "m.json", "--set", "GOGC=1"], "leave out --set"),
        (["--read", "m.json", "--pack", "windows/amd64"], "leave out --pack"),
        (["--read", "m.json", "--slower", "x"], "--slower is `x`"),
        (["--read", "none.json"], "none.json: No such file"), (["--read", "."], ".: is a folder"),
    ])
    func usageIsRefused(_ arguments: [String], _ reason: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(BinarySpec(format: .pe, order: .little, pointerSize: 8, sections: []).build().bytes, to: "app.exe")
        try folder.write(Self.document(), to: "m.json")
        let run = try await runShell("$PARE measure " + arguments.map { "'\($0)'" }.joined(separator: " "), in: folder)
        #expect(run.code == 2 && run.error.contains(reason) && run.output == "", "\(run.code) \(run.error)")
        #expect(folder.list(".").sorted() == ["app.exe", "m.json"])
    }

    /// A document with one figure, `peak`, and one setting.
    private static func document(peak: String = "1000", setting: String = "100", schema: String = "pare.measure/1") -> String {
        """
        {"schema": "\(schema)", "machine": {"target": "windows/amd64", "processors": 4}, "workload": "app", "isServer": false,
         "rounds": 1, "warmUp": 0, "slower": 5, "unpredicted": [], "points": [
          {"binary": "app", "settings": [{"name": "GOGC", "value": "50"}], "runs": [{"peak": 900, "time": 9, "user": 1, "system": 1,
           "minorFaults": 0, "majorFaults": 0}]},
          {"binary": "app", "settings": [{"name": "GOGC", "value": "\(setting)"}], "runs": [{"peak": \(peak), "time": 9, "user": 1,
           "system": 1, "minorFaults": 0, "majorFaults": 0}]}]}
        """
    }

    @Test(arguments: [
        (document(peak: "-1"), "m.json: `points[1].runs[0]` has a figure that cannot be"),
        (document(peak: "9223372036854775807"), "m.json: `points[1].runs[0]` has a figure that cannot be"),
        (document(peak: "1e99"), "m.json: a number in it is not whole or too large"),
        (document(peak: "\"1\""), "field `points[1].runs[0].peak` is of the wrong type"),
        (document(setting: "-9223372036854775807"), "field `points[1].settings`: GOGC, found `-9223372036854775807`"),
        (document(schema: "pare.report/1"), "`pare.report/1` is no report of `pare measure`"),
        (document(schema: "pare.measure/2"), "its schema is pare.measure/2, this pare reads pare.measure/1"),
        ("{}", "not a report saved by pare"),
        ("MZ", "m.json: not JSON"), ("{\"schema\": \"pare.measure/1\"}", "field `machine` is missing"),
        (document().replacing("windows/amd64", with: "<b>\\u001b[2J"), "field `machine.target` is no target"),
        (document().replacing("\"rounds\": 1", with: "\"rounds\": -5"), "field `rounds` is -5"),
        (document().replacing("\"slower\": 5", with: "\"slower\": 1e300"), "field `slower` is 1e+300"),
    ])
    func documentsOfNoRunAreRefused(_ text: String, _ reason: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "m.json")
        let run = try await runPare("measure", "--read", "m.json", in: folder)
        #expect(run.code == 2 && run.error.contains(reason) && run.output == "", "\(run.code) \(run.error)")
    }

    /// Extreme figures that may stand in a document are shown, in every format.
    @Test func extremesAreShown() async throws {
        let folder = try TemporaryFolder()
        let most = "9007199254740992"
        let collector =
            "{\"cycles\": 1, \"pauses\": \(most), \"longestPause\": \(most), \"processorTime\": \(most), \"liveHeap\": \(most), \"goal\": 0, \"stacks\": \(most), \"globals\": \(most), \"allocated\": 0}"
        let points = [("50", "0"), ("200", most), ("2147483647", "0"), ("100", "1")].map { percent, peak in
            """
            {"binary": "app", "settings": [{"name": "GOGC", "value": "\(percent)"}, {"name": "GOMEMLIMIT", "value": "\(percent == "100" ? "9223372036854775807B" : "off")"}],
             "runs": [{"peak": \(peak), "time": \(peak), "user": 0, "system": \(most), "minorFaults": 0, "majorFaults": 0, "collector": \(collector)},
                      {"peak": \(most), "time": 0, "user": 0, "system": 0, "minorFaults": 0, "majorFaults": 0}]}
            """
        }
        let head = Self.document().prefix { $0 != "\n" }
        try folder.write(
            "\(head) \"rounds\": 2, \"warmUp\": 0, \"slower\": 1000, \"container\": 0, \"unpredicted\": [], \"points\": [\(points.joined(separator: ","))]}",
            to: "m.json")
        for format in ["text", "markdown", "csv", "html", "json"] {
            let run = try await runPare("measure", "--read", "m.json", "--format", format, in: folder)
            #expect(run.code == 0 && run.error == "" && run.output.contains("2147483647"), "\(format): \(run.code) \(run.error)")
        }
    }

    /// A point that has failed there is told here, with the same exit code.
    @Test func failuresAreTold() async throws {
        let folder = try TemporaryFolder()
        let failed = Self.document().replacing(
            "\"value\": \"100\"}],",
            with: "\"value\": \"100\"}], \"failure\": \"ended with exit code 4\", \"said\": [\"no \\u001b[2J\"],")
        try folder.write(failed, to: "m.json")
        let run = try await runPare("measure", "--read", "m.json", in: folder)
        #expect(run.code == 3 && run.error == "pare: GOGC=100: ended with exit code 4\n    no \\u{1b}[2J\n", "\(run.error)")
    }
}
