import Fixtures
import Foundation
import Testing

/// Builds that do not come to their end by themselves, with `mockGo`.
@Suite(.timeLimit(.minutes(10))) struct BuildEndTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
    }

    /// Bash starts what is in the background with SIGINT ignored; pare listens all the same.
    @Test(arguments: [("INT", 130), ("TERM", 143)]) func anInterruptionLeavesNoFiles(signal: String, code: Int) async throws {
        try pipeline(mains: "., ./cmd/endless", budgets: "")
        let script = """
            $PARE build & pid=$!
            while [ ! -s endless ]; do sleep 0.01; done
            kill -\(signal) $pid
            wait $pid
            echo $?
            grep -aqs sleep /proc/$(cat endless)/cmdline && echo left
            true
            """
        let run = try await runShell(script, in: folder, environment: environment)
        #expect(run.output == "\(code)\n")
        #expect(run.error.hasSuffix("pare: interrupted: all started processes were killed\n"))
        #expect(!folder.list("dist").contains { $0.contains(".scratch") || $0.hasSuffix("/endless") })
        #expect(folder.read("dist/release/report.json") == nil)
    }

    /// Nobody can catch SIGKILL; what was started ends all the same, and the next run does the rest.
    @Test func killedInMidBuild() async throws {
        try pipeline(mains: "., ./cmd/endless", budgets: "")
        let script = """
            $PARE build -j 1 2>/dev/null & pid=$!
            while [ ! -s endless ]; do sleep 0.01; done
            kill -9 $pid
            wait $pid
            echo $?
            while ls -d dist/release/.scratch-* >/dev/null 2>&1 || [ -e /proc/$(cat endless) ]; do sleep 0.01; done
            grep -aqs sleep /proc/$(cat endless)/cmdline && echo left
            ls -d dist/release/.scratch-* 2>/dev/null
            true
            """
        let run = try await runShell(script, in: folder, environment: environment)
        #expect(run.output == "137\n")
        #expect(folder.list("dist").filter { $0.contains(".scratch") || $0.hasSuffix("/endless") } == [])
        #expect(folder.list("dist").contains("release/app_linux_amd64/default/app"))
        #expect(folder.read("dist/release/report.json") == nil)
        let part = try await pare("build", "--main", ".")
        #expect(part.code == 0, "\(part.error)")
        #expect(
            part.error.contains("app linux/amd64 default: unchanged") || part.error.contains(". linux/amd64 default: unchanged"))
    }

    /// Hooks and smoke tests end too.
    @Test(arguments: ["hooks: { before: [./endless.sh] }", "hooks: { after: [./endless.sh] }", "verify: { smoke: [-x] }"])
    func processesOutsideTheBuildsAreKilled(key: String) async throws {
        let endless = try folder.script("echo $$ >\(folder.path)/endless\nexec sleep 600", to: "endless.sh")
        try pipeline(mains: ".", budgets: "savings: false\n" + key)
        let script = """
            $PARE build 2>/dev/null & pid=$!
            while [ ! -s endless ]; do sleep 0.01; done
            kill -9 $pid
            wait $pid
            echo $?
            while grep -aqs sleep /proc/$(cat endless)/cmdline; do sleep 0.01; done
            """
        let binary = key.contains("smoke") ? endless : folder.path + "/app"
        let run = try await runShell(script, in: folder, environment: environment.merging(["MOCK_BINARY": binary]) { $1 })
        #expect(run.output == "137\n")
    }

    @Test func aBuildMayTakeItsTime() async throws {
        try pipeline(mains: "., ./cmd/endless", budgets: "")
        let run = try await pare("build", "--timeout", "1s", "--preset", "strip", "-j", "1")
        #expect(run.code == 3)
        #expect(run.output.contains("ended after 1.0 seconds, the time that --timeout gives a build"))
        let left = try await runShell("grep -aqs sleep /proc/$(cat endless)/cmdline && echo left; true", in: folder)
        #expect(left.output == "")
        let wrong = try await pare("build", "--timeout", "soon", "--memory", "2GiB")
        #expect(wrong.code == 2)
        #expect(wrong.error.contains("expected a duration such as 90s, 10m or 1h30m, found `soon`"))
    }

    /// A file system of 256 KiB, which takes the folders but not the binary.
    @Test(.enabled(if: getuid() == 0, "only root can mount a file system that is soon full")) func theDiskIsFull() async throws {
        try pipeline(mains: ".", budgets: "")
        let script = """
            mkdir -p dist && mount -t tmpfs -o size=256k tmpfs dist || { echo cannot mount; exit 0; }
            head -c 200000 /dev/zero >dist/filler
            $PARE build
            echo $?
            find dist -name '*app' -o -name '.scratch*' -o -name '*.tmp'
            rm dist/filler
            mount -o remount,size=64m dist
            $PARE build >/dev/null
            echo $?
            umount dist
            """
        let run = try await runShell(script, in: folder, environment: environment.merging(["BIG": "1"]) { $1 })
        guard run.output != "cannot mount\n" else { return }
        #expect(run.output.hasSuffix("\n3\n0\n"), "\(run.output) \(run.error)")
        #expect(run.error.contains("No space left on device"))
    }
}
