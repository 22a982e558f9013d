import BinaryFormats
import Fixtures
import Foundation
import Profiles
import Testing

/// Profiles of a real run, read by Pare and by pprof.
@Suite(.timeLimit(.minutes(5))) struct ProfileReaderTests {
    private static let kinds = ["before", "heap", "allocs", "cpu", "goroutine", "block", "mutex", "threadcreate"]

    private func bytes(_ name: String, _ folder: TemporaryFolder) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)")))
    }

    /// Every sum that pprof prints, for every type of sample.
    @Test(.runsGo) func sumsAreThoseOfPprof() async throws {
        let folder = try await MeasuredProgram.run()
        var compared = 0
        for kind in Self.kinds {
            let profile = try Profile(try bytes(kind, folder))
            let sums = profile.sumsByFunction()
            for (index, type) in profile.types.enumerated() {
                let units = ["bytes": "B", "nanoseconds": "ns", "count": "count"]
                let unit = try #require(units[type.unit], "\(type)")
                let text = try await runGo([
                    "tool", "pprof", "-top", "-nodefraction=0", "-edgefraction=0", "-nodecount=1000000", "-unit=\(unit)",
                    "-sample_index=\(type.name)", "\(folder.path)/\(kind)",
                ])
                var theirs: [String: [Int64]] = [:]
                let rows = text.split(separator: "\n").drop { !$0.contains("flat%") }.dropFirst()
                for row in rows {
                    let words = row.split(separator: " ", omittingEmptySubsequences: true)
                    let numbers = [words[0], words[3]].map { word in Int64(word.prefix { $0 == "-" || $0.isNumber }) ?? -1 }
                    let name = words.dropFirst(5).filter { $0 != "(inline)" && $0 != "(partial-inline)" }.joined(separator: " ")
                    theirs[name == "<unknown>" ? "" : name] = numbers
                }
                let ours = sums.mapValues { [$0.flat[index], $0.cumulative[index]] }.filter { $0.value != [0, 0] }
                #expect(ours == theirs.filter { $0.value != [0, 0] }, "\(kind) \(type.name)")
                #expect(profile.total(of: index) == sums.values.reduce(0) { $0 + $1.flat[index] })
                compared += ours.count
            }
        }
        #expect(compared > 60)
        let heap = try Profile(try bytes("heap", folder))
        #expect(heap.types.map(\.name) == ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"])
        #expect(heap.types[heap.defaultType].name == "inuse_space" && heap.type(named: "alloc_space") == 1)
        #expect(heap.program.path.hasSuffix("/measured"))
        let live = heap.sumsBySite().filter { $0.key.function == "main.inlined" }
        #expect(live.count == 1 && live.first?.key.line == 35, "\(live.keys)")
    }

    /// No prefix and no changed byte of a profile is read beyond its end, or stops the program.
    @Test(.runsGo) func damagedProfilesAreRefused() async throws {
        let folder = try await MeasuredProgram.run()
        for kind in ["heap", "cpu"] {
            let whole = try bytes(kind, folder)
            #expect(throws: Never.self) { try Profile(whole) }
            for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 200)) {
                #expect(throws: FormatError.self) { try Profile(Array(whole.prefix(length))) }
            }
            try folder.write(whole, to: "damaged.gz")
            let plain = Array(
                try await launch("/bin/sh", ["-c", "gzip -dc '\(folder.path)/damaged.gz' | od -An -v -tu1"])
                    .split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0) })
            #expect(try Profile(plain).samples.count == Profile(whole).samples.count)
            var random = SeededGenerator(seed: 7)
            for _ in 0..<2000 {
                var changed = plain
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if let profile = try? Profile(changed) { _ = (profile.sumsBySite(), profile.sumsByFunction()) }
            }
        }
    }

    @Test func otherFilesAreRefusedByWhatTheyAre() {
        func problem(_ bytes: [UInt8]) -> String {
            do {
                _ = try Profile(bytes)
                return ""
            } catch { return "\(error)" }
        }
        #expect(problem([]).hasSuffix("not a profile in pprof's format: it has no sample type or no table of strings"))
        #expect(problem(Array("\u{7f}ELF".utf8)) != "")
        #expect(problem([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]).hasSuffix("the file ends within the compressed data"))
        #expect(problem([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]).hasSuffix("the compressed data is damaged"))
    }

    /// 300 MB of zeros in a small file is not unpacked.
    @Test func aProfileThatInflatesTooFarIsRefused() async throws {
        let folder = try TemporaryFolder()
        _ = try await launch("/bin/sh", ["-c", "head -c 300000000 /dev/zero | gzip -1 >'\(folder.path)/bomb'"])
        #expect {
            try Profile(try bytes("bomb", folder))
        } throws: {
            "\($0)".contains("bytes inflate to more than the 268435456 that are read")
        }
    }
}
