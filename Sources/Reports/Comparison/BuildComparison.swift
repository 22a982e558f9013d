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
    /// Ways in which the old builds were made otherwise, so that not all growth is that of the program: another release of Go, other
    /// settings, another Pare, failed builds.
    public let caveats: [String]

    private enum CodingKeys: String, CodingKey {
        case schema, pairs, onlyOld, onlyNew, caveats
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
        var caveats: [String] = []
        for build in new.builds {
            guard let earlier = before[build.title], let text = BuildMatch.difference(earlier, in: old, build, in: new),
                !caveats.contains(text)
            else { continue }
            caveats.append(text)
        }
        if let was = old.provenance?.pare, let now = new.provenance?.pare, was != now {
            caveats.append("the baseline was weighed by Pare \(was.visible), not by \(now.visible)")
        }
        let failed = old.builds.filter { $0.status == .failed }.map(\.title)
        if let first = failed.first {
            caveats.append(
                "\(first.visible)\(failed.count > 1 ? " and \(failed.count - 1) more" : "") could not be built for the baseline")
        }
        self.caveats = caveats
    }
}

extension BuildReport.Build {
    /// `cmd/pprof linux/amd64 strip`.
    public var title: String { "\(main) \(target) \(preset)" }
}
