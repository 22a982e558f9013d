import Fixtures
import Foundation
import Testing

/// pipelines/ci: files for engines that `pare plan` prints, and a workflow that reads one.
struct EngineFileTests {
    static let files = [
        "github": "github-matrix.json", "gitlab": "gitlab.yml", "buildkite": "buildkite.yml", "slurm": "slurm.sh",
        "kubernetes": "kubernetes.yml",
    ]

    /// As printed for pipelines/go-tools.yml where no time is known.
    @Test(.runsGo) func filesAreWhatPlanPrints() async throws {
        let folder = try TemporaryFolder()
        let pipelines = "\(GoBuild.checkout)/pipelines"
        try folder.write(String(contentsOfFile: "\(pipelines)/go-tools.yml", encoding: .utf8), to: "pipelines/go-tools.yml")
        for (format, file) in Self.files.sorted(by: { $0.key < $1.key }) {
            let command = "$PARE plan -f pipelines/go-tools.yml --shards 3 --format \(format)"
            let run = try await runShell(command, in: folder, environment: goEnvironment())
            #expect(run.code == 0, "\(run.error)")
            if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
                try Data(run.output.utf8).write(to: URL(filePath: "\(pipelines)/ci/\(file)"))
            }
            let saved = try String(contentsOfFile: "\(pipelines)/ci/\(file)", encoding: .utf8)
            #expect(run.output == saved, "pipelines/ci/\(file) is not what `\(command)` prints; RECORD_SNAPSHOTS=1 writes it")
        }
    }
}
