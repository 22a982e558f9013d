import Fixtures
import Testing

@Suite(.runsGo, .serialized)
struct WhyCommandTests {
    @Test(arguments: ["main", "example.org/app"]) func theMainPackage(name: String) async throws {
        let folder = try sampleModule()
        let report = try await pareJSON(["why", name], in: folder)
        #expect(report["package"] as? String == "example.org/app" && (report["bytes"] as? Int ?? 0) > 0)
        for format in ["text", "markdown"] {
            let run = try await runPare("why", name, "--format", format, in: folder, environment: goEnvironment())
            #expect(run.code == 0 && run.output.contains("It is the program's main package"), "\(run.output)\(run.error)")
            #expect(!run.output.contains("Removing it"))
        }
        #expect(try await runPare("why", name, "--format", "dot", in: folder, environment: goEnvironment()).code == 0)
    }

    @Test func why() async throws {
        let folder = try sampleModule()
        let report = try await pareJSON(["why", "go/scanner"], in: folder)
        #expect(report["schema"] as? String == "pare.why/1")
        let imports = try #require(report["imports"] as? [[String: Any]])
        let places = imports.prefix(2).map { "\($0["from"] ?? "") \($0["file"] ?? "") \($0["line"] ?? 0)" }
        #expect(places == ["example.org/app main.go 7", "example.org/app/fetch fetch/fetch.go 5"])
        #expect(imports.last?["to"] as? String == "go/scanner")
        #expect((imports.last?["file"] as? String)?.hasPrefix("go/") == true)
        let calls = try #require(report["calls"] as? [String])
        #expect(calls.contains("main.main") && calls.last?.hasPrefix("go/scanner.") == true)
        #expect((report["importers"] as? [String])?.contains("go/parser") == true)
        let cut = try #require(report["cut"] as? [String: Any])
        #expect(cut["removes"] as? Bool == true)
        let saves = try #require(cut["saves"] as? Int)
        #expect(saves >= 4096)
        let command = try #require(cut["command"] as? String)
        #expect(command.hasPrefix("pare savings --without "))
        let next = try await runShell("$PARE\(command.dropFirst(4)) --format json", in: folder, environment: goEnvironment())
        #expect(next.output.contains("\"joint\" : \(saves),"), "\(command): \(next.error)")

        let text = try await runPare("why", "go/scanner", in: folder, environment: goEnvironment())
        #expect(text.output.contains("└ go/scanner") && text.output.contains("fetch/fetch.go:5"))
        #expect(text.output.contains("Cheapest cut: the import of "))
    }
}
