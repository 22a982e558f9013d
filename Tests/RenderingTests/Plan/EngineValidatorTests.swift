import Fixtures
import Foundation
import Rendering
import Reports
import Testing

/// Files for engines by the schemas that check-jsonschema and kubernetes-validate bring, and their scripts by shellcheck.
@Suite struct EngineValidatorTests {
    /// Problems of all files of a folder.
    private func validate(_ folder: TemporaryFolder) throws -> (output: String, isValid: Bool) {
        let python = "\(GoBuild.checkout)/.toolchain/validators/bin"
        guard FileManager.default.fileExists(atPath: "\(python)/kubernetes-validate") else {
            try skip("no kubernetes-validate in .toolchain: Scripts/validators installs it from PyPI")
        }
        let process = Process()
        process.executableURL = URL(filePath: "\(python)/python")
        process.arguments = ["\(GoBuild.checkout)/Tests/RenderingTests/Validators/engines.py", folder.path]
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (output, process.terminationStatus == 0)
    }

    private func write(_ plan: PlanReport, _ name: String, _ folder: TemporaryFolder) throws {
        for format in PlanReport.formats where ![.text, .json, .html].contains(format) {
            try folder.write(plan.rendered(as: format), to: "\(name).\(format.fileExtension)")
        }
        let words = try JSONSerialization.data(withJSONObject: ["pare", "build"] + plan.options + ["--shard"])
        try folder.write(String(decoding: words, as: UTF8.self), to: "\(name).words")
    }

    @Test func everyEngineTakesItsFile() throws {
        let folder = try TemporaryFolder()
        try write(PlanSample.plan(), "plain", folder)
        try write(PlanSample.plan(shards: 199, width: 8), "large", folder)
        try write(PlanSample.plan(shards: 1, options: PlanSample.hostileOptions), "hostile", folder)
        let workflow = try String(contentsOfFile: "\(GoBuild.checkout)/pipelines/ci/github.yml", encoding: .utf8)
        try folder.write(workflow, to: "ours.workflow.yml")
        let (output, isValid) = try validate(folder)
        #expect(isValid && output == "16 files, 0 problems\n", "\(output)")
    }

    @Test func plansWithTimesAreTaken() throws {
        let folder = try TemporaryFolder()
        try write(PlanSample.plan(options: PlanSample.hostileOptions, isTimed: true), "timed", folder)
        let (output, isValid) = try validate(folder)
        #expect(isValid && output == "5 files, 0 problems\n", "\(output)")
    }

    /// What each of the checks is there for.
    @Test func mistakesAreFlagged() throws {
        let folder = try TemporaryFolder()
        let plan = try PlanSample.plan(options: PlanSample.hostileOptions)
        try write(plan, "bad", folder)
        let mistakes: [(Format, String, String, String)] = [
            (.gitlab, "when: always # tells", "when: ever # tells", "'ever' is not one of"),
            (.gitlab, "$HOME", "$HOMES", "became"),
            (.buildkite, "parallelism: 4", "parallel: 4", "bad.buildkite.md: Schema validation errors"),
            (.buildkite, "$$HOME", "$HOME", "became"),
            (.kubernetes, "completions: 4", "completion: 4", "completion"),
            (.slurm, "exec pare", "exec $pare", "SC2154"),
            (.github, "\"2-of-4\"", "\"2/4\"", "no name of an artifact"),
        ]
        for (format, old, new, _) in mistakes {
            let name = "bad.\(format.fileExtension)"
            let text = try #require(folder.read(name))
            #expect(text.contains(old), "\(old) in \(text)")
            try folder.write(text.replacing(old, with: new), to: name)
        }
        let (output, isValid) = try validate(folder)
        #expect(!isValid)
        for mistake in mistakes { #expect(output.contains(mistake.3), "\(mistake.3): \(output)") }
    }
}
