package import JSON
public import Planning

/// The part of a plan that one of several machines built: schema `pare.shard/1`, saved as `dist/PIPELINE/shards/2-of-5.json`.
public struct ShardReport: Codable, Sendable, Equatable {
    public static let schema = "pare.shard/1"

    public var schema = ShardReport.schema
    public var shard: ShardName
    /// Builds of the whole plan.
    public var planned: Int
    /// Its builds, weighed and checked; no budget is judged. The provenance says from which commit and plan.
    public var report: BuildReport

    public init(shard: ShardName, planned: Int, report: BuildReport) {
        self.shard = shard
        self.planned = planned
        self.report = report
    }

    /// Throws when the text is damaged, of another schema, or has sums that do not hold.
    /// - Parameter name: where the text came from, for the error.
    public init(json: String, name: String) throws(ReportError) { try self.init(SavedDocument(json, name), name) }

    /// So of a file that stays open as long as the report is in use. The packages of its builds are left to the file.
    package init(of file: any JSONSource, name: String) throws(ReportError) {
        try self.init(SavedDocument(of: file, name), name)
    }

    private init(_ document: SavedDocument, _ name: String) throws(ReportError) {
        let schema = try document.schema
        guard schema == Self.schema else {
            throw ReportError("\(name): `\(schema.visible)` is no shard, whose schema is \(Self.schema)")
        }
        let shard = try document.decode(ShardReport.self)
        try shard.report.checkSums(name)
        guard ShardName(shard.shard.index, of: shard.shard.count) != nil, shard.planned >= shard.report.builds.count else {
            throw ReportError("\(name): shard \(shard.shard) of \(shard.planned) builds cannot be")
        }
        self = shard
    }
}
