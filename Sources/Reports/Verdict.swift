/// The judgement of the gate: passed only when every budget was judged and none is broken.
public struct Verdict: Codable, Sendable, Equatable {
    public enum State: String, Codable, Sendable {
        case passed, broken
        /// No budget is broken, but some could not be judged.
        case notJudged = "not-judged"
    }

    /// A limit and the build of one target that is nearest to it.
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
    /// Exceeded budgets of level `warn`, and limits that have less room left than their `headroom`.
    public var warned: [Broken] = []
    /// Broken budgets that a waiver lets pass.
    public var waived: [Waived] = []
    public var notJudged: [NotJudged]
    /// Remarks without effect on the state: builds that the command line left out.
    public var notes: [String]
    /// Whether budgets that were not judged pass.
    public var isLenient: Bool
    /// How many budgets there are; nil in reports of an earlier Pare.
    public var budgets: Int?
    /// Every limit that was judged, kept ones too, in the order of the budgets and then of the targets; nil in reports of an earlier Pare.
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
        case state, passed, broken, warned, waived, notJudged, notes, budgets, limits
    }

    /// `state` follows from the lists, whatever a file says.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isLenient = try container.decode(Bool.self, forKey: .passed)
        broken = try container.decode([Broken].self, forKey: .broken)
        warned = try container.decodeIfPresent([Broken].self, forKey: .warned) ?? []
        waived = try container.decodeIfPresent([Waived].self, forKey: .waived) ?? []
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
        try container.encode(warned, forKey: .warned)
        try container.encode(waived, forKey: .waived)
        try container.encode(notJudged, forKey: .notJudged)
        try container.encode(notes, forKey: .notes)
        try container.encodeIfPresent(budgets, forKey: .budgets)
        try container.encodeIfPresent(limits, forKey: .limits)
    }
}

extension Verdict {
    /// Of each limit the build nearest to it, over all targets: the rows of the table of budgets.
    package var nearestLimits: [Limit] {
        (limits ?? []).reduce(into: []) { nearest, limit in
            guard
                let index = nearest.firstIndex(where: {
                    $0.source == limit.source && $0.finding.kind == limit.finding.kind
                })
            else { return nearest.append(limit) }
            nearest[index].judged += limit.judged
            nearest[index].broken += limit.broken
            if limit.finding.headroom < nearest[index].finding.headroom { nearest[index].finding = limit.finding }
        }
    }
}
