import Fixtures
import Reports
import Testing

@testable import History

/// Histories of many machines: in whatever order and however often they are merged, the result is the same.
@Suite struct HistoryMergeTests {
    /// Few commits and times, so that rows meet.
    private func randomRow(_ random: inout SeededGenerator) -> RecordedBuild {
        let commit = Int.random(in: 0...12, using: &random)
        return row(
            commit == 0 ? nil : hash(commit), at: commit * 10, size: 1_000 + Int.random(in: 0...2, using: &random),
            http: Bool.random(using: &random) ? 50 : nil, recorded: Int.random(in: 100...104, using: &random),
            isChanged: Int.random(in: 0...5, using: &random) == 0,
            branches: [["main", "x", "y"][Int.random(in: 0...2, using: &random)]],
            tags: Int.random(in: 0...4, using: &random) == 0 ? ["v\(commit)"] : [],
            preset: Bool.random(using: &random) ? "strip" : "default")
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func mergingLosesAndDoublesNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let stores = try (0..<4).map { number in
            let rows = (0..<Int.random(in: 0...30, using: &random)).map { _ in randomRow(&random) }
            return try HistoryStore(in: folder, "\(number).db", rows)
        }
        let all = Set(try stores.flatMap { try $0.identities() })
        var results: [[RecordedBuild]] = []
        for attempt in 0..<4 {
            let target = try HistoryStore(in: folder, "merged\(attempt).db")
            for store in stores.shuffled(using: &random) { _ = try target.merge(store) }
            for store in stores.shuffled(using: &random).prefix(2) {
                #expect(try target.merge(store).new == 0, "seed \(seed)")
            }
            results.append(try target.rows())
        }
        #expect(results.allSatisfy { $0 == results[0] }, "seed \(seed)")
        #expect(Set(results[0].map(\.identity)) == all && results[0].count == all.count, "seed \(seed)")
        let (a, b) = (try HistoryStore(in: folder, "a.db"), try HistoryStore(in: folder, "b.db"))
        _ = try (a.merge(stores[0]), b.merge(stores[1]))
        _ = try (a.merge(b), b.merge(a))
        #expect(try a.rows() == b.rows(), "seed \(seed)")
    }

    @Test func recordsSurviveTheirPortableForm() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let row = randomRow(&random)
            var writer = RecordWriter()
            row.write(to: &writer)
            var reader = unsafe RecordReader(writer.bytes.span.bytes)
            var read = try RecordedBuild(&reader)
            let isAtEnd = reader.isAtEnd
            #expect(isAtEnd)
            (read.branches, read.tags) = (row.branches, row.tags)
            #expect(read == row)
        }
    }

    /// Cut off and changed records are refused or harmless, whatever they claim.
    @Test func damagedRecordsAreRefused() throws {
        var random = SeededGenerator(seed: 11)
        var writer = RecordWriter()
        row(hash(1), at: 10, http: 40).write(to: &writer)
        let bytes = writer.bytes
        for end in 0..<bytes.count {
            let part = Array(bytes[..<end])
            #expect(throws: RecordError.self, "the first \(end) bytes") {
                var reader = unsafe RecordReader(part.span.bytes)
                _ = try RecordedBuild(&reader)
            }
        }
        for _ in 0..<3_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            var reader = unsafe RecordReader(changed.span.bytes)
            guard let read = try? RecordedBuild(&reader), let build = try? read.build() else { continue }
            #expect(build.weigh.map { $0.total == read.size && $0.coverage.unexplained >= 0 } ?? true)
        }
    }
}
