internal import CSQLite
internal import Host

/// Tables of a history, by version. A file of an older version is brought to the present one when it is opened for writing or
/// reading; one of a newer version is refused.
///
/// `contents` holds what a report has by package, one row for all builds with the same figures; `shape` the names in them, one
/// row for all contents with the same names. See `Contents`.
enum Schema {
    /// `PRE1` in ASCII, at offset 68 of the file (`application_id`).
    static let application = 0x5052_4531

    /// Statements that lead from each version to the next one; an empty file has version 0.
    static let migrations = [
        """
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
        """
    ]

    static var version: Int { migrations.count }

    /// Brings the file to the present version. Throws `FileError` for a file of a newer Pare or of another program, which stays as
    /// it is.
    static func prepare(_ database: Database) throws {
        // One state: between two reads another process may make a history of an empty file.
        var version = try database.snapshot { try check(database) }
        if version == Self.version { return }
        if version == 0 { try writeAhead(database) }
        try database.transaction {
            // Another process may have done it meanwhile.
            version = try check(database)
            guard version < Self.version else { return }
            for statements in migrations[version...] { try database.run(statements) }
            try database.run("PRAGMA application_id = \(application); PRAGMA user_version = \(Self.version)")
        }
    }

    private static func check(_ database: Database) throws -> Int {
        let version = try database.number("PRAGMA user_version")
        let owner = try database.number("PRAGMA application_id")
        if owner == 0, version == 0, try database.number("SELECT count(*) FROM sqlite_master") == 0 { return 0 }
        guard owner == application, version > 0 else {
            throw FileError(
                path: database.path,
                reason: "is the SQLite file of another program, not a history of pare; name another one with --history FILE")
        }
        guard version <= Self.version else {
            throw FileError(
                path: database.path,
                reason:
                    "is a history of a newer pare: its schema is version \(version), this pare knows \(Self.version); update pare"
            )
        }
        return version
    }

    /// Readers and a writer do not wait for each other then. A switch by two processes at once fails in one, without a wait.
    private static func writeAhead(_ database: Database) throws {
        for _ in 0..<500 {
            if try isSwitched(database) { return }
            sqlite3_sleep(20)
        }
    }

    private static func isSwitched(_ database: Database) throws(DatabaseError) -> Bool {
        do {
            try database.run("PRAGMA journal_mode = WAL")
            return true
        } catch {
            guard error.code == SQLITE_BUSY else { throw error }
            return false
        }
    }
}
