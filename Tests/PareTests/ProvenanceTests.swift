import Fixtures
import Foundation
import Testing

/// Where a report comes from, and which of them another run takes over.
@Suite(.timeLimit(.minutes(5))) struct ProvenanceTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
    }

    private func provenance() throws -> [String: String] {
        let report = try #require(folder.read("dist/release/report.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        return try #require(object["provenance"] as? [String: String])
    }

    @Test func aFolderWithoutGitHasNoCommit() async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        #expect(try await pare("build").code == 0)
        let found = try provenance()
        #expect(found.keys.sorted() == ["executable", "go", "host", "pare", "plan"])
        #expect(found["executable"]?.hasPrefix((found["pare"] ?? "?") + "+") == true, "the linker has written no build ID")
        #expect(found["plan"]?.count == 64)
        #expect(found["host"]?.hasPrefix("linux/") == true)
    }

    @Test func commitBranchAndTagAreThere() async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        let git = "git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=trunk"
        let made = try await runShell(
            "\(git) init -q && \(git) add -A && \(git) commit -qm one && git tag v1.2.3 && git rev-parse HEAD", in: folder)
        #expect(made.code == 0, "\(made.error)")
        #expect(try await pare("build").code == 0)
        let first = try provenance()
        #expect(first["commit"] == made.output.filter { $0 != "\n" })
        #expect(first["branch"] == "trunk")
        #expect(first["tag"] == "v1.2.3")
        _ = try await runShell("git checkout -q --detach && git tag -d v1.2.3", in: folder)
        #expect(try await pare("build").code == 0)
        let second = try provenance()
        #expect(second["commit"] == first["commit"])
        #expect(second["branch"] == nil && second["tag"] == nil)
        #expect(second["plan"] == first["plan"])
    }

    /// The warning that is written into the saved analysis shows whether the next run takes it over.
    @Test func analysesAreReusedByExecutableNotByDate() async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        #expect(try await pare("build").code == 0)
        let report = try #require(folder.read("dist/release/report.json"))
        let marked = report.replacing(#""warnings" : ["#, with: #""warnings" : [ "marked","#)
            .replacing(#""marked", ]"#, with: #""marked" ]"#).replacing(/"marked",\s*\]/, with: #""marked" ]"#)
        #expect(marked != report)
        try folder.write(marked, to: "dist/release/report.json")
        _ = try await runShell("touch -d 2001-01-01 dist/release/report.json", in: folder)
        let same = try await pare("build")
        #expect(same.code == 0 && same.output.contains("marked"), "\(same.output)")
        let executable = try #require(try provenance()["executable"])
        let again = try #require(folder.read("dist/release/report.json"))
        try folder.write(again.replacing(executable, with: "0.0.1+00"), to: "dist/release/report.json")
        let other = try await pare("build")
        #expect(other.code == 0 && !other.output.contains("marked"), "\(other.output)")
        #expect(other.error.contains("nothing has changed"))
    }
}
