import BinaryFormats
import Fixtures
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct MeasureCommandTests {
    @Test(.runsGo) func everyFormatShowsTheSamePoints() async throws {
        let folder = try await KnownProgram.build()
        let run = try await runPare(
            "measure", "--set", "GOGC=50,100,200", "-n", "2", "--container", "256MiB", "-o", "json=m.json", "-o", "csv=m.csv",
            "-o",
            "markdown=m.md", "-o", "html=m.html", "--", "./known", "16", "100", in: folder)
        #expect(run.code == 0 && run.error == "", "\(run.error)")
        #expect(run.output.hasPrefix("./known 16 100\nlinux/") && run.output.contains("GOGC=100"), "\(run.output)")
        #expect(run.output.contains("Dockerfile   ENV GOGC=") && run.output.contains("GOMEMLIMIT=230MiB"))
        let text = try #require(folder.read("m.json"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["schema"] as? String == "pare.measure/1")
        let points = try #require(json["points"] as? [[String: Any]])
        #expect(points.map { ($0["runs"] as? [Any])?.count } == [2, 2, 2])
        #expect(folder.read("m.csv")?.split(whereSeparator: \.isNewline).count == 7)
        #expect(folder.read("m.md")?.contains("| `GOGC=50") == true, "\(folder.read("m.md") ?? "")")
        #expect(folder.read("m.html")?.contains("<svg viewBox") == true && folder.read("m.html")?.contains("<polyline") == true)
    }

    @Test(.runsGo) func predictRunsTwoPointsOnly() async throws {
        let folder = try await KnownProgram.build()
        let run = try await runPare(
            "measure", "--predict", "-n", "1", "--format", "json", "--", "./known", "32", "200", in: folder)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let points = try #require(json["points"] as? [[String: Any]])
        #expect(points.map { ($0["runs"] as? [Any])?.count } == [0, 1, 0, 1, 0])
        let predicted = points.compactMap { ($0["prediction"] as? [String: Any])?["peak"] as? Int }
        #expect(predicted.count == 3 && predicted == predicted.sorted())
    }

    @Test func failuresExitWithThreeAndAreSaidOnce() async throws {
        let folder = try TemporaryFolder()
        let run = try await runPare(
            "measure", "--set", "GOGC=50,100", "-n", "1", "--", "/bin/sh", "-c", "echo no >&2; exit 4", in: folder)
        #expect(run.code == 3)
        #expect(run.error == "pare: 2 settings, GOGC=50 first: ended with exit code 4\n    no\n")
        let expected = try await runPare(
            "measure", "--set", "GOGC=50", "-n", "1", "--exit", "4", "--", "/bin/sh", "-c", "exit 4", in: folder)
        #expect(expected.code == 0, "\(expected.error)")
    }

    @Test(arguments: [
        (["measure"], "no command to measure"), (["measure", "--set", "GOGC=1"], "no command to measure"),
        (["measure", "-f", "x.yml", "--", "/bin/true"], "-f is of a pipeline"),
        (["measure", "--", "./nothing"], "./nothing: no such program"),
        (["measure", "--set", "GOGC=x,-1", "--", "/bin/true"], "GOGC, found `-1`"),
        (["measure", "--set", "GOGC", "--", "/bin/true"], "no values"),
        (["measure", "-n", "0", "--", "/bin/true"], "-n is 0, expected 1 to 1000"),
        (["measure", "--slower", "x", "--", "/bin/true"], "--slower"),
        (["measure", "--ready", "soon", "--load", "true", "--", "/bin/true"], "--ready is `soon`"),
        (["measure", "--ready", "http://", "--load", "true", "--", "/bin/true"], "--ready is `http://`"),
        (["measure", "--ready", "port:x", "--load", "true", "--", "/bin/true"], "--ready is `port:x`"),
        (["measure", "--predict", "--set", "GOMEMLIMIT=64MiB", "--", "/bin/true"], "--predict runs two values of GOGC"),
        (["measure", "--warm-up", "101", "--", "/bin/true"], "--warm-up is 101"),
        (["measure", "--ready", "port:1", "--", "/bin/true"], "--load"),
        (["measure", "--load", "true", "--", "/bin/true"], "--ready"),
        (["measure", "--stop", "TERM", "--", "/bin/true"], "--stop is for a server"),
        (["measure", "--binary", "/bin/true", "--", "x"], "{{binary}}"), (["measure", "--", "{{binary}}"], "--binary"),
    ])
    func usageIsRefused(_ arguments: [String], _ reason: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await runShell("$PARE " + arguments.map { "'\($0)'" }.joined(separator: " "), in: folder)
        #expect(run.code == 2 && run.error.contains(reason) && run.output == "", "\(run.code) \(run.error)")
    }

    /// Settings of the user's environment are those of every point.
    @Test func inheritedSettingsAreShown() async throws {
        let folder = try TemporaryFolder()
        let run = try await runPare(
            "measure", "--set", "GOMAXPROCS=1", "-n", "1", "--", "/bin/sh", "-c", "test \"$GOGC\" = 33", in: folder,
            environment: ["GOGC": "33"])
        #expect(run.code == 0 && run.output.contains("GOGC=33 GOMAXPROCS=1"), "\(run.output)\(run.error)")
        #expect(run.error == "pare: every point has GOGC=33 from the environment\n")
        let wrong = try await runPare("measure", "--", "/bin/true", in: folder, environment: ["GOMEMLIMIT": "64MB"])
        #expect(wrong.code == 2 && wrong.error.contains("environment: GOMEMLIMIT, found `64MB`"), "\(wrong.error)")
    }

    /// Systems whose programs have one format, by the build info.
    @Test(.runsGo, arguments: ["freebsd/amd64", "linux/arm64", "darwin/arm64", "windows/amd64", "js/wasm"])
    func aGoProgramOfAnotherSystemIsSkipped(_ target: String) async throws {
        let folder = try TemporaryFolder()
        let parts = target.split(separator: "/").map(String.init)
        try folder.write("package main\n\nfunc main() {}\n", to: "main.go")
        _ = try await runGo(
            ["build", "-o", folder.path + "/app", folder.path + "/main.go"], environment: ["GOOS": parts[0], "GOARCH": parts[1]])
        let run = try await runPare("measure", "--set", "GOGC=50", "-n", "1", "--", "./app", in: folder)
        #expect(
            run.code == 0 && run.output.contains("a program for \(target) does not run on linux/"), "\(run.output)\(run.error)")
    }

    /// A program of another system is skipped, not emulated.
    @Test func aForeignProgramIsSkipped() async throws {
        let folder = try TemporaryFolder()
        try folder.write(BinarySpec(format: .pe, order: .little, pointerSize: 8, sections: []).build().bytes, to: "app.exe")
        let run = try await runPare("measure", "--set", "GOGC=50", "--", "./app.exe", in: folder)
        #expect(
            run.output.contains("a program for windows/") && run.output.contains("does not run on linux/"),
            "\(run.output)\(run.error)")
    }
}
