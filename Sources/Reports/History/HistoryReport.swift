/// Sizes over time: schema `pare.history/1`. A series is one program for one target with one preset.
public struct HistoryReport: Codable, Sendable, Equatable {
    public static let schema = "pare.history/1"

    /// The measured part of each binary.
    public struct Subject: Codable, Sendable, Equatable {
        public enum Kind: String, Codable, Sendable {
            case file, package, module
        }

        public var kind: Kind
        /// Glob over the names; nil for whole files.
        public var name: String?

        public static let file = Subject(kind: .file)

        public init(kind: Kind, name: String? = nil) {
            self.kind = kind
            self.name = name
        }
    }

    /// One recorded build.
    public struct Point: Codable, Sendable, Equatable {
        /// Full hash; nil outside of a repository.
        public var commit: String?
        /// Files differed from the commit.
        public var changed: Bool
        public var branches: [String]
        public var tags: [String]
        /// Time of the commit, of the build where it is not known; ISO 8601, UTC.
        public var time: String
        public var go: String?
        /// Bytes of the subject; 0 where the binary does not have it.
        public var size: Int
        /// Bytes more than in the build before that was of unchanged files; nil for the first.
        public var change: Int?
        /// Download size of the file, bytes.
        public var compressed: Int?
        public var seconds: Double?
        public var peakBytes: Int?
        /// `passed`, `broken` or `not-judged`; nil without budgets.
        public var verdict: Verdict.State?

        public init(
            commit: String?, changed: Bool, branches: [String], tags: [String], time: String, go: String?, size: Int,
            compressed: Int?, seconds: Double?, peakBytes: Int?, verdict: Verdict.State?
        ) {
            self.commit = commit
            self.changed = changed
            self.branches = branches
            self.tags = tags
            self.time = time
            self.go = go
            self.size = size
            self.compressed = compressed
            self.seconds = seconds
            self.peakBytes = peakBytes
            self.verdict = verdict
        }
    }

    /// A change from one recorded commit to the next one.
    public struct Step: Codable, Sendable, Equatable {
        public var from: Point
        public var to: Point
        /// Largest changes of packages, up to five; empty where a side was not analysed.
        public var packages: [Change]

        public init(from: Point, to: Point, packages: [Change]) {
            self.from = from
            self.to = to
            self.packages = packages
        }

        /// Bytes.
        package var change: Int { to.size - from.size }
    }

    public struct Series: Codable, Sendable, Equatable {
        public var pipeline: String
        /// Import path of the main package.
        public var main: String
        public var target: String
        public var preset: String
        /// Oldest first.
        public var points: [Point]
        /// Changes between builds of unchanged files, largest first, growth and shrinkage.
        public var steps: [Step]

        public init(pipeline: String, main: String, target: String, preset: String, points: [Point], steps: [Step] = []) {
            self.pipeline = pipeline
            self.main = main
            self.target = target
            self.preset = preset
            self.points = points
            self.steps = steps
        }
    }

    public var schema = HistoryReport.schema
    public var units = "bytes"
    /// Path of the history.
    public var file: String
    public var subject: Subject
    public var series: [Series]
    /// Whether text shows the steps alone.
    public var onlySteps = false

    private enum CodingKeys: String, CodingKey {
        case schema, units, file, subject, series
    }

    public init(file: String, subject: Subject, series: [Series]) {
        self.file = file
        self.subject = subject
        self.series = series
    }
}

extension HistoryReport.Point {
    /// `1c2e9a4`, `1c2e9a4+` for changed files, `-` without a commit.
    package var shortCommit: String { (commit.map { String($0.prefix(9)) } ?? "-") + (changed ? "+" : "") }

    /// Tags, else branches; changed files are of no tag.
    package var refs: String { (tags.isEmpty || changed ? branches : tags).joined(separator: ", ") }

    /// `2026-11-23`
    package var day: String { String(time.prefix(10)) }
}

extension HistoryReport.Series {
    /// `cmd/pprof linux/amd64 strip`.
    package var title: String { "\(main) \(target) \(preset)" }

    /// The build that decides the present size: the last one of unchanged files.
    package var last: HistoryReport.Point? { points.last { !$0.changed } ?? points.last }

    /// Branches of the builds; those of tagged commits and of commits on no branch do not count.
    package var branches: Set<String> { Set(points.flatMap(\.branches)) }
}

extension HistoryReport {
    /// `package net/http`, `size`.
    package var subjectText: String { subject.name.map { "\(subject.kind.rawValue) \($0)" } ?? "size" }
}
