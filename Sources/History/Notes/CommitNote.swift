/// The rows of one commit as the contents of a git note: a line of text, then records behind their sizes. Equal rows make equal notes,
/// and the names in them are the same from commit to commit, which git stores once.
struct CommitNote {
    var builds: [RecordedBuild]

    private static let title = "pare history "
    private static let version = 1

    /// Rows of a commit that is none of changed files, in the order of their identities.
    var bytes: [UInt8] {
        var writer = RecordWriter()
        for build in builds.sorted(by: { $0.identity < $1.identity }) {
            var record = RecordWriter()
            build.write(to: &record)
            record.write(build.branches.sorted())
            record.write(build.tags.sorted())
            writer.write(record.bytes)
        }
        return Array("\(Self.title)\(Self.version): `pare history fetch` reads it\n".utf8) + writer.bytes
    }

    init(_ builds: [RecordedBuild]) {
        self.builds = builds
    }

    /// Adds the rows of another note of the commit, by the rule of `HistoryStore`.
    mutating func add(_ other: CommitNote) {
        var rows = Dictionary(builds.map { ($0.identity, $0) }) { $1 }
        let all = builds + other.builds
        for row in other.builds where rows[row.identity].map(row.isPreferred) ?? true { rows[row.identity] = row }
        let (branches, tags) = (Set(all.flatMap(\.branches)), Set(all.flatMap(\.tags)))
        builds = rows.values.map { row in
            var row = row
            (row.branches, row.tags) = (branches, tags)
            return row
        }
    }

    /// Throws for another version, for damaged records and for rows of another commit.
    init(_ bytes: [UInt8], commit: String) throws(RecordError) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { throw RecordError("title", at: 0) }
        guard String(decoding: bytes[..<end], as: UTF8.self).hasPrefix("\(Self.title)\(Self.version):") else {
            throw RecordError("version", at: 0)
        }
        let records = Array(bytes[(end + 1)...])
        var reader = unsafe RecordReader(records.span.bytes)
        builds = []
        while !reader.isAtEnd {
            let record = try reader.part("record")
            var fields = unsafe RecordReader(record.span.bytes)
            var build = try RecordedBuild(&fields)
            build.branches = Set(try fields.texts("branches"))
            build.tags = Set(try fields.texts("tags"))
            guard build.commit == commit, !build.isChanged else { throw RecordError("commit", at: 0) }
            // Contents that cannot be read would fail every later query.
            _ = try build.build()
            builds.append(build)
        }
    }
}
