internal import CSQLite

/// A connection to an SQLite file. Used by one thread at a time.
@safe
final class Database {
    let path: String
    fileprivate let handle: OpaquePointer

    /// Milliseconds that a statement waits for the lock of another process.
    static let patience: Int32 = 20_000

    enum Access {
        case creating, writing
        /// For folders that cannot be written, where there can be no file for locks: what others write meanwhile is not seen.
        case frozen
    }

    init(path: String, _ access: Access = .writing) throws(DatabaseError) {
        self.path = path
        var handle: OpaquePointer?
        let flags: Int32 =
            switch access {
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .writing: SQLITE_OPEN_READWRITE
            case .frozen: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            }
        // Without a folder in front of it, `file:x` would be taken for a URI.
        let plain = path.hasPrefix("/") ? path : "./\(path)"
        let name = access == .frozen ? "file:\(Self.escaped(plain))?immutable=1" : plain
        let code = unsafe sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let handle = unsafe handle else { throw DatabaseError(code: code, message: "out of memory") }
        unsafe self.handle = handle
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, handle) }
        unsafe sqlite3_busy_timeout(handle, Self.patience)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// A path within a URI. (sqlite.org/uri.html)
    private static func escaped(_ path: String) -> String {
        path.reduce(into: "") { text, character in
            switch character {
            case "%": text += "%25"
            case "?": text += "%3f"
            case "#": text += "%23"
            default: text.append(character)
            }
        }
    }

    /// Runs statements separated by semicolons, without results.
    func run(_ statements: String) throws(DatabaseError) {
        let code = unsafe sqlite3_exec(handle, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, handle) }
    }

    func prepare(_ text: String) throws(DatabaseError) -> Statement { try Statement(text, self) }

    /// Number of the first row's first column, 0 without a row.
    func number(_ query: String) throws(DatabaseError) -> Int {
        let statement = try prepare(query)
        return try statement.step() ? statement.int(0) : 0
    }

    /// Identifier of the last inserted row.
    var lastRow: Int { unsafe Int(sqlite3_last_insert_rowid(handle)) }

    /// Rows that the last statement has changed.
    var changes: Int { unsafe Int(sqlite3_changes(handle)) }

    /// Runs `body` while no other process writes: all of its changes are kept, or none when it throws.
    func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            // Some errors have ended the transaction already.
            try? run("ROLLBACK")
            throw error
        }
    }

    /// Runs `body` on one state of the file, whatever other processes write meanwhile.
    func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN")
        defer { try? run("COMMIT") }
        return try body()
    }
}

/// A prepared statement.
@safe
final class Statement {
    enum Value {
        case null
        case int(Int)
        case real(Double)
        case text(String)
        case blob([UInt8])

        init(_ number: Int?) { self = number.map(Value.int) ?? .null }
        init(_ number: Double?) { self = number.map(Value.real) ?? .null }
        init(_ text: String?) { self = text.map(Value.text) ?? .null }
    }

    private let database: Database
    private let handle: OpaquePointer

    fileprivate init(_ text: String, _ database: Database) throws(DatabaseError) {
        self.database = database
        var handle: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(database.handle, text, -1, &handle, nil)
        guard code == SQLITE_OK, let handle = unsafe handle else { throw unsafe DatabaseError(code, database.handle) }
        unsafe self.handle = handle
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Binds all parameters in order and starts again.
    func bind(_ values: [Value]) throws(DatabaseError) {
        unsafe sqlite3_reset(handle)
        for (index, value) in values.enumerated() {
            let index = Int32(index + 1)
            let code =
                switch value {
                case .null: unsafe sqlite3_bind_null(handle, index)
                case .int(let number): unsafe sqlite3_bind_int64(handle, index, Int64(number))
                case .real(let number): unsafe sqlite3_bind_double(handle, index, number)
                case .text(let text): unsafe bind_text_copy(handle, index, text, text.utf8.count)
                case .blob(let bytes): unsafe bind_blob_copy(handle, index, bytes, bytes.count)
                }
            guard code == SQLITE_OK else { throw unsafe DatabaseError(code, database.handle) }
        }
    }

    /// Runs to the next row; false at the end, after which the statement holds no lock.
    func step() throws(DatabaseError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        let error = unsafe DatabaseError(code, database.handle)
        unsafe sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw error }
        return false
    }

    /// Runs a statement without a result.
    func run(_ values: [Value]) throws(DatabaseError) {
        try bind(values)
        while try step() {}
    }

    /// The first row of a query that has one at most.
    func first<Result>(_ values: [Value], _ row: () throws -> Result) throws -> Result? {
        try bind(values)
        guard try step() else { return nil }
        defer { unsafe sqlite3_reset(handle) }
        return try row()
    }

    func int(_ column: Int32) -> Int { unsafe Int(sqlite3_column_int64(handle, column)) }
    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }
    func optionalReal(_ column: Int32) -> Double? { isNull(column) ? nil : unsafe sqlite3_column_double(handle, column) }
    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func optionalText(_ column: Int32) -> String? {
        guard !isNull(column), let start = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes of a column, valid until the next step.
    func blob<Result>(_ column: Int32, _ body: (RawSpan) throws -> Result) rethrows -> Result {
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
        return try unsafe body(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count)))
    }
}

/// An error of SQLite.
struct DatabaseError: Error {
    var code: Int32
    /// In SQLite's words.
    var message: String

    init(code: Int32, message: String) {
        self.code = code & 0xff
        self.message = message
    }

    fileprivate init(_ code: Int32, _ handle: OpaquePointer) {
        self.init(code: code, message: unsafe String(cString: sqlite3_errmsg(handle)))
    }
}
