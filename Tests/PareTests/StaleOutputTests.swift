import Fixtures
import Foundation
import Testing

/// What earlier runs have left in `dist`, with `mockGo`.
struct StaleOutputTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
    }

    private func pipeline(targets: String = "linux/amd64, linux/arm64", mains: String = ".", _ rest: String = "artifacts: {}")
        throws
    {
        try folder.write(
            "mains: [\(mains)]\ntargets: [\(targets)]\npresets: [strip]\nsavings: false\n\(rest)\n", to: "pipelines/release.yml")
    }

    private var packed: [String] {
        folder.list("dist/release").filter { name in
            [".tar.gz", "SHA256SUMS", "artifacts.json", "metadata.json"].contains { name.hasSuffix($0) }
        }.sorted()
    }

    @Test func buildsThatThePipelineNoLongerHasAreNamedAndRemoved() async throws {
        try pipeline("report: [html, csv]")
        #expect(try await pare("build").code == 0)
        try pipeline(targets: "linux/amd64", "report: [csv]")
        try folder.write("the user's", to: "dist/release/app_linux_arm64/strip/notes")
        try folder.write("the user's", to: "dist/release/report.txt")
        let told = try await pare("build")
        #expect(
            told.error.contains("pare: dist/release has builds that the pipeline no longer has: app_linux_arm64/strip; --clean"))
        #expect(folder.read("dist/release/app_linux_arm64/strip/app") != nil)
        let part = try await pare("build", "--preset", "strip")
        #expect(!part.error.contains("no longer has"), "\(part.error)")
        let clean = try await pare("build", "--clean")
        #expect(clean.code == 0)
        #expect(
            clean.error.contains("pare: removed from dist/release: app_linux_arm64/strip/app, report.html\n"), "\(clean.error)")
        #expect(folder.read("dist/release/app_linux_arm64/strip/app") == nil && folder.read("dist/release/report.html") == nil)
        #expect(folder.read("dist/release/app_linux_arm64/strip/notes") == "the user's")
        #expect(folder.read("dist/release/report.txt") == "the user's" && folder.read("dist/release/report.csv") != nil)
        #expect(try await !pare("build", "--clean").error.contains("removed"))
    }

    @Test func aBinaryThatWasReplacedStays() async throws {
        try pipeline()
        #expect(try await pare("build").code == 0)
        try folder.write("the user's own", to: "dist/release/app_linux_arm64/strip/app")
        #expect(try await pare("build", "--clean", "--target", "linux/amd64").code == 0)
        #expect(folder.read("dist/release/app_linux_arm64/strip/app") == "the user's own")
    }

    @Test func anEmptyFolderGoesWithItsBinary() async throws {
        try pipeline()
        #expect(try await pare("build").code == 0)
        #expect(try await pare("build", "--clean", "--target", "linux/amd64").code == 0)
        #expect(!folder.list("dist/release").contains("app_linux_arm64"), "\(folder.list("dist/release"))")
    }

    @Test func aPartialRunShipsNothingOfAnEarlierOne() async throws {
        try pipeline()
        #expect(try await pare("build").code == 0)
        let both = ["amd64", "arm64"].map { "app_linux_\($0)_strip.tar.gz" }
        #expect(packed == ["SHA256SUMS"] + both + ["artifacts.json", "metadata.json"].sorted(), "\(packed)")
        #expect(try await pare("build", "--target", "linux/arm64").code == 0)
        #expect(packed == ["SHA256SUMS", both[1], "artifacts.json", "metadata.json"], "\(packed)")
    }

    @Test(arguments: [
        "mains: [., ./cmd/bad]", "mains: [.]\nhooks: { before: ['exit 3'] }", "mains: [.]\nartifacts: { files: [gone] }",
    ])
    func aFailedRunLeavesNothingToShip(pipelineText: String) async throws {
        try pipeline()
        #expect(try await pare("build").code == 0)
        let keys = "targets: [linux/amd64]\npresets: [strip]\nsavings: false\n"
        let artifacts = pipelineText.contains("artifacts") ? "hooks: { before: ['true'] }\n" : "artifacts: {}\n"
        try folder.write("\(pipelineText)\n\(keys)\(artifacts)", to: "pipelines/release.yml")
        #expect(try await pare("build").code != 0)
        #expect(packed == [], "\(packed)")
    }
}
