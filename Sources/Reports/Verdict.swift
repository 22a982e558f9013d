/// The judgement of the gate: passed only when every budget was judged and none is broken.
public struct Verdict: Codable, Sendable, Equatable {
    public enum State: String, Codable, Sendable {
        case passed, broken
        /// Nothing is broken as far as it could be judged, which is not all of it.
        case notJudged = "not-judged"
    }

    public struct Broken: Codable, Sendable, Equatable {
        /// The budget as the user wrote it, in one line: `artifact linux/*/strip max 20 MiB`.
        public var budget: String
        /// `FILE:LINE` of the budget.
        public var place: String?
        /// What broke it: `cmd/pprof linux/amd64 strip`.
        public var subject: String
        /// By how much and why, in one sentence with exact figures and the next step.
        public var message: String

        public init(budget: String, place: String?, subject: String, message: String) {
            self.budget = budget
            self.place = place
            self.subject = subject
            self.message = message
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
        package var place: String? { file.map { file in line.map { "\(file):\($0)" } ?? file } }
    }

    public var broken: [Broken]
    public var notJudged: [NotJudged]
    /// What is worth knowing and fails nothing: builds that the command line left out.
    public var notes: [String]
    /// What was not judged is let pass.
    public var isLenient: Bool
    /// How many budgets there are; nil in reports of an earlier Pare.
    public var budgets: Int?

    public init(
        broken: [Broken], notJudged: [NotJudged] = [], notes: [String] = [], isLenient: Bool = false, budgets: Int? = nil
    ) {
        self.broken = broken
        self.notJudged = notJudged
        self.notes = notes
        self.isLenient = isLenient
        self.budgets = budgets
    }

    public var state: State { !broken.isEmpty ? .broken : notJudged.isEmpty ? .passed : .notJudged }

    /// Nothing stands against it: passed, or lenient with what could not be judged.
    public var passed: Bool { state == .passed || state == .notJudged && isLenient }

    private enum CodingKeys: String, CodingKey {
        case state, passed, broken, notJudged, notes, budgets
    }

    /// `state` follows from the lists, whatever a file says.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isLenient = try container.decode(Bool.self, forKey: .passed)
        broken = try container.decode([Broken].self, forKey: .broken)
        notJudged = try container.decodeIfPresent([NotJudged].self, forKey: .notJudged) ?? []
        notes = try container.decodeIfPresent([String].self, forKey: .notes) ?? []
        budgets = try container.decodeIfPresent(Int.self, forKey: .budgets)
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
    }
}
