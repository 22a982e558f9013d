import Fixtures
import Foundation
import Testing

/// Runs that are recorded, and commands on the history they make.
@Suite(.timeLimit(.minutes(5))) struct HistoryCommandTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
        try folder.write("dist/\ntools/\ncalls\n.cache/\n", to: ".gitignore")
    }

    private static let git = "git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=trunk"

    /// The value of each row's column.
    private func column(_ name: String, _ arguments: String...) async throws -> [String] {
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        let run = try await runShell("$PARE history --format csv \(words)", in: folder)
        #expect(run.code == 0, "\(run.error)")
        let rows = run.output.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let index = try #require(rows.first?.firstIndex { $0 == name })
        return rows.dropFirst().map { String($0[index]) }
    }

    private func commit(_ message: String, tag: String? = nil) async throws {
        let run = try await runShell(
            """
            [ -d .git ] || \(Self.git) init -q
            # Commits of one second have no order of their own.
            export GIT_COMMITTER_DATE="$(($(date +%s) + 60 * $(git rev-list --count --all))) +0000"
            \(Self.git) add -A && \(Self.git) commit -qm \(message) --allow-empty \(tag.map { "&& git tag \($0)" } ?? "")
            """,
            in: folder)
        #expect(run.code == 0, "\(run.error)")
    }

    private var grown: [String: String] { environment.merging(["MOCK_BINARY": folder.path + "/grown"]) { $1 } }

    @Test func aRunIsRecordedWhereThePipelineOrTheUserSaysSo() async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        try await commit("one")
        let silent = try await pare("build")
        #expect(silent.code == 0 && !silent.error.contains("recorded") && folder.list(".pare") == [])
        let none = try await pare("history")
        #expect(none.code == 2 && none.error.hasPrefix("pare: .pare/history.db: no history yet"))
        let asked = try await pare("build", "--record")
        #expect(asked.code == 0 && asked.error.contains("pare: recorded 2 builds of "), "\(asked.error)")
        let again = try await pare("build", "--record")
        #expect(again.error.contains("pare: these builds are in .pare/history.db already"))
        #expect(try await column("changed files") == ["false", "false"])
        #expect(try await runShell("git status --porcelain", in: folder).output == "")

        try pipeline(mains: ".", budgets: "savings: false\nhistory: sizes.db")
        let changed = try await pare("build")
        #expect(changed.error.contains("recorded 2 builds in sizes.db as changed files on top of "), "\(changed.error)")
        #expect(changed.error.contains(": pipelines/release.yml\n"))
        #expect(try await column("changed files") == ["true", "true"])
        let not = try await pare("build", "--no-record", "--history", "x.db")
        #expect(not.code == 2 && not.error.contains("contradict each other"))
    }

    /// Nothing about a history decides about a build.
    @Test func aHistoryThatCannotBeWrittenFailsNoBuild() async throws {
        try pipeline(mains: ".", budgets: "savings: false\nhistory: notes.txt")
        try folder.write("shopping list\n", to: "notes.txt")
        let run = try await pare("build")
        #expect(run.code == 0)
        #expect(run.error.contains("pare: warning: no build was recorded: notes.txt: is not an SQLite file"), "\(run.error)")
        #expect(folder.read("notes.txt") == "shopping list\n")
    }

    @Test func commitsAreComparedByName() async throws {
        try pipeline(mains: ".", budgets: "savings: false\nhistory: true")
        try await commit("one", tag: "v1.0.0")
        _ = try await pare("build")
        try folder.write("package main\n// more\n", to: "main.go")
        try await commit("two", tag: "v1.1.0")
        _ = try await runShell("$PARE build --force", in: folder, environment: grown)
        let steps = try await pare("history", "--steps", "--preset", "strip", "--package", "net/*")
        #expect(steps.code == 0 && steps.output.contains("v1.1.0") && steps.output.contains("net/http +"), "\(steps.output)")
        let diff = try await pare("diff", "v1.0.0", "v1.1.0", "--format", "csv")
        #expect(diff.code == 0 && diff.output.contains("package,net/http,"), "\(diff.output)\(diff.error)")
        let branch = try await pare("diff", "v1.0.0", "trunk", "--format", "csv")
        #expect(branch.output == diff.output)
        let file = try await pare("diff", "v1.0.0", "dist/release/report.json", "--format", "csv")
        #expect(file.code == 0 && file.output == diff.output)
        let unknown = try await pare("diff", "v9", "v1.0.0")
        #expect(unknown.code == 2)
        #expect(
            unknown.error.hasPrefix(
                "pare: v9: no such file, and no recorded commit, tag or branch of .pare/history.db; it has 2 commits"))
        let since = try await column("tags", "--since", "v1.1.0")
        #expect(since == ["v1.1.0", "v1.1.0"])
    }

    /// The binary of each commit is a file of the commit; the third and the fifth cannot be built.
    @Test func theCommitThatMadeAPackageLargerIsFound() async throws {
        try pipeline(mains: ".", budgets: "savings: false\nhistory: ../sizes.db")
        let binaries = ["app", "app", nil, "app", nil, "grown", "grown"]
        for (index, binary) in binaries.enumerated() {
            let files = try await runShell(
                "rm -f built; \(binary.map { "cp \($0) built" } ?? ":"); echo \(index) >step", in: folder)
            #expect(files.code == 0)
            try await commit("step\(index)", tag: "v\(index)")
        }
        let inTree = environment.merging(["MOCK_BINARY": "./built"]) { $1 }
        func bisect(_ words: String) async throws -> (output: String, error: String) {
            let run = try await runShell("$PARE history bisect-size \(words)", in: folder, environment: inTree)
            #expect(run.code == 0, "\(run.error)")
            return (run.output, run.error)
        }
        let found = try await bisect("net/http --from v0 --preset strip")
        #expect(found.output.contains("made net/http larger: +") && found.output.contains(" step5\n"), "\(found.output)")
        let built = found.error.split(separator: "\n").filter { $0.contains("building ") }.count
        #expect((4...6).contains(built), "\(found.error)")
        let again = try await bisect("net/http --from v0 --preset strip")
        #expect(again.output == found.output)
        // A commit that could be built is recorded and not built again.
        let rebuilt = again.error.split(separator: "\n").filter { $0.contains("building ") }.count
        #expect(rebuilt == again.error.split(separator: "\n").filter { $0.contains("cannot be built") }.count, "\(again.error)")
        let same = try await bisect("net/http --from v5 --preset strip")
        #expect(same.output.contains("has the same size in "), "\(same.output)")
    }

    @Test func reportsAreImportedOnce() async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        try await commit("one")
        _ = try await pare("build")
        let first = try await pare("history", "import", "dist/release/report.json")
        #expect(first.code == 0 && first.error == "pare: added 2 builds to .pare/history.db\n")
        let second = try await pare("history", "import", "dist/release/report.json")
        #expect(second.error == "pare: added 0 builds to .pare/history.db; 2 were there already\n")
        _ = try await runShell("$PARE weigh app --format json >weigh.json", in: folder)
        let weigh = try await pare("history", "import", "weigh.json", "--commit", "HEAD", "--history", "other.db")
        #expect(weigh.error == "pare: added 1 build to other.db\n", "\(weigh.error)")
        let binary = try await pare("history", "import", "app")
        #expect(binary.code == 2 && binary.error == "pare: app: not a report saved by pare\n")
        let merged = try await pare("history", "merge", "other.db")
        #expect(merged.code == 0 && merged.error == "pare: other.db: added 1 build to .pare/history.db\n")
        let pruned = try await pare("history", "prune", "--keep", "1")
        #expect(pruned.error == "pare: removed 0 builds from .pare/history.db\n")
    }

    /// Reports of different commits, as files.
    private func reports(_ count: Int) async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        try await commit("one")
        _ = try await pare("build")
        let report = try #require(folder.read("dist/release/report.json"))
        let hash = try #require(report.firstMatch(of: /"commit" : "([0-9a-f]{40})"/)?.1)
        for number in 1...count {
            let other = hash.dropLast(4) + String(10_000 + number).dropFirst()
            try folder.write(report.replacing(hash, with: other), to: "reports/\(number).json")
        }
    }

    @Test func twoProcessesWriteAtOnce() async throws {
        try await reports(40)
        let run = try await runShell(
            """
            for start in 1 11 21 31; do
                (for n in $(seq $start $((start + 9))); do $PARE history import reports/$n.json || touch failed; done) &
            done
            while [ "$(jobs -r)" ]; do [ -e .pare/history.db ] && $PARE history >/dev/null || true; done; wait; [ ! -e failed ]
            """, in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(try await column("commit").count == 80)
        #expect(Set(try await column("commit")).count == 40)
    }

    /// Whoever was told that rows were added finds them, and the file is whole.
    @Test func killedWritersLoseNoRow() async throws {
        try await reports(30)
        let run = try await runShell(
            """
            $PARE history import reports/1.json
            for n in $(seq 1 30); do
                $PARE history import reports/$n.json & writer=$!
                sleep 0.0$((n % 10))
                kill -9 $writer || true
                wait $writer && echo $n || true
            done
            """, in: folder)
        let done = run.output.split(separator: "\n").compactMap { Int($0) }
        let found = try await column("commit")
        #expect(Set(found).count >= done.count && found.count == 2 * Set(found).count)
        let complete = try await runShell("$PARE history import reports/*.json", in: folder)
        #expect(complete.code == 0, "\(complete.error)")
        #expect(Set(try await column("commit")).count == 30)
    }

    /// A limit of the system on file sizes stands for a full disk.
    @Test func aFullDiskLosesNoRow() async throws {
        try await reports(60)
        let run = try await runShell(
            """
            $PARE history import reports/1.json && trap '' XFSZ &&
                ulimit -f $(($(stat -c %s .pare/history.db) / 1024 + 16))
            for n in $(seq 2 60); do $PARE history import reports/$n.json 2>>errors || break; echo $n; done
            """, in: folder)
        let done = run.output.split(separator: "\n").compactMap { Int($0) }
        let errors = folder.read("errors") ?? ""
        #expect(done.count < 59 && errors.contains("no row is lost: make room"), "\(done.count): \(errors.suffix(300))")
        #expect(Set(try await column("commit")).count == done.count + 1)
        #expect(try await pare("history", "import", "reports/60.json").code == 0)
    }
}
