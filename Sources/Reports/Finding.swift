/// One limit of a budget held against one build: a row in the table of budgets. Sentences are made of it, never read back.
public struct Finding: Codable, Sendable, Equatable {
    /// The limited quantity.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case artifactSize = "artifact-size"
        case downloadSize = "download-size"
        case artifactGrowth = "artifact-growth"
        case packageSize = "package-size"
        case packageGrowth = "package-growth"
        case moduleSize = "module-size"
        case moduleGrowth = "module-growth"
        case forbiddenPackage = "forbidden-package"
        case methodElimination = "methods-elimination"
    }

    public enum Unit: String, Codable, Sendable {
        case bytes, packages
    }

    /// The line of the pipeline's file that sets the limit.
    public struct Source: Codable, Sendable, Equatable {
        /// The budget as the user wrote it, in one line: `artifact linux/*/strip max 20 MiB`.
        public var budget: String
        public var file: String?
        public var line: Int?

        public init(budget: String, file: String? = nil, line: Int? = nil) {
            self.budget = budget
            self.file = file
            self.line = line
        }

        /// `FILE:LINE`.
        public var place: String? { file.map { file in line.map { "\(file):\($0)" } ?? file } }
    }

    public var kind: Kind
    public var unit: Unit
    /// The most that is allowed; of growth the bytes that may be added to the baseline.
    public var limit: Int
    /// Percent of the baseline that `limit` was calculated from; nil for limits in bytes.
    public var percent: Double?
    public var actual: Int
    /// Bytes in the baseline; for growth.
    public var baseline: Int?
    /// Import path of the main package.
    public var program: String
    public var target: String
    public var preset: String
    /// The package or module; nil for whole binaries.
    public var name: String?

    public init(
        kind: Kind, unit: Unit = .bytes, limit: Int, percent: Double? = nil, actual: Int, baseline: Int? = nil,
        build: BuildReport.Build, name: String? = nil
    ) {
        self.kind = kind
        self.unit = unit
        self.limit = limit
        self.percent = percent
        self.actual = actual
        self.baseline = baseline
        program = build.main
        target = build.target
        preset = build.preset
        self.name = name
    }

    /// Limit less the actual figure; negative when the budget is broken.
    public var headroom: Int { limit - actual }

    public var isBroken: Bool { actual > limit }

    /// `cmd/pprof linux/amd64 strip`.
    public var build: String { "\(program) \(target) \(preset)" }

    /// The package or module and the build, or the build alone.
    public var subject: String { name.map { "\($0) in \(build)" } ?? build }
}

extension Finding {
    /// How far the limit is exceeded, with exact figures. `detail` is what the figures do not tell: the size of a forbidden package,
    /// the reason for kept methods, the packages that grew most.
    func sentence(detail: String?) -> String {
        let over = "\((actual - limit).grouped) over its \(limit.limit)"
        let name = name?.visible ?? ""
        return switch kind {
        case .artifactSize: "\(build) is \(actual.grouped) bytes, \(over)"
        case .downloadSize: "\(build) is \(actual.grouped) bytes to download, \(over)"
        case .packageSize: "package \(name) takes \(actual.grouped) bytes of \(build), \(over)"
        case .moduleSize: "module \(name) takes \(actual.grouped) bytes of \(build), \(over)"
        case .artifactGrowth, .packageGrowth, .moduleGrowth: growthSentence + (detail.map { "; mostly \($0)" } ?? "")
        case .forbiddenPackage: "\(build) contains \(name)\(detail.map { " (\($0))" } ?? ""), which is forbidden"
        case .methodElimination:
            "\(build) keeps methods that nobody calls, \(actual.grouped) bytes of them\(detail.map { ": \($0)" } ?? "")"
        }
    }

    private var growthSentence: String {
        let subject = name.map { "\($0.visible) in \(build)" } ?? build
        guard let baseline, baseline > 0 else {
            return "\(subject) is new with \(actual.grouped) bytes, \(limitText) of growth is allowed"
        }
        return
            "\(subject) grew by \(actual.grouped) bytes (\(actual.change(of: baseline) ?? "")) from \(baseline.grouped) to \((baseline + actual).grouped), \((actual - limit).grouped) more than the \(limitText) allowed"
    }

    /// The limit as the user wrote it: `13 MiB`, `2%`, `none`.
    package var limitText: String {
        guard let percent else { return unit == .packages || kind == .methodElimination ? "none" : limit.limit }
        return percent == percent.rounded() && percent.magnitude < 1e6 ? "\(Int(percent))%" : "\(percent)%"
    }
}

extension Finding {
    /// The actual figure with its unit, signed for growth.
    package var actualText: String {
        switch kind {
        case .artifactGrowth, .packageGrowth, .moduleGrowth: actual.signedIEC
        case .forbiddenPackage: "\(actual)"
        default: actual.iec
        }
    }

    /// The headroom with its unit; empty for counts.
    package var headroomText: String { unit == .packages ? "" : headroom.iec }
}

extension Finding.Kind {
    /// The limited quantity in a word: `size`, `growth`.
    package var noun: String {
        switch self {
        case .artifactSize, .packageSize, .moduleSize: "size"
        case .downloadSize: "download"
        case .artifactGrowth, .packageGrowth, .moduleGrowth: "growth"
        case .forbiddenPackage: "packages"
        case .methodElimination: "kept methods"
        }
    }
}
