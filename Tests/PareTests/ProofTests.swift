import Fixtures
import Foundation
import Testing

@Suite(.runsGo, .serialized)
struct ProofTests {
    /// The import of go/parser goes, with the body of the only function that uses it; nothing is written into the module.
    @Test func aRemovalIsProvedByBuilding() async throws {
        let folder = try sampleModule()
        let edge = "example.org/app/fetch->go/parser"
        let report = try await pareJSON(["savings", "--prove", edge], in: folder)
        let proof = try #require(report["proof"] as? [String: Any])
        let predicted = try #require(proof["predicted"] as? Int)
        let actual = try #require(proof["actual"] as? Int)
        #expect(actual > 100_000)
        let own = try #require(proof["own"] as? Int)
        #expect(proof["method"] as? String == "stub")
        #expect(abs(predicted - actual - own) <= max(8192, actual / 100))
        #expect(actual == (proof["sizeBefore"] as? Int ?? 0) - (proof["sizeAfter"] as? Int ?? 0))
        #expect(folder.read("fetch/fetch.go")?.contains("parser.ParseFile") == true)

        let refused = try await runPare("savings", "--prove", "runtime", in: folder, environment: goEnvironment())
        #expect(refused.code == 2)
        #expect(refused.error.hasPrefix("pare: --prove runtime: runtime is part of the runtime"), "\(refused.error)")
    }

    /// What a plan predicts and what one build of all its cuts has: within 1 % or two pages.
    @Test func aPlanIsProvedAsAWhole() async throws {
        let folder = try sampleModule()
        let report = try await pareJSON(["savings", "--target-size", "1MiB", "--prove-plan"], in: folder)
        let plan = try #require(report["sizePlan"] as? [String: Any])
        let proof = try #require(plan["proof"] as? [String: Any])
        let predicted = try #require(proof["predicted"] as? Int)
        let saved = try #require(proof["actual"] as? Int) + (proof["own"] as? Int ?? 0)
        #expect((plan["steps"] as? [Any])?.isEmpty == false)
        #expect(saved > 100_000 && abs(predicted - saved) <= max(8192, saved / 100), "\(proof)")
        #expect(proof["asked"] as? Int == plan["saves"] as? Int)
        let text = try await runPare("savings", "--target-size", "1MiB", "--prove-plan", in: folder, environment: goEnvironment())
        #expect(text.output.contains("\nTarget size: ") && text.output.contains("\nProof: built stripped: "))
    }

    @Test func severalRemovalsAreProvedInOneBuild() async throws {
        let removals = ["example.org/app/fetch->go/parser", "example.org/app/call", "example.org/app->example.org/app/plug"]
        let report = try await pareJSON(["savings"] + removals.flatMap { ["--prove", $0] }, in: sampleModule())
        let proof = try #require(report["proof"] as? [String: Any])
        let predicted = try #require(proof["predicted"] as? Int)
        let saved = try #require(proof["actual"] as? Int) + (proof["own"] as? Int ?? 0)
        #expect(abs(predicted - saved) <= max(8192, saved / 100), "\(proof)")
        #expect(proof["asked"] as? Int == report["joint"] as? Int)
    }

    /// No overlay may replace a file of the module cache; the proof reads the module through a link.
    @Test(.needs("python3", package: "python3")) func aDownloadedPackageIsProvedToo() async throws {
        let folder = try TemporaryFolder()
        let version = "proxy/example.org/dep/@v/v1.0.0"
        let module = "module example.org/dep\n"
        try folder.write(module, to: "\(version).mod")
        try folder.write(#"{"Version":"v1.0.0","Time":"2020-01-01T00:00:00Z"}"#, to: "\(version).info")
        try folder.write(module, to: "example.org/dep@v1.0.0/go.mod")
        try folder.write(
            """
            package dep

            import "go/parser"

            //go:noinline
            func Check(text string) bool { _, err := parser.ParseExpr(text); return err == nil }

            """, to: "example.org/dep@v1.0.0/dep.go")
        try folder.write("module example.org/app\n\ngo 1.21\n\nrequire example.org/dep v1.0.0\n", to: "go.mod")
        try folder.write(
            "package main\n\nimport \"example.org/dep\"\n\nfunc main() { println(dep.Check(\"1\")) }\n", to: "main.go")
        let environment = try await goEnvironment().merging([
            "GOPROXY": "file://\(folder.path)/proxy", "GOMODCACHE": "\(folder.path)/modcache",
            "GOFLAGS": "-mod=mod -modcacherw",
        ]) { $1 }
        let run = try await runShell(
            """
            set -e
            python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "w"); [z.write(f) for f in sys.argv[2:]]' \
                \(version).zip example.org/*/*
            rm -r example.org
            $PARE savings --prove 'example.org/dep->go/parser' --format json > edge.json
            $PARE savings --prove module:example.org/dep --format json > module.json
            """, in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        for name in ["edge.json", "module.json"] {
            let report = try JSONSerialization.jsonObject(with: Data((folder.read(name) ?? "").utf8)) as? [String: Any]
            let proof = try #require(report?["proof"] as? [String: Any])
            let predicted = try #require(proof["predicted"] as? Int)
            let saved = try #require(proof["actual"] as? Int) + (proof["own"] as? Int ?? 0)
            #expect(saved > 200_000 && abs(predicted - saved) <= 8192, "\(name): \(proof)")
        }
        #expect(folder.read("go.mod")?.contains("replace") == false)
    }

    @Test func theFirstSuggestionsAreProvedTogether() async throws {
        let report = try await pareJSON(["savings", "--prove-top", "2"], in: sampleModule())
        let proofs = try #require(report["proofs"] as? [[String: Any]])
        #expect(!proofs.isEmpty && proofs.count <= 2)
        for each in proofs { #expect(each["proof"] != nil || each["reason"] != nil) }
        #expect(proofs.contains { $0["proof"] != nil })
    }
}
