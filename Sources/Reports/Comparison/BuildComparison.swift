/// Changes from one run of a pipeline to another: schema `pare.builds-diff/1`. Builds are matched by main, target
/// and preset.
public struct BuildComparison: Encodable, Sendable, Equatable {
    public static let schema = "pare.builds-diff/1"

    public struct Pair: Encodable, Sendable, Equatable {
        public var main: String
        public var target: String
        public var preset: String
        public var size: Change
        public var compressed: Change?
        /// nil where a side was not weighed.
        public var contents: Comparison?
    }

    public let schema: String
    public let old: BuildReport
    public let new: BuildReport
    /// Builds that have a size on both sides, in the order of the new report.
    public let pairs: [Pair]
    /// `MAIN TARGET PRESET` of builds that have a size on the old side only.
    public let onlyOld: [String]
    public let onlyNew: [String]

    private enum CodingKeys: String, CodingKey {
        case schema, pairs, onlyOld, onlyNew
    }

    public init(old: BuildReport, new: BuildReport) {
        schema = Self.schema
        self.old = old
        self.new = new
        let before = Dictionary(old.builds.filter { $0.size != nil }.map { ($0.title, $0) }) { first, _ in first }
        let after = Dictionary(new.builds.filter { $0.size != nil }.map { ($0.title, $0) }) { first, _ in first }
        pairs = new.builds.compactMap { build in
            guard let earlier = before[build.title], let was = earlier.size, let size = build.size else { return nil }
            var compressed: Change?
            if let was = earlier.compressed, let now = build.compressed {
                compressed = Change(name: "compressed", old: was, new: now)
            }
            var contents: Comparison?
            if let was = earlier.weigh, let now = build.weigh { contents = Comparison(old: was, new: now) }
            return Pair(
                main: build.main, target: build.target, preset: build.preset,
                size: Change(name: build.title, old: was, new: size), compressed: compressed, contents: contents)
        }
        onlyOld = old.builds.filter { $0.size != nil && after[$0.title] == nil }.map(\.title)
        onlyNew = new.builds.filter { $0.size != nil && before[$0.title] == nil }.map(\.title)
    }
}

extension BuildReport.Build {
    /// `cmd/pprof linux/amd64 strip`.
    public var title: String { "\(main) \(target) \(preset)" }
}
