/// The judgement of the gate: passed only when every budget was judged and none is broken.
public struct Verdict: Codable, Sendable, Equatable {
    public enum State: String, Codable, Sendable {
        case passed, broken
        /// No budget is broken, but some could not be judged.
        case notJudged = "not-judged"
    }

    /// A broken budget. In JSON the fields of its finding are on the same level.
    public struct Broken: Codable, Sendable, Equatable {
        /// The budget as the user wrote it, in one line: `artifact linux/*/strip max 20 MiB`.
        public var budget: String
        /// `FILE:LINE` of the budget.
        public var place: String?
        /// The build, or a part of it: `cmd/pprof linux/amd64 strip`.
        public var subject: String
        /// By how much and why, in one sentence with exact figures.
        public var sentence: String
        /// Shows more of it, for a shell.
        public var command: String?
        /// Nil in reports of an earlier Pare.
        public var finding: Finding?
        public var file: String?
        public var line: Int?

        public init(_ finding: Finding, _ source: Finding.Source, detail: String? = nil, command: String?) {
            budget = source.budget
            place = source.place
            (file, line) = (source.file, source.line)
            subject = finding.subject
            sentence = finding.sentence(detail: detail)
            self.command = command
            self.finding = finding
        }

        /// The sentence with the command to run next.
        public var message: String { sentence + (command.map { Self.separator + $0 } ?? "") }

        private static let separator = "; run: "

        private enum CodingKeys: String, CodingKey {
            case budget, place, subject, message, command, file, line, kind
        }

        private static func parts(_ message: String) -> (sentence: String, command: String?) {
            for index in message.indices.reversed() where message[index...].hasPrefix(separator) {
                return (String(message[..<index]), String(message[index...].dropFirst(separator.count)))
            }
            return (message, nil)
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            budget = try container.decode(String.self, forKey: .budget)
            place = try container.decodeIfPresent(String.self, forKey: .place)
            subject = try container.decode(String.self, forKey: .subject)
            (sentence, command) = Self.parts(try container.decode(String.self, forKey: .message))
            file = try container.decodeIfPresent(String.self, forKey: .file)
            line = try container.decodeIfPresent(Int.self, forKey: .line)
            finding = container.contains(.kind) ? try Finding(from: decoder) : nil
        }

        public func encode(to encoder: any Encoder) throws {
            try finding?.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(budget, forKey: .budget)
            try container.encodeIfPresent(place, forKey: .place)
            try container.encode(subject, forKey: .subject)
            try container.encode(message, forKey: .message)
            try container.encodeIfPresent(command, forKey: .command)
            try container.encodeIfPresent(file, forKey: .file)
            try container.encodeIfPresent(line, forKey: .line)
        }
    }

    /// A limit and the build that is nearest to it.
    public struct Limit: Codable, Sendable, Equatable {
        public var source: Finding.Source
        public var finding: Finding
        /// Builds, packages or modules that were held against the limit, and how many broke it.
        public var judged: Int
        public var broken: Int

        public init(source: Finding.Source, finding: Finding, judged: Int, broken: Int) {
            self.source = source
            self.finding = finding
            self.judged = judged
            self.broken = broken
        }

        private enum CodingKeys: String, CodingKey { case judged, broken, headroom }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            source = try Finding.Source(from: decoder)
            finding = try Finding(from: decoder)
            judged = try container.decode(Int.self, forKey: .judged)
            broken = try container.decode(Int.self, forKey: .broken)
        }

        public func encode(to encoder: any Encoder) throws {
            try source.encode(to: encoder)
            try finding.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(judged, forKey: .judged)
            try container.encode(broken, forKey: .broken)
            try container.encode(finding.headroom, forKey: .headroom)
        }
    }

    /// A budget that could not be judged, or not for all builds; or builds that no budget could be held against.
    public struct NotJudged: Codable, Sendable, Equatable {
        /// As in `Broken`; nil for builds that were not judged at all.
        public var budget: String?
        public var reason: String
        /// The builds that were not judged, by title; nil where the reason is not one of builds.
        public var builds: [String]?
        /// Place of the budget.
        public var file: String?
        public var line: Int?

        public init(
            budget: String? = nil, reason: String, builds: [String]? = nil, file: String? = nil, line: Int? = nil
        ) {
            self.budget = budget
            self.reason = reason
            self.builds = builds
            self.file = file
            self.line = line
        }

        /// The reason and the first builds.
        package var sentence: String { builds.map { "\(reason): \(listed($0))" } ?? reason }

        /// `FILE:LINE` of the budget.
        package var place: String? { Finding.Source(budget: "", file: file, line: line).place }
    }

    public var broken: [Broken]
    public var notJudged: [NotJudged]
    /// Remarks without effect on the state: builds that the command line left out.
    public var notes: [String]
    /// Whether budgets that were not judged pass.
    public var isLenient: Bool
    /// How many budgets there are; nil in reports of an earlier Pare.
    public var budgets: Int?
    /// Every limit that was judged, kept ones too, in the order of the budgets; nil in reports of an earlier Pare.
    public var limits: [Limit]?

    public init(
        broken: [Broken], notJudged: [NotJudged] = [], notes: [String] = [], isLenient: Bool = false, budgets: Int? = nil,
        limits: [Limit]? = nil
    ) {
        self.broken = broken
        self.notJudged = notJudged
        self.notes = notes
        self.isLenient = isLenient
        self.budgets = budgets
        self.limits = limits
    }

    public var state: State { !broken.isEmpty ? .broken : notJudged.isEmpty ? .passed : .notJudged }

    /// Whether the state is passed, or lenient with budgets that could not be judged.
    public var passed: Bool { state == .passed || state == .notJudged && isLenient }

    private enum CodingKeys: String, CodingKey {
        case state, passed, broken, notJudged, notes, budgets, limits
    }

    /// `state` follows from the lists, whatever a file says.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isLenient = try container.decode(Bool.self, forKey: .passed)
        broken = try container.decode([Broken].self, forKey: .broken)
        notJudged = try container.decodeIfPresent([NotJudged].self, forKey: .notJudged) ?? []
        notes = try container.decodeIfPresent([String].self, forKey: .notes) ?? []
        budgets = try container.decodeIfPresent(Int.self, forKey: .budgets)
        limits = try container.decodeIfPresent([Limit].self, forKey: .limits)
        // An earlier Pare noted what it could not judge and let it pass.
        if !container.contains(.state) {
            notJudged = notes.map { NotJudged(reason: $0) }
            notes = []
            isLenient = false
        }
        if state != .notJudged { isLenient = false }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(passed, forKey: .passed)
        try container.encode(broken, forKey: .broken)
        try container.encode(notJudged, forKey: .notJudged)
        try container.encode(notes, forKey: .notes)
        try container.encodeIfPresent(budgets, forKey: .budgets)
        try container.encodeIfPresent(limits, forKey: .limits)
    }
}
