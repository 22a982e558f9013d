import Fixtures
import Foundation
import Testing

/// Functions that never ran, of programs that were run with coverage.
@Suite(.timeLimit(.minutes(10))) struct UnusedCommandTests {
    private func unused(_ words: String, _ folder: TemporaryFolder) async throws -> [String: Any] {
        try await pareJSON(["unused"] + words.split(separator: " ").map(String.init), in: folder, isValidated: true)
    }

    private func functions(_ report: [String: Any]) throws -> [String] {
        try #require(report["functions"] as? [[String: Any]]).map { "\($0["package"] ?? "").\($0["name"] ?? "")" }.sorted()
    }

    private func package(_ path: String, _ report: [String: Any]) throws -> [String: Any] {
        try #require((report["packages"] as? [[String: Any]])?.first { $0["path"] as? String == path })
    }

    /// A folder with the module, its data after one run, and the same as text.
    private func ran(_ words: String...) async throws -> TemporaryFolder {
        let folder = try coveredModule()
        _ = try await runGo(
            ["build", "-C", folder.path, "-cover", "-coverpkg=./...", "-o", "covered", "."], environment: ["GO111MODULE": "on"])
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: true)
        _ = try await launch(folder.path + "/covered", words, environment: ["GOCOVERDIR": folder.path + "/data"])
        _ = try await runGo(["tool", "covdata", "textfmt", "-i=\(folder.path)/data", "-o=\(folder.path)/cover.out"])
        return folder
    }

    @Test(.runsGo) func functionsAreDroppedKeptOrRun() async throws {
        let folder = try await ran("box")
        let report = try await unused("--coverage data", folder)
        // Nothing makes a Dot, so Dot.Area is dropped.
        #expect(try functions(report) == ["example.org/covered.unused", "example.org/covered/shapes.Sum"])
        let shapes = try package("example.org/covered/shapes", report)
        let parts = try #require(shapes["ran"] as? [String: Int])
        #expect(parts["functions"] ?? 0 >= 1 && report["runs"] as? Int == 1 && report["evidence"] as? String == "coverage")
        let text = try await unused("--coverage cover.out", folder)
        #expect(try functions(text) == functions(report))
        #expect(try package("example.org/covered/shapes", text) as NSDictionary == shapes as NSDictionary)
        #expect(text["joint"] as? Int == report["joint"] as? Int && report["joint"] as? Int ?? 0 > 100)
    }

    /// The never-run functions of a program of the distribution: linked ones of those that covdata lists.
    @Test(.runsGo) func functionsThatNeverRanCostWhatTheReplaySays() async throws {
        let folder = try TemporaryFolder()
        _ = try await runGo(["build", "-cover", "-coverpkg=all", "-o", "\(folder.path)/gofmt", "cmd/gofmt"])
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: true)
        try folder.write("package p\n\nfunc  f( ) { }\n", to: "p.go")
        _ = try await launch(
            folder.path + "/gofmt", ["-l", folder.path + "/p.go"], environment: ["GOCOVERDIR": folder.path + "/data"])
        let report = try await unused("--coverage data cmd/gofmt", folder)
        let list = try await runGo(["tool", "covdata", "func", "-i=\(folder.path)/data"])
        let theirs = Set(
            list.split(separator: "\n").filter { $0.hasSuffix("\t0.0%") }.map { row in
                let words = row.split(separator: "\t")
                let folder = words[0].split(separator: ":")[0].split(separator: "/").dropLast().joined(separator: "/")
                return "\(folder).\(words[1].drop { $0 == "*" })"
            })
        let ours = try functions(report)
        #expect(ours.count > 300 && Set(ours).isSubset(of: theirs), "\(Set(ours).subtracting(theirs))")
        let pprof = try package("runtime/pprof", report)
        let whole = try #require(pprof["savesWhole"] as? Int)
        let savings = try await pareJSON(["savings", "cmd/gofmt", "--without", "runtime/pprof"], in: folder)
        let removal = try #require((savings["without"] as? [[String: Any]])?.first)
        #expect(removal["contents"] as? Int == whole)
        let joint = try #require(report["joint"] as? Int)
        let sum = try #require(report["packages"] as? [[String: Any]]).reduce(0) { $0 + ($1["saves"] as? Int ?? 0) }
        #expect(joint > 300_000 && sum > 0)
        let text = try await runShell("$PARE unused --coverage data cmd/gofmt --top 3", in: folder, environment: goEnvironment())
        #expect(
            text.output.contains("runtime/pprof  (nothing of it ran)")
                || text.output.contains("compress/flate  (nothing of it ran)"))
    }

    @Test(.runsGo) func samplesAreWeakerEvidence() async throws {
        let folder = try await MeasuredProgram.run()
        let report = try await unused("--profile cpu", folder)
        #expect(report["evidence"] as? String == "samples")
        let names = try functions(report)
        #expect(!names.contains("example.org/measured.compute") && names.contains("example.org/measured.wait"), "\(names)")
    }

    @Test(.runsGo) func whatTellsNothingIsTold() async throws {
        let folder = try await ran("box")
        func problem(_ words: String) async throws -> String {
            let run = try await runShell("$PARE unused \(words)", in: folder, environment: goEnvironment())
            #expect(run.code == 2, "\(words): \(run.output)")
            return run.error
        }
        #expect(try await problem("").contains("what ran? --coverage FOLDER, or --profile FILE"))
        #expect(try await problem("--coverage data --profile x").contains("contradict each other"))
        #expect(
            try await problem("--coverage shapes").contains(
                "shapes: has no coverage data; a program built with `go build -cover`"))
        #expect(
            try await problem("--coverage main.go").contains(
                "main.go: neither coverage data of GOCOVERDIR nor a coverage profile"))
        #expect(try await problem("--coverage data cmd/gofmt").contains("tells nothing of the packages of cmd/gofmt"))
        _ = try await runShell(
            "printf 'mode: set\\nmain.go:1.2 x\\n' >bad.out; for f in data/covmeta*; do head -c 200 $f >cut; done", in: folder)
        #expect(
            try await problem("--coverage bad.out").contains("bad.out: line 2: `main.go:1.2 x` is no block of a coverage profile")
        )
        #expect(try await problem("--coverage cut").contains("cut: "))
    }
}
