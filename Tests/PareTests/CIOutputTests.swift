import Fixtures
import Foundation
import Testing

/// Output for CI systems, waivers and updates of limits by the command itself, with `mockGo`.
@Suite(.timeLimit(.minutes(10))) struct CIOutputTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        var (folder, environment) = try mockProject()
        environment["GITHUB_ACTIONS"] = "true"
        environment["GITHUB_STEP_SUMMARY"] = "summary.md"
        (self.folder, self.environment) = (folder, environment)
    }

    private func budgets(_ budgets: String) throws {
        try pipeline(mains: ".", budgets: "savings: false\nbudgets:\n\(budgets)")
    }

    /// Annotations go to standard error, so that the result can be piped; the summary is appended.
    @Test func annotationsAndSummaryAppearByThemselves() async throws {
        try budgets("  - { artifact: \"*\", max: 2KiB }")
        try folder.write("before\n", to: "summary.md")
        let build = try await pare("build")
        #expect(build.code == 1)
        let annotation = "::error file=pipelines/release.yml,line=8,title=pare%3A artifact-size::example.com/app linux/amd64 "
        #expect(build.error.contains(annotation) && !build.output.contains("::error"))
        let gate = try await pare("gate", "--format", "sarif")
        #expect(gate.error.contains(annotation))
        #expect((try? JSONSerialization.jsonObject(with: Data(gate.output.utf8))) != nil)
        let summary = try #require(folder.read("summary.md"))
        #expect(summary.hasPrefix("before\n<!-- pare:release -->\n## release\n") && summary.contains("**1.0 KiB") == false)
        #expect(summary.split(separator: "\n").filter { $0 == "❌ **1 budget broken**" }.count == 2)
    }

    /// GitHub drops the summaries of a step that are larger than 1 MiB together.
    @Test func aFullSummaryStaysAsItIs() async throws {
        try budgets("  - { artifact: \"*\", max: 1MiB }")
        let full = String(repeating: "x", count: 999_990)
        try folder.write(full, to: "summary.md")
        let build = try await pare("build")
        #expect(build.code == 0 && build.error.contains("pare: the summary of this step is full, so this one is left out\n"))
        #expect(folder.read("summary.md") == full)
    }

    /// Written by `report:` and by options, each under the name of its format.
    @Test func everyFormatIsWritten() async throws {
        try budgets("  - { artifact: \"*\", max: 1MiB }")
        let file = try #require(folder.read("pipelines/release.yml"))
        let formats = "csv, junit, sarif, codequality, openmetrics, github, buildkite, benchmark, treemap"
        try folder.write(
            file.replacing("[html, markdown, json]", with: "[html, markdown, json, \(formats)]"), to: "pipelines/release.yml")
        let build = try await pare("build", "-o", "junit=junit.xml")
        #expect(build.code == 0, "\(build.error)")
        #expect(
            folder.list("dist/release").filter { $0.hasPrefix("report.") } == [
                "report.benchmark.json", "report.buildkite.md", "report.codequality.json", "report.csv", "report.github.txt",
                "report.html", "report.json", "report.junit.xml", "report.md", "report.metrics.txt", "report.sarif", "report.svg",
            ])
        #expect(folder.read("junit.xml") == folder.read("dist/release/report.junit.xml"))
        #expect(try await pare("report", "--format", "openmetrics").output == folder.read("dist/release/report.metrics.txt"))
        let weigh = try await pare("report", "app", "--format", "junit")
        #expect(weigh.code == 2 && weigh.error.contains("no junit of one binary's report"))
    }

    @Test func limitsAreLoweredInTheFile() async throws {
        try budgets("  # of all\n  - { artifact: \"*\", max: 1MiB }   # wide\n  - { artifact: \"*\", max: 1KiB, level: warn }")
        #expect(try await pare("build").code == 0)
        let before = try #require(folder.read("pipelines/release.yml"))
        let check = try await pare("gate", "--check")
        #expect(check.code == 1)
        let found = try #require(check.error.firstMatch(of: /release\.yml:9: artifact \* max 1MiB: max could be ([0-9.]+KiB)\n/))
            .1
        #expect(folder.read("pipelines/release.yml") == before)
        #expect(try await pare("gate", "--update").code == 0)
        #expect(
            folder.read("pipelines/release.yml") == before.replacing("max: 1MiB }   # wide", with: "max: \(found) }   # wide"))
        #expect(try await pare("gate", "--check").code == 0)
        #expect(try await pare("gate", "--check", "--update").code == 2)
        #expect(try await pare("build", "--preset", "strip").code == 0)
        let part = try await pare("gate", "--update")
        #expect(part.code == 2 && part.error.contains("limits are lowered to the largest of all builds, and some are missing"))
    }

    @Test func aCommitMessageWaives() async throws {
        try budgets("  - { artifact: \"*\", max: 1KiB, name: size }")
        let git = "git -c user.name=pare -c user.email=pare@example.com"
        func commit(_ message: String) async throws {
            let run = try await runShell(
                "git init -q . && git add pipelines && \(git) commit -q --allow-empty -m '\(message)'", in: folder)
            #expect(run.code == 0, "\(run.error)")
        }
        try await commit("app: begin")
        #expect(try await pare("build").code == 1)
        try await commit("app: grow\n\nPare-Waive: size the new codec")
        let waived = try await pare("gate")
        #expect(waived.code == 0 && waived.output.hasPrefix("✓ no budget is broken, 1 waived\n"))
        #expect(waived.output.contains("    waived: the new codec (by the commit message)\n"))
        // As GitHub checks out a pull request: a merge of the branch into its base.
        let merge = """
            git checkout -q -b base HEAD~1 && \(git) commit -q --allow-empty -m base && \(git) merge -q --no-ff -m 'Merge it' -
            """
        #expect(try await runShell(merge, in: folder).code == 0)
        #expect(try await pare("gate").code == 0)
        try await commit("app: next")
        #expect(try await pare("gate").code == 1)
    }
}
