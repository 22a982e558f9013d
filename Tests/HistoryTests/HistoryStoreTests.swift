import Fixtures
import Reports
import Testing

@testable import History

@Suite struct HistoryStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func rowsComeBackAsTheyWereAdded() throws {
        let report = RealisticReport.buildReport()
        let rows = RecordedBuild.rows(report, fallback: 0)
        #expect(rows.count == report.builds.count)
        let store = try HistoryStore(in: folder, "new folder/history.db", rows)
        #expect(try store.rows() == rows.sorted { $0.identity < $1.identity })
    }

    @Test func contentsAreThoseOfTheReportButForWhatIsLeftOut() throws {
        for build in RealisticReport.buildReport().builds {
            var weigh = try #require(build.weigh)
            weigh.settings = ["-trimpath": "true", "vcs.revision": "abc", "CGO_ENABLED": "0"]
            weigh.modules = ["a", "b"]
            weigh.packages[0].inferred = 7
            weigh.file.compressed = nil
            var expected = weigh
            expected.settings["vcs.revision"] = nil
            expected.file.path = "x"
            (expected.passes, expected.warnings, expected.embedded) = ([], [], nil)
            for index in expected.packages.indices { expected.packages[index].sections = [:] }
            expected.packages.sort { $0.size == $1.size ? $0.path < $1.path : $0.size > $1.size }
            // Packages of the main module have one version.
            #expect(try Contents(weigh).report(path: "x") == expected)
        }
    }

    @Test func aBuildIsAddedOnce() throws {
        let store = try HistoryStore(in: folder)
        let first = try store.add([row(hash(1), at: 10), row(hash(2), at: 20)])
        #expect(first.new == 2 && first.known == 0)
        // Another machine builds the same commit later, on another branch, with a tag.
        let again = try store.add([row(hash(1), at: 10, recorded: 99, branches: ["release"], tags: ["v1.0.0"])])
        #expect(again.new == 0 && again.known == 1)
        let rows = try store.rows()
        #expect(rows.count == 2)
        let one = try #require(rows.first { $0.commit == hash(1) })
        #expect(one.recorded == 10 && one.branches == ["main", "release"] && one.tags == ["v1.0.0"])
    }

    /// Everything that makes another build of the same commit.
    @Test func otherBuildsAreOtherRows() throws {
        let rows = [
            row(hash(1), at: 10), row(hash(2), at: 10), row(hash(1), at: 10, preset: "default"),
            row(hash(1), at: 10, go: "go1.26.6"), row(hash(1), at: 10, isChanged: true),
            row(hash(1), at: 10, size: 1_001, isChanged: true), row(nil, at: 10), row(nil, at: 10, size: 1_001),
        ]
        let store = try HistoryStore(in: folder, "history.db", rows)
        #expect(try store.rows().count == rows.count)
    }

    @Test func pruningKeepsTheLastAndTheTagged() throws {
        let rows = (1...10).map { row(hash($0), at: $0, size: 1_000 + $0, tags: $0 == 3 ? ["v1"] : []) }
        let store = try HistoryStore(in: folder, "history.db", rows + [row(hash(1), at: 1, preset: "default")])
        let (removed, tagged) = try store.prune(keep: 4)
        #expect(removed == 5 && tagged == 1)
        let left = try store.report(HistoryQuery()).series
        #expect(left.map(\.points.count) == [1, 5])
        #expect(left[1].points.compactMap(\.commit) == [3, 7, 8, 9, 10].map(hash))
        #expect(try store.database.number("SELECT count(*) FROM contents") == 6)
        #expect(try store.database.number("SELECT count(*) FROM ref") == 7)
    }

    @Test func aReportOfACommitIsOfItsUnchangedFiles() throws {
        let store = try HistoryStore(
            in: folder, "history.db",
            [
                row(hash(1), at: 10, size: 5_000, http: 700), row(hash(1), at: 10, size: 6_000, isChanged: true),
                row(hash(1), at: 10, size: 7_000, preset: "default"), row(hash(2), at: 20, size: 9_000),
            ])
        let report = try #require(try store.report(ofCommit: hash(1), pipeline: "release"))
        #expect(report.builds.map(\.title) == ["example.org/app linux/amd64 default", "example.org/app linux/amd64 strip"])
        #expect(report.builds.map(\.size) == [7_000, 5_000])
        #expect(report.builds[1].weigh?.packages.map(\.path) == ["runtime", "net/http", "example.org/app"])
        #expect(try store.report(ofCommit: hash(1), pipeline: "other") == nil)
        #expect(try store.report(ofCommit: hash(3), pipeline: "release") == nil)
    }

    @Test func commitsHaveNames() async throws {
        let store = try HistoryStore(
            in: folder, "history.db",
            [
                row("abcd" + hash(1).dropFirst(4), at: 10, tags: ["v1"]), row("abce" + hash(1).dropFirst(4), at: 20),
                row("dddd" + hash(1).dropFirst(4), at: 30, isChanged: true),
            ])
        #expect(try await store.commit(named: "v1", git: nil)?.prefix(4) == "abcd")
        #expect(try await store.commit(named: "ABCE", git: nil)?.prefix(4) == "abce")
        #expect(try await store.commit(named: "main", git: nil)?.prefix(4) == "abce")
        for name in ["abc", "dddd", "v2", "", "%", "' OR 1"] {
            #expect(try await store.commit(named: name, git: nil) == nil, "\(name)")
        }
    }
}
