internal import Host
internal import Reports

/// Prepared statements that add rows within a transaction.
struct Insertion {
    private let database: Database
    private let findBuild, removeBuild, insertBuild, findSeries, insertSeries, insertRef: Statement
    private let findContents, insertContents, findShape, insertShape: Statement

    init(_ database: Database) throws(DatabaseError) {
        self.database = database
        findBuild = try database.prepare("SELECT id, recorded, digest FROM build WHERE identity = ?")
        removeBuild = try database.prepare("DELETE FROM build WHERE id = ?")
        insertBuild = try database.prepare(
            """
            INSERT INTO build (identity, digest, series, "commit", changed, time, recorded, go, pare, size, compressed, sha256,
                seconds, peak, verdict, contents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        findSeries = try database.prepare("SELECT id FROM series WHERE pipeline = ? AND main = ? AND target = ? AND preset = ?")
        insertSeries = try database.prepare("INSERT INTO series (pipeline, main, target, preset) VALUES (?, ?, ?, ?)")
        insertRef = try database.prepare("INSERT OR IGNORE INTO ref VALUES (?, ?, ?)")
        findContents = try database.prepare("SELECT id FROM contents WHERE digest = ?")
        insertContents = try database.prepare("INSERT INTO contents (digest, shape, sizes, details) VALUES (?, ?, ?, ?)")
        findShape = try database.prepare("SELECT id FROM shape WHERE digest = ?")
        insertShape = try database.prepare("INSERT INTO shape (digest, names) VALUES (?, ?)")
    }

    /// Adds a row; false when it was there already.
    func add(_ build: RecordedBuild) throws -> Bool {
        if let commit = build.commit {
            for name in build.branches { try insertRef.run([.text(commit), .text("branch"), .text(name)]) }
            for name in build.tags { try insertRef.run([.text(commit), .text("tag"), .text(name)]) }
        }
        let (identity, digest) = (build.identity, build.digest)
        let known = try findBuild.first([.text(identity)]) {
            (id: findBuild.int(0), recorded: findBuild.int(1), digest: findBuild.text(2))
        }
        if let known {
            guard (build.recorded, digest) < (known.recorded, known.digest) else { return false }
            try removeBuild.run([.int(known.id)])
        }
        let series = try row(
            findSeries, insertSeries,
            [.text(build.pipeline), .text(build.main), .text(build.target), .text(build.preset)])
        let contents = try build.contents.map(row)
        try insertBuild.run([
            .text(identity), .text(digest), .int(series), .init(build.commit), .int(build.isChanged ? 1 : 0), .int(build.time),
            .int(build.recorded), .init(build.go), .text(build.pare), .int(build.size), .init(build.compressed),
            .init(build.sha256), .init(build.seconds), .init(build.peakBytes), .init(build.verdict?.rawValue), .init(contents),
        ])
        return known == nil
    }

    private func row(_ contents: Contents) throws -> Int {
        let shape = digest(contents.shape)
        let numbers = digest(contents.sizes + contents.details + Array(shape.utf8))
        if let known = try findContents.first([.text(numbers)], { findContents.int(0) }) { return known }
        let names = try findShape.first([.text(shape)]) { findShape.int(0) }
        let shapeRow = try names ?? inserted(insertShape, [.text(shape), .blob(packed(contents.shape))])
        return try inserted(
            insertContents,
            [.text(numbers), .int(shapeRow), .blob(contents.sizes), .blob(packed(contents.details))])
    }

    private func row(_ find: Statement, _ insert: Statement, _ key: [Statement.Value]) throws -> Int {
        try find.first(key) { find.int(0) } ?? inserted(insert, key)
    }

    private func inserted(_ insert: Statement, _ values: [Statement.Value]) throws -> Int {
        try insert.run(values)
        return database.lastRow
    }

    private func digest(_ bytes: [UInt8]) -> String { unsafe SHA256.hexadecimal(of: bytes.span.bytes) }
}
