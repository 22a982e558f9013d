import Fixtures
import Foundation
import Testing

/// Profiles of a program that was run, joined with its binary.
@Suite(.timeLimit(.minutes(5))) struct HeapCommandTests {
    private func listing(_ folder: TemporaryFolder, _ words: String) async throws -> [[String: String]] {
        let run = try await runShell("$PARE heap \(words) --format csv", in: folder)
        #expect(run.code == 0, "\(run.error)")
        let rows = run.output.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let titles = try #require(rows.first)
        return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(titles, $0)) }
    }

    @Test(.runsGo) func profilesAreJoinedWithTheBinary() async throws {
        let folder = try await MeasuredProgram.run()
        let json = try await pareJSON(["heap", "heap", "cpu", "measured"], in: folder, isValidated: true)
        let columns = try #require(json["columns"] as? [[String: Any]])
        #expect(
            columns.map { $0["name"] as? String } == [
                "samples", "cpu", "alloc_objects", "alloc_space", "inuse_objects", "inuse_space",
            ])
        for level in ["packages", "functions", "lines"] {
            let rows = try #require(json[level] as? [[String: Any]])
            for (index, column) in columns.enumerated() {
                let sum = rows.reduce(0) { $0 + (($1["flat"] as? [Int])?[index] ?? 0) }
                #expect(sum == column["total"] as? Int, "\(level) \(column)")
            }
        }
        let weigh = try await pareJSON(["weigh", "measured"], in: folder)
        let sizes = try #require(weigh["packages"] as? [[String: Any]])
        let packages = try #require(json["packages"] as? [[String: Any]])
        #expect(packages.reduce(0) { $0 + ($1["size"] as? Int ?? 0) } == sizes.reduce(0) { $0 + ($1["size"] as? Int ?? 0) })
        let own = try #require(packages.first { $0["name"] as? String == "example.org/measured" })
        #expect((own["flat"] as? [Int])?.last ?? 0 > 5_000_000 && own["size"] as? Int ?? 0 > 1_000)

        let functions = try await listing(folder, "heap measured --by function")
        let allocate = try #require(functions.first { $0["name"] == "main.allocate" })
        #expect(Int(allocate["inuse_space bytes"] ?? "") ?? 0 > 4_500_000 && allocate["package"] == "example.org/measured")
        #expect(Int(allocate["size"] ?? "") ?? 0 > 50)
        #expect((json["warnings"] as? [String]) == [])
    }

    @Test(.runsGo) func whatIsFreedAgainIsListedByLine() async throws {
        let folder = try await MeasuredProgram.run()
        let run = try await runPare("heap", "heap", "--base", "before", "--by", "line", in: folder)
        #expect(run.code == 0 && run.output.hasPrefix("heap less before\n"), "\(run.error)")
        let parts = run.output.split(separator: "Allocated and freed again since the earlier profile")
        #expect(
            parts.count == 2 && parts[1].contains("strings.(*Builder).grow") || run.output.contains("bytealg"), "\(run.output)")
        #expect(parts[0].contains("main.inlined  ") && parts[0].contains("main.go:35"), "\(parts[0])")
        #expect(!parts[0].contains("main.allocate"), "allocated before the earlier profile: \(parts[0])")
        _ = try await pareJSON(["heap", "heap", "--base", "before"], in: folder, isValidated: true)
        let lines = try await listing(folder, "heap --base before --by line")
        let kept = try #require(lines.first { $0["name"] == "main.inlined" })
        #expect(kept["inuse_space bytes"] == "524288", "\(kept)")
    }

    @Test(.runsGo) func whatIsNoProfileIsTold() async throws {
        let folder = try await MeasuredProgram.run()
        func problem(_ words: String) async throws -> String {
            let run = try await runShell("$PARE heap \(words)", in: folder)
            #expect(run.code == 2)
            return run.error
        }
        #expect(
            try await problem("measured") == "pare: no profile among measured; for example heap.pb.gz, written by runtime/pprof\n"
        )
        #expect(try await problem("heap measured measured").contains("measured: a second binary; one is joined"))
        #expect(try await problem("heap --type cpu").contains("expected alloc_objects, alloc_space, inuse_objects, inuse_space"))
        #expect(try await problem("heap --base measured").contains("measured: not a profile in pprof's format"))
        #expect(try await problem("missing").contains("missing: "))
        #expect(try await problem("https://127.0.0.1/heap").contains("for https, save it with curl and pass the file"))
        _ = try await runShell("head -c 900 heap >short", in: folder)
        #expect(try await problem("short").contains("short: gzip at file offset "))
        let other = try await runShell("cp /bin/true other; $PARE heap heap other", in: folder)
        #expect(other.code == 0, "\(other.error)")
    }

    /// A server of the test stands for one that imports net/http/pprof.
    @Test(.runsGo, .needs("python3", package: "python3")) func aProfileIsFetchedFromAnAddress() async throws {
        let folder = try await MeasuredProgram.run()
        let run = try await runShell(
            """
            python3 -u -c '
            import http.server
            server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
            print(server.server_port, flush=True)
            server.serve_forever()' >port 2>/dev/null & server=$!
            trap "kill $server" EXIT
            until [ -s port ]; do sleep 0.02; done
            $PARE heap http://127.0.0.1:$(cat port)/heap measured --format csv >fetched
            $PARE heap heap measured --format csv >read
            cmp fetched read
            $PARE heap http://127.0.0.1:$(cat port)/nothing || echo $?
            """, in: folder)
        #expect(run.code == 0 && run.output == "2\n", "\(run.output)\(run.error)")
        #expect(run.error.contains("/nothing: the server answers HTTP/1.0 404 "))
    }
}
