import Fixtures
import Foundation
@testable import Rendering
import Reports
import Testing

/// A plan as files of engines.
@Suite struct PlanEngineTests {
    private static let engines = PlanReport.formats.filter { ![.text, .json, .html].contains($0) }

    @Test func enginesAreOffered() {
        #expect(
            PlanReport.formats.map(\.name) == ["text", "json", "html", "github", "buildkite", "gitlab", "slurm", "kubernetes"])
    }

    @Test(arguments: engines) func snapshots(format: Format) throws {
        let untimed = try PlanSample.plan(width: 3).rendered(as: format)
        let timed = try PlanSample.plan(isTimed: true).rendered(as: format)
        try expectSnapshot(untimed + "\n--- with times\n" + timed, "plan.\(format.fileExtension)")
    }

    @Test func simulations() throws {
        let plan = try PlanSample.simulated()
        let page = try plan.rendered(as: .html).replacing(#/<style>[\s\S]*?</style>/#, with: "")
        try expectSnapshot(plan.rendered(as: .text) + "\n" + page, "plan-simulated.txt")
        let error = try #require(throws: ReportError.self) { try PlanSample.plan().rendered(as: .html) }
        #expect("\(error)".contains("add --simulate"), "\(error)")
    }

    /// Places that a saved plan names are in it.
    @Test func damagedSimulationsAreRefused() throws {
        let text = try PlanSample.simulated().rendered(as: .json)
        for (right, wrong) in [
            ("\"job\" : 7", "\"job\" : 8"), ("\"job\" : 7", "\"job\" : -1"), ("\"seconds\" : 410.5", "\"seconds\" : 1e300"),
            ("\"end\" : 205.5", "\"end\" : -5"),
        ] {
            #expect(text.contains(right))
            let error = try #require(throws: ReportError.self) {
                _ = try PlanReport(json: text.replacing(right, with: wrong), name: "plan.json")
            }
            #expect("\(error)".contains("`simulation` contradicts itself"), "\(wrong): \(error)")
        }
    }

    /// The most shards that an engine takes, and one more.
    @Test(arguments: [(Format.github, 256), (.gitlab, 199), (.buildkite, 499), (.slurm, 1001)])
    func limits(format: Format, most: Int) throws {
        let text = try PlanSample.plan(shards: most).rendered(as: format)
        #expect(text.contains("\(most)"))
        let error = try #require(throws: ReportError.self) { try PlanSample.plan(shards: most + 1).rendered(as: format) }
        #expect("\(error)".contains("plan with --shards \(most) or fewer"), "\(error)")
    }

    @Test func jobsOfGitLabAreAtMost200() throws {
        let text = try PlanSample.plan(shards: 199).rendered(as: .gitlab)
        #expect(text.split(separator: "\n").count { $0.hasSuffix("script:") && !$0.hasPrefix("#") } == 200)
    }

    @Test func githubIsOneLineOfJSON() throws {
        let text = try PlanSample.plan(shards: 256, options: PlanSample.hostileOptions).rendered(as: .github)
        #expect(text.unicodeScalars.count { $0 == "\n" } == 1)
        let matrix = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]])
        let entries = try #require(matrix["include"])
        #expect(entries.count == 256 && entries[1]["shard"] as? String == "2/256" && entries[1]["name"] as? String == "2-of-256")
        let words = try shellWords(#require(entries[1]["command"] as? String))
        #expect(words == ["pare", "build"] + PlanSample.hostileOptions + ["--shard", "2/256"])
    }

    @Test func widthIsNeverMoreThanShards() throws {
        let plan = try PlanSample.plan(shards: 3, width: 9)
        #expect(try plan.rendered(as: .slurm).contains("--array=0-2%3\n"))
        #expect(try plan.rendered(as: .kubernetes).contains("parallelism: 3\n"))
    }

    /// Numbers of a hostile report are asked for, not trapped on.
    @Test func hugeFiguresHaveALimit() throws {
        var plan = try PlanSample.plan(isTimed: true)
        plan.shards[0].seconds = 1e300
        plan.shards[0].peakBytes = .max
        #expect(try plan.rendered(as: .slurm).contains("#SBATCH --time=33333339\n"))
        #expect(try plan.rendered(as: .kubernetes).contains("memory: 1342177856Mi"))
    }

    /// The script is run with a `pare` that says what it got.
    @Test func slurmKeepsHostileOptions() throws {
        let folder = try TemporaryFolder()
        let plan = try PlanSample.plan(pipeline: "a'b $(touch hacked)\n`x`", options: PlanSample.hostileOptions, isTimed: true)
        let script = try plan.rendered(as: .slurm)
        #expect(!script.components(separatedBy: "\nexec ")[0].contains("\u{1B}"))
        for line in script.components(separatedBy: "\nexec ")[0].split(separator: "\n") {
            #expect(line.hasPrefix("#") || line.hasPrefix("export "), "\(line)")
        }
        let words = try shellWords(script, in: folder)
        #expect(words.prefix(2 + PlanSample.hostileOptions.count) == (["pare", "build"] + PlanSample.hostileOptions)[...])
        #expect(words.suffix(6) == ["--shard", "auto/4", "--plan", "dist/\(plan.pipeline)/plan.json", "--memory", "1088MiB"])
        #expect(folder.list(".").allSatisfy { $0 != "hacked" })
    }

    /// Words with which a script calls pare.
    private func shellWords(_ script: String, in folder: TemporaryFolder? = nil) throws -> [String] {
        let folder = try folder ?? TemporaryFolder()
        _ = try folder.script("printf '%s\\0' pare \"$@\"", to: "pare")
        try folder.write(script, to: "script")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["script"]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ["PATH": "\(folder.path):/usr/bin:/bin"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return output.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
