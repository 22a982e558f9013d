/// One limit of a pipeline's `budgets:` list. Gating judges by it.
public struct Budget: Codable, Sendable, Equatable {
    public enum Subject: Codable, Sendable, Equatable {
        /// Whole binaries.
        case artifacts
        /// Every package whose import path matches.
        case packages(Glob)
        /// Every module whose path matches, its packages summed.
        case modules(Glob)
        /// Packages that must not be in the binary.
        case forbidden([Glob])
        /// That the linker drops methods which nobody can call.
        case methodsElimination
    }

    /// How much bigger than the baseline a subject may become.
    public enum Growth: Codable, Sendable, Equatable {
        case percent(Double)
        case bytes(Int)
    }

    public var subject: Subject
    /// The programs it speaks of; nil for all.
    public var mains: [MainPackage]?
    /// The binaries it speaks of, matched against `TARGET/PRESET` (`linux/amd64/strip`); nil for all.
    public var artifact: Glob?
    /// Bytes in the file.
    public var max: Int?
    /// Bytes after gzip; for `.artifacts` only.
    public var maxCompressed: Int?
    public var growth: Growth?
    /// The budget as the user wrote it, in one line.
    public var text: String
    /// `FILE:LINE`.
    public var place: String

    public init(
        subject: Subject, mains: [MainPackage]? = nil, artifact: Glob? = nil, max: Int? = nil, maxCompressed: Int? = nil,
        growth: Growth? = nil, text: String,
        place: String
    ) {
        self.subject = subject
        self.mains = mains
        self.artifact = artifact
        self.max = max
        self.maxCompressed = maxCompressed
        self.growth = growth
        self.text = text
        self.place = place
    }

    /// Whether it speaks of a program, called by its import path or as the pipeline says it.
    public func speaks(of main: String) -> Bool {
        mains?.contains { $0.importPath == main || $0.path == main } ?? true
    }
}
