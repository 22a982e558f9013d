import Fixtures
import Foundation
import Testing

/// `pare weigh --profile` and the page of `pare heap`, on a real program and its profiles.
@Suite(.timeLimit(.minutes(5))) struct WeighProfileTests {
    /// Flat sums by function, as pprof prints them.
    private func pprof(_ profile: String, _ type: String, unit: String) async throws -> [String: Int] {
        let text = try await runGo([
            "tool", "pprof", "-top", "-nodefraction=0", "-edgefraction=0", "-nodecount=1000000", "-unit=\(unit)",
            "-sample_index=\(type)", profile,
        ])
        var sums: [String: Int] = [:]
        for row in text.split(separator: "\n").drop(while: { !$0.contains("flat%") }).dropFirst() {
            let words = row.split(separator: " ")
            let name = words.dropFirst(5).filter { $0 != "(inline)" && $0 != "(partial-inline)" }.joined(separator: " ")
            sums[name] = Int(words[0].prefix { $0 == "-" || $0.isNumber })
        }
        return sums.filter { $0.value != 0 }
    }

    private func page(_ words: String, in folder: TemporaryFolder) async throws -> PackedPage {
        let run = try await runShell("$PARE \(words) --format html", in: folder)
        #expect(run.code == 0 && run.error == "", "\(run.error)")
        return try PackedPage(run.output)
    }

    @Test(.runsGo) func thePagesHaveTheSumsOfPprof() async throws {
        let folder = try await MeasuredProgram.run()
        for words in ["heap heap cpu measured", "heap heap cpu", "weigh measured --profile heap --profile cpu"] {
            let data = try await page(words, in: folder)
            let build = try #require(data.builds.first)
            let functions = try data.functionValues(of: build)
            let packages = try data.packageValues(of: build)
            for (index, type) in data.sampleTypes.enumerated() {
                let profile = ["samples", "cpu"].contains(type) ? "cpu" : "heap"
                let unit = type == "cpu" ? "ns" : type.hasSuffix("space") ? "B" : "count"
                let theirs = try await pprof("\(folder.path)/\(profile)", type, unit: unit)
                #expect(!theirs.isEmpty, "\(type)")
                for (name, flat) in theirs {
                    let ours = functions.filter { $0.name == name || $0.path + "." + $0.name == name }
                    #expect(ours.map { $0.values[index] } == [flat], "\(words): \(type) of \(name)")
                }
                let total = theirs.values.reduce(0, +)
                #expect(functions.reduce(0) { $0 + $1.values[index] } == total, "\(words): \(type)")
                #expect(packages.reduce(0) { $0 + $1.values[index] } == total, "\(words): \(type)")
            }
            let sizes = try data.items(of: build).filter { $0.name.hasSuffix("allocate") }.map(\.size)
            #expect(sizes.count == 1 && sizes.allSatisfy { ($0 > 50) == words.contains("measured") }, "\(words): \(sizes)")
        }
    }

    @Test(.runsGo) func weighAndHeapHaveTheSameValues() async throws {
        let folder = try await MeasuredProgram.run()
        let heap = try await pareJSON(["heap", "heap", "cpu", "measured"], in: folder)
        let weigh = try await pareJSON(["weigh", "measured", "--profile", "heap", "--profile", "cpu"], in: folder)
        let names = try #require(heap["columns"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        let profile = try #require(weigh["profile"] as? [String: Any])
        #expect(profile["files"] as? [String] == ["heap", "cpu"])
        let others = profile["packages"] as? [[String: Any]] ?? []
        let packages = try #require(weigh["packages"] as? [[String: Any]]) + others
        let rows = try #require(heap["packages"] as? [[String: Any]])
        var compared = 0
        for row in rows {
            let name = try #require(row["name"] as? String)
            let flat = try #require(row["flat"] as? [Int])
            let values = packages.first { $0["path"] as? String == name }?["profile"] as? [String: Int] ?? [:]
            #expect(names.map { values[$0] ?? 0 } == flat, "\(name)")
            compared += values.isEmpty ? 0 : 1
        }
        #expect(compared > 3)

        let text = try await runPare("weigh", "measured", "--profile", "heap", "--top", "5", in: folder)
        #expect(text.output.contains("SIZE") && text.output.contains("LIVE  ALLOCATED"), "\(text.output)")
        let csv = try await runShell("$PARE weigh measured --profile heap --by module --format csv | head -1", in: folder)
        #expect(csv.output == "owner,module,size,alloc_objects count,alloc_space bytes,inuse_objects count,inuse_space bytes\r\n")

        // A saved report has the values, and takes those of other profiles in their place.
        let saved = try await runShell(
            """
            $PARE weigh measured --profile heap -o json=saved.json >first
            $PARE weigh saved.json >second
            cmp <(tail -n +2 first) <(tail -n +2 second) && $PARE weigh saved.json --profile cpu --format csv | head -1
            """, in: folder)
        #expect(saved.output.hasSuffix("shared,samples count,cpu nanoseconds\r\n"), "\(saved.output)\(saved.error)")
    }

    @Test(.runsGo) func profilesThatCannotBeJoinedAreRefused() async throws {
        let folder = try await MeasuredProgram.run()
        func problem(_ words: String) async throws -> String {
            let run = try await runShell("$PARE weigh \(words)", in: folder)
            #expect(run.code == 2 && run.output == "", "\(words): \(run.code)")
            return run.error
        }
        #expect(try await problem("measured --profile measured").contains("measured: not a profile in pprof's format"))
        #expect(try await problem("measured --profile missing").contains("missing: "))
        #expect(try await problem("measured measured --profile heap").contains("--profile is that of one program"))
        #expect(try await problem("measured --profile heap --by kind").contains("has no values by kind"))
        _ = try await runShell(
            "head -c 900 heap >short; head -c 1100000000 /dev/zero | gzip -1 >large; cp /bin/true other", in: folder)
        #expect(try await problem("measured --profile short").contains("short: gzip at file offset "))
        #expect(try await problem("measured --profile large").contains("large: "))
        let other = try await runPare("weigh", "other", "--profile", "heap", in: folder)
        #expect(other.code == 0 && other.output.contains("LIVE"), "\(other.error)")
    }
}
