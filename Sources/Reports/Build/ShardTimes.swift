public import Planning

/// Builds of one shard of a merged report: packages that go compiled for them, and their times.
public struct ShardTimes: Codable, Sendable, Equatable {
    public var shard: ShardName
    /// Builds that the report has from it.
    public var builds: Int
    /// Packages that its builds compiled, and those that came out of the cache; a package counts for each build.
    public var compiled: Int
    public var cached: Int
    /// Wall time of the builds that it made, added up. They run at the same time: it may exceed `seconds`.
    public var buildSeconds: Double
    /// Wall time of the whole shard; nil in shards of versions that did not write it.
    public var seconds: Double?

    /// `builds` are those that the report has from the shard. What had not changed took no time.
    public init(shard: ShardName, builds: [BuildReport.Build], seconds: Double?) {
        self.shard = shard
        self.builds = builds.count
        compiled = builds.reduce(0) { $0 &+ ($1.timings?.compiled ?? 0) }
        cached = builds.reduce(0) { $0 &+ ($1.timings?.cached ?? 0) }
        buildSeconds = builds.filter { $0.status == .built || $0.status == .failed }.reduce(0) { $0 + ($1.seconds ?? 0) }
        self.seconds = seconds
    }
}
