import Fixtures
import Foundation
import Testing

/// The array job of `pare plan`, run by a Slurm of one node that Scripts/slurm starts.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SlurmTests {
    private static let script = "\(GoBuild.checkout)/Scripts/slurm"
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.com/app\n\ngo 1.21\n", to: "app/go.mod")
        try folder.write("package main\n\nimport \"os\"\n\nfunc main() { os.Exit(0) }\n", to: "app/main.go")
        try folder.write(
            """
            name: release
            mains: [.]
            targets: [linux/amd64, linux/arm64, windows/amd64, darwin/arm64]
            presets: [default, strip]
            savings: false

            """, to: "app/pipelines/release.yml")
        try folder.write("dist/\n", to: "app/.gitignore")
        // A machine that dies in its first task 2, as a process sees it.
        _ = try folder.script(
            """
            if [ "${SLURM_ARRAY_TASK_ID:-}" = 2 ] && ! [ -e ../died ]; then touch ../died; kill -9 $$; fi
            exec "$REAL_PARE" "$@"
            """, to: "tools/pare")
    }

    /// Runs lines with a Slurm, which is stopped after them.
    private func slurm(_ lines: String) async throws -> PareRun {
        var environment = try await goEnvironment()
        environment["REAL_PARE"] = pare
        environment["PATH"] = "\(folder.path)/tools:/usr/local/bin:/usr/bin:/bin"
        let run = try await runShell(
            """
            SLURM_CONF=$(\(Self.script) start slurm) || exit
            export SLURM_CONF
            trap '\(Self.script) stop "$(dirname "$SLURM_CONF")"' EXIT
            cd app && git init -q && git add . && git -c user.name=a -c user.email=a@b.c commit -qm first || exit
            set -x
            \(lines)
            """, in: folder, environment: environment)
        if run.code == 77 { try skip(run.error.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return run
    }

    /// Lines of the written script's comments, with the number of a job; `--wait` ends with the job's exit code.
    private static let proposed = """
        proposed() { sed -n "s/^#     \\(sbatch $1.*\\)/\\1/p" dist/release/slurm.sh | sed "s/JOB/${2:-}/g; s/^sbatch/& --wait/"; }
        """

    @Test(.runsGo) func aTaskThatDiedIsRunAgainAndMerged() async throws {
        let run = try await slurm(
            """
            \(Self.proposed)
            mkdir -p dist/release && pare plan --shards 4 --format slurm >dist/release/slurm.sh
            job=$(sbatch --parsable dist/release/slurm.sh)
            eval "$(proposed --dependency $job)"; echo "merge: $?"
            ls dist/release/shards dist/release/report.json
            eval "$(proposed --array)"; echo "again: $?"
            eval "$(proposed --dependency $job)"; echo "merge: $?"
            ls dist/release/shards; cat dist/release/slurm-merge.out
            grep -Ec '"status" ?: "(built|unchanged)"' dist/release/report.json
            """)
        let output = run.output
        let listed = "merge: 2\ndist/release/shards:\n1-of-4.json\n2-of-4.json\n4-of-4.json\n"
        #expect(output.contains(listed), "\(output)\(run.error)")
        #expect(run.error.contains("cannot access 'dist/release/report.json'"), "nothing was merged: \(run.error)")
        #expect(
            output.contains("again: 0\n") && output.contains("merge: 0\n1-of-4.json\n2-of-4.json\n3-of-4.json\n4-of-4.json\n"))
        #expect(output.hasSuffix("\n8\n"), "\(output)\(run.error)")
        let again = try await runShell("cd app && git status --porcelain", in: folder)
        #expect(again.output == "", "nothing is written outside of dist")
    }

    /// By the times of an earlier run, with memory and time asked for.
    @Test(.runsGo) func aPlanWithTimesIsReadByEveryTask() async throws {
        let run = try await slurm(
            """
            \(Self.proposed)
            touch ../died; pare build >/dev/null; mv dist/release/report.json ../times.json; rm -rf dist; mkdir -p dist/release
            pare plan --shards 3 --width 2 --times ../times.json -o json=dist/release/plan.json --format slurm >dist/release/slurm.sh
            grep '^#SBATCH' dist/release/slurm.sh
            sbatch --wait dist/release/slurm.sh; echo "array: $?"
            eval "$(proposed --dependency 1)"; echo "merge: $?"
            """)
        #expect(
            run.output.contains("#SBATCH --array=0-2%2\n") && run.output.contains("#SBATCH --mem="), "\(run.output)\(run.error)")
        #expect(run.output.contains("#SBATCH --time=6\n"), "\(run.output)")
        #expect(run.output.contains("array: 0\n") && run.output.hasSuffix("merge: 0\n"), "\(run.output)\(run.error)")
        let shards = (1...3).compactMap { folder.read("app/dist/release/shards/\($0)-of-3.json") }
        let plan = try #require(folder.read("app/dist/release/plan.json"))
        #expect(shards.count == 3 && plan.contains("\"seconds\""))
    }
}
