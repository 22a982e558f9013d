import Fixtures
import Foundation
import Testing

/// A plan built in parts, and the parts joined. Each part is built in a copy of the project, as on another machine.
@Suite(.timeLimit(.minutes(10)))
struct ShardCommandTests {
    private let folder: TemporaryFolder

    private static let pipeline = """
        name: release
        mains: [., ./cmd/tool]
        targets: [linux/amd64, linux/arm64, windows/amd64]
        presets: [default, strip]
        trimpath: true
        report: [html, markdown, json, csv, junit, openmetrics, sarif, codequality, benchmark, treemap]
        budgets: [{ artifact: "linux/*", max: 1MiB }]
        artifacts: { sbom: cyclonedx }

        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.com/app\n\ngo 1.21\n", to: "one/go.mod")
        try folder.write("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }\n", to: "one/main.go")
        try folder.write("package main\n\nimport \"os\"\n\nfunc main() { os.Exit(0) }\n", to: "one/cmd/tool/main.go")
        try folder.write(Self.pipeline, to: "one/pipelines/release.yml")
        try folder.write("dist/\nparts/\ncache/\n", to: "one/.gitignore")
    }

    /// Sources of one folder have two binaries where their paths are in them.
    @Test(.runsGo) func contradictionsAreNamed() async throws {
        try folder.write(Self.pipeline.replacing("trimpath: true\n", with: ""), to: "one/pipelines/release.yml")
        try await built(shards: 2)
        let run = try await shell(
            "cp -r one again && (cd again && $PARE build --shard 2/2 >/dev/null 2>&1); cd one && $PARE merge ../s*/dist/release ../again/dist/release; echo $?"
        )
        #expect(run.output == "2\n")
        #expect(
            run.error.contains("2-of-2.json have different binaries of 6 builds, the first is example.com/app"), "\(run.error)")
    }

    private func shell(_ script: String) async throws -> PareRun {
        let git = "git -c user.name=a -c user.email=a@b.c -c init.defaultBranch=main"
        return try await runShell("git() { command \(git) \"$@\"; }; " + script, in: folder, environment: goEnvironment())
    }

    /// A repository, and copies of it with a shard each; `one` is built whole.
    private func built(shards: Int) async throws {
        let parts = (1...shards).map { "(cp -r one s\($0) && cd s\($0) && $PARE build --shard \($0)/\(shards))" }
        let run = try await shell(
            "(cd one && git init -q && git add . && git commit -qm first) && " + parts.joined(separator: " && "))
        #expect(run.code == 0, "\(run.output) \(run.error)")
        #expect(run.error.contains("shard 1/\(shards)") && !run.output.contains("budget"))
    }

    /// Without times, memory, and what a machine says of itself.
    private static func masked(_ text: String) throws -> String {
        var text = text
        for pattern in [
            #""(started|host)" : "[^"]*""#, #",?\s*"(work|run)" : \{[^}]*\}"#, #""(seconds|peakBytes)" : [0-9.e-]+"#,
            #"built in [^,"<]*"#, #"peak [0-9.]+ [KMG]iB"#, #"\d{4}-\d\d-\d\dT[0-9:]+Z"#,
            #"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?( UTC)?"#, #"[0-9.]+( |&nbsp;)?(ms|s|min)\b"#, #"[0-9.]+ [KMG]iB\s*(\||</td>|$)"#,
            #"(pare_build_duration_seconds|pare_build_peak_memory_bytes)\{.*"#, #",built,(.*?),[0-9a-f]{64},[0-9.]+,[0-9]+"#,
        ] {
            text = text.replacing(try Regex(pattern), with: pattern.contains("work") ? "" : "_")
        }
        return text
    }

    @Test(.runsGo) func shardsAreTheReportOfOneRun() async throws {
        try await built(shards: 3)
        let whole = try await shell("cp -r one two && cd one && $PARE build")
        #expect(whole.code == 1, "the budget of 1 MiB is broken: \(whole.error)")
        // In another order, from folders, an archive and a file's folder.
        let merged = try await shell(
            """
            mkdir -p two/parts/b && cp -r s3/dist/release two/parts/b/three && tar -C s1/dist -czf two/parts/one.tar.gz release &&
            cd two && $PARE merge parts/b ../s2/dist/release parts/one.tar.gz
            """)
        #expect(merged.code == 1 && merged.error.contains("report in dist/release"), "\(merged.error)")
        for file in [
            "SHA256SUMS", "report.json", "report.html", "report.csv", "report.md", "report.sarif", "report.codequality.json",
            "report.junit.xml",
            "report.metrics.txt", "report.benchmark.json", "report.svg",
        ] {
            let one = try #require(folder.read("one/dist/release/\(file)"), "\(file)")
            let two = try #require(folder.read("two/dist/release/\(file)"), "\(file)")
            #expect(try Self.masked(one) == Self.masked(two), "\(file)")
        }
        #expect(
            folder.list("one/dist/release").filter { !$0.hasPrefix(".") }
                == folder.list("two/dist/release").filter { !$0.hasPrefix(".") })
        let again = try await shell("cd s2 && $PARE build --shard 2/3 --json | head -c 300")
        #expect(again.output.contains("unchanged"), "\(again.output) \(again.error)")
    }

    @Test(.runsGo) func whatCannotBeJoinedIsToldAtOnce() async throws {
        try await built(shards: 3)
        // Shard 1 is missing, 2 is cut short, 3 has a damaged binary and is there twice.
        let run = try await shell(
            """
            mkdir -p one/parts && cp -r s2/dist/release one/parts/two && cp -r s3/dist/release one/parts/three && cd one &&
            head -c 1000 parts/two/shards/2-of-3.json >x && mv x parts/two/shards/2-of-3.json &&
            for f in $(find parts/three -name 'app*' -type f | head -n 1); do printf x >>$f; done
            $PARE merge parts parts/three; echo $?; test -e dist/release/report.json; echo $?
            $PARE merge parts --partial --format markdown; echo $?
            """)
        #expect(run.output.contains("2\n1\n"), "nothing is written: \(run.output)")
        #expect(run.error.contains("parts/two/shards/2-of-3.json: not JSON"), "\(run.error)")
        #expect(run.error.contains("is not the binary that was built"), "\(run.error)")
        #expect(run.error.contains("shard 1/3, 2/3 is missing"), "\(run.error)")
        #expect(run.output.hasSuffix("3\n") && run.output.contains("its shard is missing"), "\(run.output)")
    }

    @Test(.runsGo) func shardsOfSomethingElseAreRefused() async throws {
        try await built(shards: 2)
        let run = try await shell(
            """
            cd one && echo '// more' >>main.go && git commit -qam second && $PARE merge ../s1/dist/release ../s2/dist/release; echo $?
            git reset -q --hard HEAD~1 && sed -i 's/1MiB/2MiB/' pipelines/release.yml
            $PARE merge ../s1/dist/release ../s2/dist/release; echo $?
            git checkout -q . && $PARE merge ../s1/dist/release; echo $?
            sed '0,/"count" : 2/s//"count" : 4/' ../s2/dist/release/shards/2-of-2.json >../s2/dist/release/shards/2-of-4.json
            $PARE merge ../s1/dist/release ../s2/dist/release; echo $?
            $PARE merge nowhere main.go . ; echo $?
            """)
        #expect(run.output.split(separator: "\n").filter { $0.count == 1 } == ["2", "2", "2", "2", "2"], "\(run.output)")
        for text in [
            "of commit ", "of another plan", "shard 2/2 is missing", "one of 4 shards", "nowhere: no such file",
            "main.go: neither a shard", ".: no shard in it",
        ] {
            #expect(run.error.contains(text), "\(text): \(run.error)")
        }
    }

    /// Where no commit is checked out to compare with. Names of archives would have one.
    @Test(.runsGo) func shardsOfTwoCommitsAreRefused() async throws {
        try folder.write(
            Self.pipeline.replacing("artifacts: { sbom: cyclonedx }\n", with: ""), to: "one/pipelines/release.yml")
        try await built(shards: 2)
        let run = try await shell(
            """
            (cd s2 && echo '// more' >>main.go && git commit -qam second && $PARE build --shard 2/2 >/dev/null) &&
            cp -r one bare && rm -rf bare/.git && cd bare && $PARE merge ../s1/dist/release ../s2/dist/release; echo $?
            git -C ../s2 rev-parse HEAD; git -C ../s1 rev-parse HEAD; test -e dist/release/report.json; echo $?
            """)
        let lines = run.output.split(separator: "\n").map(String.init)
        try #require(lines.count == 4, "\(run.output) \(run.error)")
        #expect(lines[0] == "2" && lines[3] == "1")
        let place = "dist/release/shards"
        #expect(
            run.error.contains(
                "../s2/\(place)/2-of-2.json: of commit \(lines[1].prefix(9)), ../s1/\(place)/1-of-2.json of \(lines[2].prefix(9))"
            ),
            "\(run.error)")
    }

    /// An upload that broke off, and its second one.
    @Test(.runsGo) func anIntactCopyOfADamagedShardIsUsed() async throws {
        try await built(shards: 2)
        let run = try await shell(
            """
            cp -r one two && mkdir -p two/parts && cd two/parts &&
            cp -r ../../s1/dist/release a && cp -r a b && cp -r ../../s2/dist/release c && cp -r c d && cd .. &&
            for f in parts/a/app*/default/app*; do printf x >>$f; echo $f; done && truncate -s 1000 parts/c/shards/2-of-2.json
            $PARE merge parts >/dev/null; echo $?
            cd ../one && $PARE merge ../s1/dist/release ../s2/dist/release >/dev/null; echo $?
            """)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.suffix(2) == ["1", "1"], "the budget alone is broken: \(run.error)")
        let damaged = lines.dropLast(2).map { $0.dropFirst("parts/a/".count) }
        #expect(!damaged.isEmpty)
        for path in damaged {
            let remark =
                "parts/a/shards/1-of-2.json: \(path) is not the binary that was built: it is damaged or was replaced; that of parts/b/shards/1-of-2.json is used"
            #expect(run.error.contains(remark), "\(run.error)")
        }
        #expect(run.error.contains("parts/c/shards/2-of-2.json: not JSON"), "\(run.error)")
        #expect(run.error.contains("; parts/d/shards/2-of-2.json is used"), "\(run.error)")
        for file in ["SHA256SUMS", "report.json"] {
            let mine = try #require(folder.read("two/dist/release/\(file)"), "\(file)")
            let whole = try #require(folder.read("one/dist/release/\(file)"), "\(file)")
            #expect(try Self.masked(mine) == Self.masked(whole), "\(file)")
        }
    }

    /// A machine that lost its shard, or built one twice.
    @Test(.runsGo) func aShardRunAgainCountsOnce() async throws {
        try await built(shards: 2)
        let run = try await shell(
            """
            cp -r one again && (cd again && $PARE build --shard 2/2 >/dev/null) && cd one && sed -i 's/1MiB/9MiB/' pipelines/release.yml
            git checkout -q pipelines
            $PARE merge ../s1/dist/release ../s2/dist/release ../again/dist/release --format csv | wc -l; echo ${PIPESTATUS[0]}
            """)
        #expect(run.output.contains("\n1\n"), "\(run.output) \(run.error)")
        #expect(run.error.contains("shard 2/2 is there twice"), "\(run.error)")
    }

    @Test(.runsGo) func aPlanWithTimesGivesTheSameShards() async throws {
        let run = try await shell(
            """
            cd one && git init -q && git add . && git commit -qm first && $PARE build >/dev/null; $PARE plan --shards 2 &&
            $PARE plan --shards 2 --format json >../plan.json && cp -r . ../two && cd ../two && rm -rf dist &&
            for i in 1 2; do $PARE build --shard $i/2 --plan ../plan.json --dry-run; done | grep -c 'go build'
            $PARE build --shard 1/3 --plan ../plan.json; echo $?
            $PARE build --shard 1/2 --plan ../plan.json --preset strip; echo $?
            """)
        #expect(run.output.contains("SHARD") && run.output.contains("\n12\n"), "\(run.output) \(run.error)")
        #expect(run.error.contains("../plan.json has 2 shards; 1/3 is none of them"), "\(run.error)")
        #expect(run.error.contains("../plan.json is of another plan: it has"), "\(run.error)")
    }

    @Test func mistakesOfTheCommandLine() async throws {
        for (arguments, reason) in [
            ("build --shard 3/2", "not one of the shards"), ("build --plan x", "--plan needs --shard"),
            ("build --shard 1/2 --baseline auto", "pare merge"), ("plan --shards 0", "expected 1 to"),
            ("merge", "Missing expected argument"),
        ] {
            let run = try await runShell("cd one && $PARE \(arguments)", in: folder)
            #expect(run.code == 2 && run.error.contains(reason), "\(arguments): \(run.error)")
        }
    }
}
