import Fixtures
import Foundation
import Host
import Reports
import Testing

@testable import History

/// Files as users may have them: of other versions and programs, damaged, missing.
@Suite struct HistoryFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/history.db" }

    init() throws { folder = try TemporaryFolder() }

    private func reason(_ body: () throws -> Void) throws -> String {
        let error = try #require(throws: FileError.self) { try body() }
        #expect(error.path.hasPrefix(folder.path))
        return error.reason
    }

    @Test func aMissingFileIsNotCreatedByReading() throws {
        #expect(try reason { _ = try HistoryStore(reading: path) }.hasPrefix("no history yet; `pare build --record` begins one"))
        #expect(folder.list("") == [])
    }

    @Test func filesThatAreNoDatabaseStayAsTheyAre() throws {
        for contents in ["{\"schema\": \"pare.report/1\"}", String(repeating: "x", count: 10_000)] {
            try folder.write(contents, to: "history.db")
            for open in [{ _ = try HistoryStore(reading: $0) }, { _ = try HistoryStore(writing: $0) }]
                as [(String) throws -> Void]
            {
                #expect(try reason { try open(path) }.hasPrefix("is not an SQLite file, so not a history of pare; move it away"))
            }
            #expect(folder.read("history.db") == contents)
        }
        #expect(try reason { _ = try HistoryStore(writing: folder.path) } == "is a folder, not a history of pare")
    }

    @Test func databasesOfOtherProgramsStayAsTheyAre() throws {
        try Database(path: path, .creating).run("CREATE TABLE visits (url TEXT); PRAGMA user_version = 1")
        let before = FileManager.default.contents(atPath: path)
        #expect(try reason { _ = try HistoryStore(writing: path) }.hasPrefix("is the SQLite file of another program"))
        #expect(FileManager.default.contents(atPath: path) == before)
    }

    @Test func aNewerVersionIsRefused() throws {
        _ = try HistoryStore(in: folder, "history.db", [row(hash(1), at: 1)])
        try Database(path: path).run("PRAGMA user_version = 9")
        for open in [{ _ = try HistoryStore(reading: $0) }, { _ = try HistoryStore(writing: $0) }] as [(String) throws -> Void] {
            let words = "is a history of a newer pare: its schema is version 9, this pare knows \(Schema.version); update pare"
            #expect(try reason { try open(path) } == words)
        }
        try Database(path: path).run("PRAGMA user_version = \(Schema.version)")
        #expect(try HistoryStore(reading: path).rows().count == 1)
    }

    /// The tables of version 1 as they were published, with one row in them. Never change this text: later versions must read it.
    private static let version1 = """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, main TEXT NOT NULL, target TEXT NOT NULL, preset TEXT NOT NULL,
            UNIQUE (pipeline, main, target, preset));
        CREATE TABLE shape (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, names BLOB NOT NULL);
        CREATE TABLE contents (
            id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, shape INTEGER NOT NULL REFERENCES shape, sizes BLOB NOT NULL,
            details BLOB NOT NULL);
        CREATE TABLE build (
            id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
            series INTEGER NOT NULL REFERENCES series, "commit" TEXT, changed INTEGER NOT NULL, time INTEGER NOT NULL,
            recorded INTEGER NOT NULL, go TEXT, pare TEXT NOT NULL, size INTEGER NOT NULL, compressed INTEGER, sha256 TEXT,
            seconds REAL, peak INTEGER, verdict TEXT, contents INTEGER REFERENCES contents);
        CREATE INDEX build_of_commit ON build ("commit");
        CREATE TABLE ref (
            "commit" TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY ("commit", kind, name)) WITHOUT ROWID;
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO series VALUES (1, 'release', 'example.org/app', 'linux/amd64', 'strip');
        INSERT INTO build VALUES (1, 'i', 'd', 1, '00000000000000000000000000000000000000a1', 0, 1700000000, 1700000001, 'go1.27.3',
            '0.1.0', 123456, 65432, 'ff', 1.5, 1048576, 'passed', NULL);
        INSERT INTO ref VALUES ('00000000000000000000000000000000000000a1', 'tag', 'v1.0.0');
        PRAGMA application_id = 1347568945; PRAGMA user_version = 1;
        """

    @Test func everyOlderVersionIsRead() throws {
        try Database(path: path, .creating).run(Self.version1)
        let point = try #require(try HistoryStore(reading: path).report(HistoryQuery()).series.first?.points.first)
        #expect(
            point.size == 123_456 && point.tags == ["v1.0.0"] && point.time == "2023-11-14T22:13:20Z" && point.verdict == .passed)
        let store = try HistoryStore(in: folder, "history.db", [row(hash(1), at: 1)])
        #expect(try store.identities().count == 2)
        #expect(try store.database.number("PRAGMA user_version") == Schema.version)
    }

    @Test func damagedPagesAreReportedWithTheNextStep() throws {
        _ = try HistoryStore(in: folder, "history.db", (1...200).map { row(hash($0), at: $0, size: 1_000 + $0) })
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xee, count: Int(file.seekToEndOfFile()) - 4_096))
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xee, count: 60_000))
        try file.close()
        let words = try reason { _ = try HistoryStore(reading: path).report(HistoryQuery()) }
        #expect(words.contains("damaged") && words.contains("pare history fetch"), "\(words)")
    }

    /// As on a read-only file system, where SQLite finds no place for its locks.
    @Test func aFrozenFileIsRead() throws {
        _ = try HistoryStore(in: folder, "a?b#c%20.db", [row(hash(1), at: 1)])
        let database = try Database(path: folder.path + "/a?b#c%20.db", .frozen)
        #expect(try database.number("SELECT count(*) FROM build") == 1)
        #expect(throws: DatabaseError.self) { try database.run("DELETE FROM build") }
    }

    /// Hostile numbers in a file that is otherwise whole.
    @Test func numbersOutOfRangeDoNoHarm() throws {
        let store = try HistoryStore(in: folder, "history.db", [row(hash(1), at: 1), row(hash(2), at: 2)])
        try store.database.run(
            "UPDATE build SET size = 9223372036854775807, time = -9223372036854775808, seconds = 9e999, peak = -5 WHERE id = 1")
        let point = try #require(try store.report(HistoryQuery()).series.first?.points.first)
        #expect(point.size == 1 << 53 && point.time == "1970-01-01T00:00:00Z" && point.seconds == nil && point.peakBytes == 0)
    }

    /// A page limit stands for a full disk: the change is undone as a whole, and what was there stays.
    @Test func aFullDiskLosesNoRow() throws {
        let rows = (1...50).map { row(hash($0), at: $0, size: 1_000 + $0) }
        let store = try HistoryStore(in: folder, "history.db", rows)
        try store.database.run("PRAGMA max_page_count = 1")
        let more = (51...500).map { row(hash($0), at: $0, size: 1_000 + $0, http: $0 % 300) }
        #expect(try reason { _ = try store.add(more) }.contains("nothing was written and no row is lost: make room"))
        #expect(try store.rows().count == 50)
        #expect(try HistoryStore(in: folder, "history.db", more).rows().count == 500)
    }
}
