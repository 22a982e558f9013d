import Fixtures
import Foundation
import Testing

/// What comes by files, tags and GOFLAGS, against builds.
@Suite(.runsGo, .serialized)
struct SavingsSettingsTests {
    private func size(_ flags: [String], in folder: TemporaryFolder) async throws -> Int {
        let line = (["build", "-ldflags=-s -w", "-o", "built"] + flags + ["."]).map { "'\($0)'" }.joined(separator: " ")
        let run = try await runShell("$PARE_GO \(line) && stat -c %s built", in: folder, environment: goEnvironment())
        #expect(run.code == 0, "\(run.error)")
        return try #require(Int(run.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test func aFileSavesWhatABuildWithoutItDoes() async throws {
        let folder = try featureModule()
        let whole = try await size([], in: folder)
        let actual = [
            "xml": try await whole - size(["-tags=noxml"], in: folder),
            "sort": try await whole - size(["-tags=nosort"], in: folder),
        ]
        let report = try await pareJSON(
            [
                "savings", "--without", "file:xml.go", "--without", "tag:noxml", "--without", "file:./sort.go", "--without",
                "tag:nosort",
            ],
            in: folder)
        #expect(abs((report["size"] as? Int ?? 0) - whole) <= 4096)
        for removal in try #require(report["without"] as? [[String: Any]]) {
            let what = try #require(removal["what"] as? String)
            let expected = try #require(actual[what.contains("xml") ? "xml" : "sort"])
            #expect(abs((removal["saves"] as? Int ?? 0) - expected) <= max(8192, expected / 100), "\(what): built \(expected)")
        }
        #expect((actual["xml"] ?? 0) > 300_000)
    }

    @Test func missingAndAmbiguousFiles() async throws {
        let folder = try featureModule()
        let none = try await runPare("savings", "--without", "file:xnl.go", in: folder, environment: goEnvironment())
        #expect(none.code == 2 && none.error.contains("no file of a package in example.org/features"))
        #expect(none.error.contains("did you mean `file:xml.go`?"), "\(none.error)")
        let many = try await runPare("savings", "--without", "file:print.go", in: folder, environment: goEnvironment())
        #expect(many.code == 2 && many.error.contains("file:fmt/print.go"), "\(many.error)")
    }

    @Test(arguments: ["-race", "-cover", "-linkshared", "-msan", "-asan", "-compiler=gccgo", "-buildmode=plugin"])
    func whatIsNotModelledIsRefused(flag: String) async throws {
        let environment = try await goEnvironment().merging(["GOFLAGS": flag]) { $1 }
        let run = try await runPare("savings", in: featureModule(), environment: environment)
        #expect(run.code == 2 && run.output == "")
        #expect(run.error.contains(flag) && !run.error.contains("does not compile"), "\(run.error)")
    }

    @Test func settingsOfTheEnvironmentCountAndAreShown() async throws {
        let folder = try featureModule()
        let actual = try await size(["-buildmode=pie", "-tags=nosort"], in: folder)
        let environment = try await goEnvironment().merging(["GOFLAGS": "'-tags=nosort' -buildmode=pie"]) { $1 }
        let run = try await runPare("savings", "-o", "json=out.json", in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        let first = try #require(run.output.split(separator: "\n").first)
        #expect(first.contains("CGO_ENABLED=0 · -buildmode=pie · -tags=nosort"), "\(first)")
        let report = try JSONSerialization.jsonObject(with: Data((folder.read("out.json") ?? "").utf8)) as? [String: Any]
        #expect(abs((report?["size"] as? Int ?? 0) - actual) <= actual / 100)
    }

    @Test func cgoIsAsGoItselfWouldHaveIt() async throws {
        let folder = try featureModule()
        let environment = try await goEnvironment()
        for value in ["0", "1"] {
            let run = try await runPare(
                "why", "encoding/xml", in: folder, environment: environment.merging(["CGO_ENABLED": value]) { $1 })
            #expect(
                run.output.split(separator: "\n").first?.contains("CGO_ENABLED=\(value)") == true, "\(run.output)\(run.error)")
        }
    }
}
