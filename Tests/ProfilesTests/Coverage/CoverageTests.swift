import BinaryFormats
import Fixtures
import Foundation
import Profiles
import Testing

/// Coverage data of real runs, read by Pare and by `go tool covdata`.
@Suite(.timeLimit(.minutes(5))) struct CoverageTests {
    private func read(_ folder: TemporaryFolder, _ name: String) throws -> CoverageFiles {
        var files = CoverageFiles()
        for file in folder.list(name) {
            try files.add(Array(Data(contentsOf: URL(filePath: "\(folder.path)/\(name)/\(file)"))), name: file)
        }
        return files
    }

    /// `FILE NAME` of functions that have statements and did not run, literals left out, as `covdata func` lists them.
    private func neverRun(_ coverage: Coverage) -> Set<String> {
        var names: Set<String> = []
        for function in coverage.packages.values.flatMap(\.functions)
        where !function.isLiteral && function.statements > 0 && !function.ran {
            names.insert("\(function.file) \(function.name)")
        }
        return names
    }

    /// `covdata func` has functions without statements too: at 0 %, whether they ran or not.
    private func neverRunByCovdata(_ text: String, _ coverage: Coverage) -> Set<String> {
        var names: Set<String> = []
        for row in text.split(separator: "\n") where row.hasSuffix("\t0.0%") {
            let words = row.split(separator: "\t")
            names.insert("\(words[0].split(separator: ":")[0]) \(words[1])")
        }
        for function in coverage.packages.values.flatMap(\.functions) where function.statements == 0 {
            names.remove("\(function.file) \(function.name)")
        }
        return names
    }

    @Test(.runsGo, arguments: ["set", "atomic"]) func functionsThatNeverRanAreThoseOfCovdata(mode: String) async throws {
        let folder = try coveredModule()
        _ = try await runGo(
            ["build", "-C", folder.path, "-cover", "-covermode=\(mode)", "-coverpkg=./...", "-o", "covered", "."],
            environment: ["GO111MODULE": "on"])
        for words in [[], ["box"], ["sum", "other"]] {
            let name = "data\(words.count)"
            try folder.write("", to: "\(name)/.keep")
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)/.keep")
            _ = try await launch(
                "\(folder.path)/covered", words, environment: ["GOCOVERDIR": "\(folder.path)/\(name)"])
            let coverage = try read(folder, name).coverage
            let theirs = try await runGo(["tool", "covdata", "func", "-i=\(folder.path)/\(name)"])
            #expect(neverRun(coverage) == neverRunByCovdata(theirs, coverage), "\(words) \(theirs)")
            #expect(neverRun(coverage).contains("example.org/covered/main.go unused") && coverage.runs == 1)
            #expect(neverRun(coverage).contains("example.org/covered/shapes/shapes.go Dot.Area"))
        }
        var all = CoverageFiles()
        for name in ["data0", "data1", "data2"] {
            for file in folder.list(name) {
                try all.add(Array(Data(contentsOf: URL(filePath: "\(folder.path)/\(name)/\(file)"))), name: file)
            }
        }
        let together = try await runGo(
            ["tool", "covdata", "func", "-i=" + (0..<3).map { "\(folder.path)/data\($0)" }.joined(separator: ",")])
        #expect(neverRun(all.coverage) == neverRunByCovdata(together, all.coverage))
        #expect(neverRun(all.coverage).count == 2 && all.orphans.isEmpty)
        var orphaned = CoverageFiles()
        for file in folder.list("data1") where file.hasPrefix("covcounters") {
            try orphaned.add(Array(Data(contentsOf: URL(filePath: "\(folder.path)/data1/\(file)"))), name: file)
        }
        #expect(orphaned.orphans.count == 1)
    }

    /// A program of the distribution, with all packages of the standard library that it has.
    @Test(.runsGo) func aLargeProgramIsReadWhole() async throws {
        let folder = try TemporaryFolder()
        _ = try await runGo(["build", "-cover", "-coverpkg=go/...,cmd/gofmt", "-o", "\(folder.path)/gofmt", "cmd/gofmt"])
        try FileManager.default.createDirectory(atPath: "\(folder.path)/data", withIntermediateDirectories: true)
        try folder.write("package p\n\nfunc  f( ) { }\n", to: "p.go")
        _ = try await launch(
            "\(folder.path)/gofmt", ["\(folder.path)/p.go"], environment: ["GOCOVERDIR": "\(folder.path)/data"])
        let coverage = try read(folder, "data").coverage
        let theirs = try await runGo(["tool", "covdata", "func", "-i=\(folder.path)/data"])
        #expect(neverRun(coverage) == neverRunByCovdata(theirs, coverage))
        #expect(neverRun(coverage).count > 300)
        for file in folder.list("data") {
            let whole = Array(try Data(contentsOf: URL(filePath: "\(folder.path)/data/\(file)")))
            for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 100)) {
                var files = CoverageFiles()
                #expect(throws: FormatError.self) { try files.add(Array(whole.prefix(length)), name: file) }
            }
            var random = SeededGenerator(seed: 3)
            for _ in 0..<300 {
                var changed = whole
                for _ in 0..<3 {
                    changed[Int.random(in: 0..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                var files = CoverageFiles()
                if (try? files.add(changed, name: file)) != nil { _ = files.coverage }
            }
        }
    }
}
