import Fixtures
import Foundation
import Testing

/// Shards that run as processes at the same time with one build cache, one that is killed, and clocks that differ.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SharedCacheTests {
    private let folder: TemporaryFolder

    private static let pipeline = """
        name: release
        mains: [., ./cmd/tool]
        targets: [linux/amd64]
        trimpath: true
        savings: false
        presets: [default, strip]
        artifacts: { sbom: cyclonedx }
        hooks: { before: [./meet] }

        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.com/app\n\ngo 1.21\n", to: "one/go.mod")
        try folder.write("package main\n\nfunc main() { println(1) }\n", to: "one/main.go")
        try folder.write(
            "package main\n\nimport \"errors\"\n\nfunc main() { panic(errors.New(\"a\")) }\n", to: "one/cmd/tool/main.go")
        try folder.write(Self.pipeline, to: "one/pipelines/release.yml")
        try folder.write("dist/\n", to: "one/.gitignore")
        // Where MEET is a folder, it waits for the other shard: both build at the same time.
        _ = try folder.script(
            """
            [ -z "${MEET:-}" ] || {
                touch "$MEET/$(basename "$PWD")"
                until [ "$(ls "$MEET" | wc -l)" = 2 ]; do sleep 0.02; done
            }
            """, to: "one/meet")
        // A go that stops at its second build while there is a file to count them in.
        _ = try folder.script(
            """
            if [ "${1:-}" = build ] && [ -e "$HOLD" ]; then
                echo build >>"$HOLD"
                while [ "$(grep -c build "$HOLD")" -gt 1 ]; do touch "$HOLD.held"; sleep 0.02; done
            fi
            exec "$REAL_GO" "$@"
            """, to: "tools/go")
    }

    private static let functions = """
        git() { command git -c user.name=a -c user.email=a@b.c -c init.defaultBranch=main "$@"; }
        both() {
            mkdir -p meet && rm -f meet/*
            (cd a && MEET=$PWD/../meet $PARE build --shard 1/2 "$@" >out 2>err) & local first=$!
            (cd b && MEET=$PWD/../meet $PARE build --shard 2/2 "$@" >out 2>err) & local second=$!
            wait $first; echo "1/2: $?"; wait $second; echo "2/2: $?"; cat a/err b/err >&2
        }
        printf 'out\\nerr\\n' >>one/.gitignore
        (cd one && git init -q && git add . && git commit -qm first) && for name in a b two; do cp -r one $name; done

        """

    private func shell(_ script: String, _ variables: [String: String] = [:]) async throws -> PareRun {
        let environment = try await goEnvironment().merging(variables) { $1 }
        return try await runShell(Self.functions + script, in: folder, environment: environment)
    }

    /// The report and the binaries of `one` and `two` are the same but for times and machine facts.
    private func expectOneRun(_ said: String) throws {
        for file in ["SHA256SUMS", "report.json"] {
            let one = try #require(folder.read("one/dist/release/\(file)"), "\(file): \(said)")
            let two = try #require(folder.read("two/dist/release/\(file)"), "\(file): \(said)")
            #expect(try comparable(one) == comparable(two), "\(file)")
        }
        for path in folder.list("one/dist/release") where path.hasSuffix("/app") || path.hasSuffix("/tool") {
            #expect(try folder.bytes("one/dist/release/\(path)") == folder.bytes("two/dist/release/\(path)"), "\(path)")
        }
    }

    /// JSON without times, the host, and whether this run or an earlier one has made a build; other text as it is.
    private func comparable(_ text: String) throws -> String {
        guard text.hasPrefix("{") else { return text }
        let report = Self.normal(try JSONSerialization.jsonObject(with: Data(text.utf8)))
        return String(decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self)
    }

    private static func normal(_ value: Any) -> Any {
        if let list = value as? [Any] { return list.map(normal) }
        guard var fields = value as? [String: Any] else { return value }
        for key in ["started", "host", "seconds", "peakBytes", "shards", "timings", "work", "run"] { fields[key] = nil }
        if fields["status"] as? String == "unchanged" { fields["status"] = "built" }
        return fields.mapValues(normal)
    }

    /// Rows of the table of shards: shard, builds, compiled, from cache.
    private func shardRows(_ text: String) -> [[String]] {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        guard let title = lines.lastIndex(where: { $0.first == "SHARD" }) else { return [] }
        return lines[(title + 1)...].prefix { $0.first?.contains("/") ?? false }.map { Array($0.prefix(4)) }
    }

    @Test(.runsGo) func twoProcessesShareACacheFolder() async throws {
        let run = try await shell(
            """
            export GOCACHE=$PWD/cache
            both --timings
            (cd two && $PARE merge ../a/dist/release ../b/dist/release)
            (cd one && $PARE build >/dev/null); echo $?
            """)
        #expect(run.output.hasPrefix("1/2: 0\n2/2: 0\n") && run.output.hasSuffix("\n0\n"), "\(run.output) \(run.error)")
        try expectOneRun(run.error)
        let rows = shardRows(run.output)
        #expect(rows.map { $0.prefix(2) } == [["1/2", "2"], ["2/2", "2"]], "\(run.output)")
        #expect(try shardRows(#require(folder.read("a/out"))) == [rows.first], "a shard's own table")
        // Which of the two compiles a package is chance; that both have it afterwards is not.
        let compiled = rows.compactMap { Int($0[2]) }.reduce(0, +)
        #expect(compiled > 20, "nothing was in the cache before")
    }

    @Test(.runsGo) func twoProcessesShareACacheProgram() async throws {
        let version = try await GoBuild.version()
        let minor = version.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
        if minor < 24 { try skip("\(version) has no GOCACHEPROG: 1.24 or newer") }
        let program = folder.path + "/cacheprog"
        _ = try await runGo(
            ["build", "-C", "\(GoBuild.checkout)/Tests/Programs/cacheprog", "-o", program, "."],
            environment: ["GO111MODULE": "on"])
        let run = try await shell(
            """
            export GOCACHEPROG="$PWD/cacheprog -folder $PWD/cache -token s3cret"
            both --timings && cp cache/counts cold
            (cd two && $PARE merge ../a/dist/release ../b/dist/release)
            rm -rf a/dist b/dist && : >cache/counts && both --timings && cp cache/counts warm
            cat a/out b/out
            for command in 'build --dry-run' 'plan --shards 2 --format json' 'build --json' doctor; do
                (cd a && $PARE $command || echo failed $command)
            done
            (cd a && GOCACHEPROG='/nowhere/cacheprog -token s3cret' $PARE build --force >/dev/null); echo $?
            (cd one && GOCACHEPROG= $PARE build >/dev/null); echo $?
            grep -rl s3cret a b one two
            """)
        #expect(run.output.contains("1/2: 0\n2/2: 0\n") && run.output.hasSuffix("\n3\n0\n"), "\(run.output) \(run.error)")
        #expect(!run.output.contains("failed"), "\(run.output)")
        try expectOneRun(run.error)
        let cold = try counts("cold")
        #expect(cold.puts > 20 && cold.gets > cold.hits, "\(cold)")
        let warm = try counts("warm")
        // Not all: go keeps lists of source folders there too, once their files are some seconds old.
        #expect(warm.hits > 20 && warm.gets - warm.hits < warm.hits / 20 && warm.puts < cold.puts / 4, "\(warm)")
        #expect(shardRows(run.output).allSatisfy { $0[2] == "0" && Int($0[3]) ?? 0 > 20 }, "\(run.output)")
        #expect(run.error.contains("every build gets GOCACHEPROG from outside the pipeline"))
        #expect(
            !(run.output + run.error).contains("s3cret"), "arguments of the program may be secret: \(run.output) \(run.error)")
    }

    /// Sums over all go commands.
    private func counts(_ file: String) throws -> (gets: Int, hits: Int, puts: Int) {
        let lines = try #require(folder.read(file)).split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
        try #require(lines.allSatisfy { $0.count == 3 })
        return lines.reduce((0, 0, 0)) { ($0.0 + $1[0], $0.1 + $1[1], $0.2 + $1[2]) }
    }

    @Test(.runsGo) func aKilledShardIsRunAgain() async throws {
        let run = try await shell(
            """
            touch hold
            (cd a && exec $PARE build --shard 1/2 -j 1 2>/dev/null) & pid=$!
            while [ ! -e hold.held ]; do sleep 0.02; done
            kill -9 $pid; wait $pid; echo "killed: $?"; rm hold
            ls a/dist/release/shards 2>/dev/null; ls a/dist/release/app_linux_amd64
            (cd b && $PARE build --shard 2/2 >/dev/null) && (cd two && $PARE merge ../a/dist/release ../b/dist/release); echo "merge: $?"
            (cd a && $PARE build --shard 1/2 --json)
            (cd two && $PARE merge ../a/dist/release ../b/dist/release >/dev/null); echo "merge: $?"
            (cd one && $PARE build >/dev/null); echo $?
            """,
            ["PARE_GO": folder.path + "/tools/go", "REAL_GO": GoBuild.go ?? "", "HOLD": folder.path + "/hold"])
        #expect(run.output.hasPrefix("killed: 137\ndefault\nmerge: 2\n"), "no shard, one binary: \(run.output) \(run.error)")
        #expect(run.output.hasSuffix("\nmerge: 0\n0\n"), "\(run.output) \(run.error)")
        #expect(run.error.contains("1 of 2 builds are unchanged"), "\(run.error)")
        try expectOneRun(run.error)
    }

    /// Machines whose clocks are years ahead or a day behind, and binaries of the future.
    @Test(.runsGo) func clocksMayDiffer() async throws {
        let run = try await shell(
            """
            find a b -name '*.go' -exec touch -d '2 years' {} +
            both
            sed -i 's/"started" : "[^"]*"/"started" : "2091-01-01T00:00:00Z"/' a/dist/release/shards/1-of-2.json
            sed -i 's/"started" : "[^"]*"/"started" : "2001-01-01T00:00:00Z"/' b/dist/release/shards/2-of-2.json
            find a/dist b/dist -type f -exec touch -d '3 years' {} +
            (cd two && $PARE merge ../a/dist/release ../b/dist/release >/dev/null && $PARE merge ../a/dist/release ../b/dist/release >/dev/null); echo "merge: $?"
            both
            (cd one && $PARE build >/dev/null); echo $?
            """)
        #expect(run.output == "1/2: 0\n2/2: 0\nmerge: 0\n1/2: 0\n2/2: 0\n0\n", "\(run.output) \(run.error)")
        #expect(run.error.split(separator: "2 of 2 builds are unchanged").count == 3, "both shards, once each: \(run.error)")
        #expect(try #require(folder.read("two/dist/release/report.json")).contains("\"started\" : \"2001-01-01T00:00:00Z\""))
        try expectOneRun(run.error)
    }
}
