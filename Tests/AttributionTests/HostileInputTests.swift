import Attribution
import BinaryFormats
import Fixtures
import Testing

/// Hostile files: no crash, no hang, an exact sum, bounded memory. Each case runs in its own process.
@Suite struct HostileInputTests {
    /// 500 mutants of each file of the corpus, more than 20,000 in all.
    @Test(arguments: HostileCorpus.all.indices)
    func mutants(index: Int) async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) { [index] in
            try weighMutants(of: HostileCorpus.all[index].bytes, seeds: 0..<500)
        }
        if result == nil || result?.exitStatus != .exitCode(0) {
            let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).split(separator: "\n").suffix(30)
            Issue.record(
                "\(HostileCorpus.all[index]): \(said.last { $0.hasPrefix("seed") } ?? "")\n\(said.joined(separator: "\n"))")
        }
    }

    @Test func theCorpusIsValid() throws {
        for file in HostileCorpus.containers {
            #expect(try unsafe Container(file.bytes.span.bytes)?.members.count == 2, "\(file)")
        }
        for file in HostileCorpus.files {
            let profile = try weigh(file.bytes)
            #expect(profile.warnings == [] || file.description == "gccgo, stripped", "\(file)")
            #expect(profile.packages.contains { $0.path == "runtime" || $0.path == "ex.com/a_b" || $0.path == "App" }, "\(file)")
        }
    }

    @Test func equalSeedsMakeEqualMutants() throws {
        let mutator = try Mutator(HostileCorpus.files[0].bytes)
        #expect(mutator.mutant(seed: 7) == mutator.mutant(seed: 7))
        #expect(mutator.mutant(seed: 7) != mutator.mutant(seed: 8))
        #expect((0..<100).filter { mutator.mutant(seed: $0) == HostileCorpus.files[0].bytes }.count < 10)
    }

    @Test(arguments: FoundFiles.crashes.indices)
    func filesThatOnceCrashed(index: Int) async {
        await #expect(processExitsWith: .success, "\(FoundFiles.crashes[index])") { [index] in
            try weighBomb(FoundFiles.crashes[index].bytes())
        }
    }

    @Test(arguments: FoundFiles.bombs.indices)
    func bombs(index: Int) async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent], "\(FoundFiles.bombs[index])"
        ) { [index] in
            try weighBomb(FoundFiles.bombs[index].bytes())
        }
        if let said = result?.standardErrorContent, !said.isEmpty { Issue.record("\(String(decoding: said, as: UTF8.self))") }
    }
}
