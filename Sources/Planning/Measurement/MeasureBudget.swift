/// A limit on what the points of a measurement need. Gating judges by it.
public struct MeasureBudget: Codable, Sendable, Equatable {
    /// The limited figure.
    public enum Figure: String, Codable, Sendable, CaseIterable {
        case memory, cpu, startup
        case liveHeap = "live-heap"
        case allocated
        case neverRun = "never-run"

        /// Figures of memory: they may have a limit in bytes. Times are only compared within one call.
        public var isSize: Bool { self == .memory || self == .liveHeap || self == .allocated }
    }

    public enum Limit: Codable, Sendable, Equatable {
        case bytes(Int)
        /// Of the figure at the reference; of never-run code that of the program.
        case percent(Double)
    }

    /// Points of one preset, under some settings.
    public struct Points: Codable, Sendable, Equatable {
        /// Nil is all presets; of a reference the same one.
        public var preset: Glob?
        /// Values by variable; other variables are free, and those of a reference the same.
        public var settings: [EnvironmentVariable]

        public init(preset: Glob? = nil, settings: [EnvironmentVariable] = []) {
            self.preset = preset
            self.settings = settings
        }
    }

    public var figure: Figure
    public var limit: Limit
    public var points: Points
    /// Points that a limit in percent is a part of; nil for a limit in bytes.
    public var reference: Points?
    public var level = BudgetLevel.fail
    /// Name that a waiver of a commit message gives.
    public var name: String?
    public var advice: String?
    public var waiver: BudgetWaiver?
    /// The budget as the user wrote it, in one line.
    public var text: String
    /// `FILE:LINE`
    public var place: String

    public init(
        figure: Figure, limit: Limit, points: Points = Points(), reference: Points? = nil, text: String, place: String
    ) {
        self.figure = figure
        self.limit = limit
        self.points = points
        self.reference = reference
        self.text = text
        self.place = place
    }
}
