package import Host
internal import Reports

/// Whole rows, for merging, notes and comparisons.
extension HistoryStore {
    private static let columns = """
        SELECT s.pipeline, s.main, s.target, s.preset, b."commit", b.changed, b.time, b.recorded, b.go, b.pare, b.size,
            b.compressed, b.sha256, b.seconds, b.peak, b.verdict, h.names, c.sizes, c.details
        FROM build b JOIN series s ON s.id = b.series LEFT JOIN contents c ON c.id = b.contents
            LEFT JOIN shape h ON h.id = c.shape
        """

    /// Identities of all rows, in the order of their addition.
    func identities() throws(FileError) -> [String] {
        try told {
            let statement = try database.prepare("SELECT identity FROM build ORDER BY id")
            var identities: [String] = []
            while try statement.step() { identities.append(statement.text(0)) }
            return identities
        }
    }

    func builds(identities: some Sequence<String>) throws(FileError) -> [RecordedBuild] {
        try told {
            let statement = try database.prepare("\(Self.columns) WHERE b.identity = ?")
            let refs = try Refs(database)
            return try identities.compactMap { identity in
                try statement.first([.text(identity)]) { try row(statement, refs) }
            }
        }
    }

    /// The rows of a commit, those of changed files left out, in the order of their recording.
    package func builds(ofCommit commit: String) throws(FileError) -> [RecordedBuild] {
        try told {
            let statement = try database.prepare(
                "\(Self.columns) WHERE b.\"commit\" = ? AND b.changed = 0 ORDER BY b.recorded, b.id")
            let refs = try Refs(database)
            try statement.bind([.text(commit)])
            var builds: [RecordedBuild] = []
            while try statement.step() { builds.append(try row(statement, refs)) }
            return builds
        }
    }

    func setting(_ name: String) throws(FileError) -> String? {
        try told {
            let statement = try database.prepare("SELECT value FROM setting WHERE name = ?")
            return try statement.first([.text(name)]) { statement.text(0) }
        }
    }

    func set(_ name: String, to value: String) throws(FileError) {
        try told { try database.prepare("INSERT OR REPLACE INTO setting VALUES (?, ?)").run([.text(name), .text(value)]) }
    }

    private func row(_ statement: Statement, _ refs: Refs) throws -> RecordedBuild {
        let commit = statement.optionalText(4)
        var build = RecordedBuild(
            pipeline: statement.text(0), main: statement.text(1), target: statement.text(2), preset: statement.text(3),
            commit: commit, isChanged: statement.int(5) != 0, time: statement.time(6), recorded: statement.time(7),
            go: statement.optionalText(8), pare: statement.text(9), size: statement.size(10),
            compressed: statement.optionalSize(11), sha256: statement.optionalText(12), seconds: statement.duration(13),
            peakBytes: statement.optionalSize(14), verdict: statement.optionalText(15).flatMap { Verdict.State(rawValue: $0) })
        if let commit { (build.branches, build.tags) = try refs.names(of: commit) }
        if !statement.isNull(16) {
            build.contents = Contents(
                shape: try statement.blob(16) { try unpacked($0, "names") },
                sizes: statement.blob(17) { span in unsafe span.withUnsafeBytes { unsafe Array($0) } },
                details: try statement.blob(18) { try unpacked($0, "details") })
        }
        return build
    }
}

/// The bytes that `packed` has compressed.
func unpacked(_ bytes: RawSpan, _ name: StaticString) throws(RecordError) -> [UInt8] {
    var reader = RecordReader(bytes)
    return try reader.unpacked(name)
}

/// Numbers within the bounds of arithmetic, whatever a file says.
extension Statement {
    /// Bytes.
    func size(_ column: Int32) -> Int { min(max(int(column), 0), WeighReport.largestSize) }
    func optionalSize(_ column: Int32) -> Int? { isNull(column) ? nil : size(column) }
    /// Seconds since 1970.
    func time(_ column: Int32) -> Int { min(max(int(column), 0), RecordedBuild.lastTime) }
    func duration(_ column: Int32) -> Double? { optionalReal(column).flatMap { (0...1e9).contains($0) ? $0 : nil } }
}

/// Branches and tags of commits, as far as builds of them knew.
struct Refs {
    private let statement: Statement

    init(_ database: Database) throws {
        statement = try database.prepare("SELECT kind, name FROM ref WHERE \"commit\" = ?")
    }

    func names(of commit: String) throws -> (branches: Set<String>, tags: Set<String>) {
        var names: (branches: Set<String>, tags: Set<String>) = ([], [])
        try statement.bind([.text(commit)])
        while try statement.step() {
            if statement.text(0) == "tag" {
                names.tags.insert(statement.text(1))
            } else {
                names.branches.insert(statement.text(1))
            }
        }
        return names
    }
}
