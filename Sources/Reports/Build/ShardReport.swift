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
    /// Wall time of the whole run; nil in shards of versions that did not write it.
    public var seconds: Double?

    public init(shard: ShardName, planned: Int, report: BuildReport, seconds: Double? = nil) {
        self.shard = shard
        self.planned = planned
        self.report = report
        self.seconds = seconds
    }

    /// Throws when the text is damaged, of another schema, or has sums that do not hold.
    /// - Parameter name: where the text came from, for the error.
    public init(json: String, name: String) throws(ReportError) {
        let schema = try SavedReport.schema(of: json, name)
        guard schema == Self.schema else {
            throw ReportError("\(name): `\(schema.visible)` is no shard, whose schema is \(Self.schema)")
        }
        let shard = try SavedReport.decode(ShardReport.self, json, name)
        try shard.report.checkSums(name)
        guard ShardName(shard.shard.index, of: shard.shard.count) != nil, shard.planned >= shard.report.builds.count else {
            throw ReportError("\(name): shard \(shard.shard) of \(shard.planned) builds cannot be")
        }
        if let seconds = shard.seconds, !(0...1e9).contains(seconds) {
            throw ReportError("\(name): `seconds` is \(seconds), not a duration")
        }
        self = shard
    }
}
