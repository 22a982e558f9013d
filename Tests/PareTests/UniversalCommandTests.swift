import BinaryFormats
import Fixtures
import Foundation
import Testing

/// `darwin/universal` in a pipeline, built by go.
@Suite(.runsGo)
struct UniversalCommandTests {
    @Test(.timeLimit(.minutes(10))) func oneArtifactOfTwoBuilds() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write("package main\n\nfunc main() { println(\"hello\") }\n", to: "main.go")
        try folder.write(
            """
            mains: [.]
            targets: [darwin/universal]
            presets: [strip]
            savings: false
            artifacts: { archive: auto, sbom: cyclonedx }
            budgets: [{ artifact: darwin/universal/strip, max: 1MiB }]
            """, to: "pipelines/release.yml")
        let environment = try await goEnvironment()
        let run = try await runShell("$PARE build -f pipelines/release.yml", in: folder, environment: environment)
        #expect(run.code == 1, "\(run.error)")
        #expect(run.output.contains("darwin/universal strip is "))
        let dist = "dist/release"
        let binary = try folder.bytes("\(dist)/app_darwin_universal/strip/app")
        let slices = try #require(try unsafe UniversalBinary(binary.span.bytes)).slices
        for slice in slices {
            let single = try folder.bytes("\(dist)/app_darwin_\(slice.architecture.name)/strip/app")
            #expect(Array(binary[slice.range]) == single)
        }
        let build = try #require(try object(folder, "\(dist)/report.json", "builds").first)
        let weigh = try #require(build["weigh"] as? [String: Any])
        #expect(weigh["total"] as? Int == binary.count)
        #expect((weigh["slices"] as? [[String: Any]])?.count == 2)
        // The archives that both were linked from say who owns the data: none of it is inferred.
        let packages = try #require(weigh["packages"] as? [[String: Any]])
        let inferred = packages.compactMap { $0["inferred"] as? Int }.reduce(0, +)
        #expect(inferred < binary.count / 100)
        let text = try #require(folder.read("\(dist)/artifacts.json"))
        let artifacts = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(artifacts.map { $0["type"] as? String } == ["Binary", "Archive", "SBOM", "Checksum"])
        #expect(artifacts.dropLast().allSatisfy { $0["goarch"] as? String == "all" })
        let bill = try #require(folder.read("\(dist)/app_darwin_universal_strip.cdx.json"))
        #expect(bill.contains("GOAMD64") && bill.contains("GOARM64"))

        let again = try await runShell("$PARE build -f pipelines/release.yml", in: folder, environment: environment)
        #expect(again.error.contains("nothing has changed"))
    }

    private func object(_ folder: TemporaryFolder, _ path: String, _ key: String) throws -> [[String: Any]] {
        let text = try #require(folder.read(path))
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(document[key] as? [[String: Any]])
    }
}
