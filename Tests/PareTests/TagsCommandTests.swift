import Fixtures
import Foundation
import Testing

@Suite(.runsGo, .serialized)
struct TagsCommandTests {
    @Test func tagsAreBuiltAndMeasured() async throws {
        let folder = try taggedModule()
        let report = try await pareJSON(["tags", "--limit", "1"], in: folder)
        #expect(report["schema"] as? String == "pare.tags/2")
        #expect(report["main"] as? String == "example.org/tagged")
        let tags = try #require(report["tags"] as? [[String: Any]])
        #expect(tags.allSatisfy { !["linux", "darwin", "race", "ignore"].contains($0["name"] as? String) })
        let slim = try #require(tags.first)
        #expect(slim["name"] as? String == "slim")
        #expect(slim["packages"] as? [String] == ["example.org/tagged"])
        #expect((slim["filesAdded"] as? [String])?.contains("example.org/tagged/slim.go") == true)
        #expect((slim["filesRemoved"] as? [String])?.contains("example.org/tagged/table.go") == true)
        #expect((-49_152 ... -36_864).contains(slim["ifSet"] as? Int ?? 0))
        #expect(slim["ifUnset"] == nil || slim["ifUnset"] is NSNull)
        #expect(tags.dropFirst().allSatisfy { $0["reason"] as? String == "not built: beyond --limit 1" })
        #expect(FileManager.default.fileExists(atPath: folder.path + "/cache/pare/sizes.json"))
    }

    @Test func setTagsAndCombinations() async throws {
        let folder = try taggedModule()
        try folder.write("//go:build slim && extra && !plain\n\npackage main\n\nfunc init() { undefined() }\n", to: "extra.go")
        let report = try await pareJSON(["tags", "--limit", "20", "--tags", "slim"], in: folder)
        let tags = try #require(report["tags"] as? [[String: Any]])
        let slim = try #require(tags.first { $0["name"] as? String == "slim" })
        #expect(slim["isSet"] as? Bool == true)
        #expect((36_864...49_152).contains(slim["ifUnset"] as? Int ?? 0))
        let extra = try #require(tags.first { $0["name"] as? String == "extra" })
        #expect((extra["reason"] as? String)?.contains("undefined: undefined") == true)
        #expect(extra["excludes"] as? [String] == ["plain"])
        #expect(report["exclusive"] as? [[String]] == [["extra", "plain"]])
        let unset = try await pareJSON(["tags", "--limit", "0"], in: folder)
        let names = try #require(unset["tags"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(names.contains("extra,slim") && !names.contains("extra"))
    }

    @Test func timeIsBounded() async throws {
        let folder = try taggedModule()
        let report = try await pareJSON(["tags", "--seconds", "0"], in: folder)
        let reasons = try #require(report["tags"] as? [[String: Any]]).compactMap { $0["reason"] as? String }
        #expect(!reasons.isEmpty && reasons.contains { $0.hasPrefix("not built: 0 seconds were over") })
    }

    @Test func tagsReportErrorsToo() async throws {
        let folder = try TemporaryFolder()
        let none = try await runPare("tags", in: folder, environment: goEnvironment())
        #expect(none.code == 2)
        #expect(none.error.hasPrefix("pare: .: no go.mod here or above"), "\(none.error)")
        let elsewhere = try await runPare("tags", "-C", "nowhere", in: folder, environment: goEnvironment())
        #expect(elsewhere.code == 2)
        #expect(elsewhere.error.hasPrefix("pare: nowhere: no such folder"), "\(elsewhere.error)")
        try folder.write("module example.org/broken\n\ngo 1.22\n", to: "go.mod")
        try folder.write("package main\n\nimport _ \"example.org/broken/gone\"\n\nfunc main() {}\n", to: "main.go")
        let broken = try await runPare("tags", in: folder, environment: goEnvironment())
        #expect(broken.code == 3)
        #expect(broken.error.contains("main.go:3:8"), "\(broken.error)")
    }
}
