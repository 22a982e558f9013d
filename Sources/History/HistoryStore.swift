internal import CSQLite
package import Host
internal import Reports

/// Sizes over time: one SQLite file of recorded builds.
///
/// Rows are added, never changed: each has an identity, and adding it twice is adding it once. Every function throws `FileError`.
@safe
package struct HistoryStore {
    /// Rows of one change.
    package struct Added: Sendable, Equatable {
        package var new = 0
        /// Rows that were there already.
        package var known = 0

        package init() {}
    }

    package let path: String
    let database: Database

    /// Opens a file to read and to prune. Throws when there is none.
    package init(reading path: String) throws(FileError) {
        guard fileExists(path) else {
            throw FileError(
                path: path,
                reason: "no history yet; `pare build --record` begins one, `pare history import REPORT` and `fetch` too"
            )
        }
        try self.init(path, creating: false)
    }

    /// Opens a file to add rows; it and its folder are created if need be.
    package init(writing path: String) throws(FileError) {
        if let slash = path.lastIndex(of: "/"), !fileExists(path) {
            let folder = String(path[..<slash])
            do {
                let isNew = !folder.isEmpty && !isFolder(folder)
                if isNew { try createFolders(folder) }
                // Keeps the folder out of `git status`.
                if isNew, folder.hasSuffix(".pare") { try replaceFile(at: "\(folder)/.gitignore", with: "*\n") }
            } catch let error as FileError {
                throw error
            } catch {
                throw FileError(path: folder, error)
            }
        }
        try self.init(path, creating: true)
    }

    private init(_ path: String, creating: Bool) throws(FileError) {
        guard !isFolder(path) else { throw FileError(path: path, reason: "is a folder, not a history of pare") }
        self.path = path
        database = try Self.told(path) {
            let database = try Database(path: path, creating ? .creating : .writing)
            do {
                try Schema.prepare(database)
                return database
            } catch let error as DatabaseError where !creating && [SQLITE_CANTOPEN, SQLITE_READONLY].contains(error.code) {
                let frozen = try Database(path: path, .frozen)
                try Schema.prepare(frozen)
                return frozen
            }
        }
    }

    /// Adds rows, all or none.
    package func add(_ builds: [RecordedBuild]) throws(FileError) -> Added {
        try told {
            try database.transaction {
                let insertion = try Insertion(database)
                var added = Added()
                for build in builds {
                    if try insertion.add(build) { added.new += 1 } else { added.known += 1 }
                }
                return added
            }
        }
    }

    /// Adds the rows of another history.
    package func merge(_ other: HistoryStore) throws(FileError) -> Added {
        var added = Added()
        // In parts, so that memory stays bounded and other writers get their turn.
        for part in try other.identities().split(every: 256) {
            let some = try add(other.builds(identities: part))
            added.new += some.new
            added.known += some.known
        }
        return added
    }

    /// Runs `body` and describes errors of SQLite for people.
    func told<Value>(_ body: () throws -> Value) throws(FileError) -> Value { try Self.told(path, body) }

    private static func told<Value>(_ path: String, _ body: () throws -> Value) throws(FileError) -> Value {
        do {
            return try body()
        } catch let error as FileError {
            throw error
        } catch let error as DatabaseError {
            throw FileError(path: path, reason: error.reason)
        } catch let error as RecordError {
            throw FileError(path: path, reason: "a row of the history is damaged: \(error); \(DatabaseError.repair)")
        } catch {
            throw FileError(path: path, error)
        }
    }
}

extension DatabaseError {
    static let repair =
        "move the file away and fill another one: `pare history fetch`, `pare history import REPORT`, or `sqlite3 FILE .recover`"

    /// The reason and the next step.
    fileprivate var reason: String {
        switch code {
        case SQLITE_NOTADB:
            "is not an SQLite file, so not a history of pare; move it away, or name another one with --history FILE"
        case SQLITE_CORRUPT: "the history is damaged (\(message)); \(Self.repair)"
        case SQLITE_FULL: "\(message); nothing was written and no row is lost: make room, then run the command again"
        case SQLITE_IOERR:
            "the system could not read or write (\(message)); no row is lost: make room on the disk, then run the command again"
        case SQLITE_BUSY, SQLITE_LOCKED:
            "another process has been writing for \(Database.patience / 1000) s; nothing was written: run the command again later"
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
            "\(message); check the permissions of the file and its folder, or name another one with --history FILE"
        default: message
        }
    }
}

extension Array {
    /// Parts of `size` elements; the last may be shorter.
    func split(every size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
