/// Cuts that are made together, with the savings of all of them. Bytes are those of the stripped file, modelled.
public struct CutPlan: Codable, Sendable, Equatable {
    public struct Step: Codable, Sendable, Equatable {
        /// As they are written after `--without`, one each: all are needed.
        public var what: [String]
        /// Edits, as `Suggestion.effort` counts them.
        public var effort: Int
        /// Bytes saved beyond those of the steps before.
        public var saves: Int
        /// Linker names of the functions that call methods by name and go with this step; nil where that is not the aim.
        public var removes: [String]?

        public init(what: [String], effort: Int, saves: Int, removes: [String]? = nil) {
            self.what = what
            self.effort = effort
            self.saves = saves
            self.removes = removes
        }
    }

    /// Cheapest first; empty when no set of cuts is enough.
    public var steps: [Step]
    /// Bytes that all steps save together, and the file then has.
    public var saves: Int
    public var size: Int
    /// Whether the aim is reached: the target size, or method elimination.
    public var isReached: Bool
    /// Packages that go with all steps.
    public var alsoGone: [String]
    /// Linker names of functions that no cut removes; nil where that is not the aim.
    public var staying: [String]?
    /// Asks for all steps at once, for a shell; nil without steps.
    public var command: String?
    /// All steps, built as one program; nil unless that was asked for.
    public var proof: SavingsReport.Proof?

    public init(
        steps: [Step], saves: Int, size: Int, isReached: Bool, alsoGone: [String] = [], staying: [String]? = nil,
        command: String? = nil
    ) {
        self.steps = steps
        self.saves = saves
        self.size = size
        self.isReached = isReached
        self.alsoGone = alsoGone
        self.staying = staying
        self.command = command
    }

    public var effort: Int { steps.reduce(0) { $0 + $1.effort } }
}

extension CutPlan {
    /// `10.12 MiB with 3 cuts, 12 edits; saves 2.10 MiB`, or how near all cuts come.
    package var headline: String {
        guard !steps.isEmpty else { return isReached ? "\(self.size.iec) already" : "no cut makes the file smaller" }
        let cuts = "\(counted(steps.count, "cut")), \(counted(effort, "edit")); saves \(saves.iec)"
        return isReached ? "\(size.iec) with \(cuts)" : "not reached: \(size.iec) with \(cuts)"
    }
}
