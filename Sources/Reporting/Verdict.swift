/// The judgement of the gate: passed when no budget is broken.
public struct Verdict: Codable, Sendable, Equatable {
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

    public var passed: Bool
    public var broken: [Broken]
    /// What could not be judged and why: failed builds, budgets that match nothing, growth without a baseline.
    public var notes: [String]

    public init(broken: [Broken], notes: [String] = []) {
        self.passed = broken.isEmpty
        self.broken = broken
        self.notes = notes
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        passed = try container.decode(Bool.self, forKey: .passed)
        broken = try container.decode([Broken].self, forKey: .broken)
        notes = try container.decodeIfPresent([String].self, forKey: .notes) ?? []
    }
}
