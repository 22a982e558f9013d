/// One limit of a pipeline's `budgets:` list. Gating judges by it.
public struct Budget: Codable, Sendable, Equatable {
    public enum Subject: Codable, Sendable, Equatable {
        /// Whole binaries.
        case artifacts
        /// Every package whose import path matches.
        case packages(Glob)
        /// Every module whose path matches, its packages summed.
        case modules(Glob)
        /// Every section whose name matches.
        case sections(Glob)
        /// Every kind of bytes of packages whose name matches: `code`, `data`, `debug` ...
        case kinds(Glob)
        /// Every group of the pipeline's `groups` whose name matches.
        case groups(Glob)
        /// Every owner of such groups whose name matches.
        case owners(Glob)
        /// Packages that must not be in the binary.
        case forbidden([Glob])
        /// Packages that must be in the binary.
        case required([Glob])
        /// Dead-method elimination of the linker.
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
    /// Bytes in memory before the program runs; for `.artifacts` only.
    public var maxMemory: Int?
    /// Linked packages and modules; for `.artifacts` only.
    public var maxPackages: Int?
    public var maxModules: Int?
    public var growth: Growth?
    /// Growth up to this is none, whatever `growth` says.
    public var noise: Int?
    /// Room to stay free below `max` and `maxCompressed`: less of it is a warning.
    public var headroom: Growth?
    public var level = BudgetLevel.fail
    /// Name that a waiver of a commit message gives.
    public var name: String?
    /// Told with every excess.
    public var advice: String?
    public var waiver: BudgetWaiver?
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

    /// Whether the budget covers a program, given by import path or as the pipeline writes it.
    public func applies(to main: String) -> Bool {
        mains?.contains { $0.importPath == main || $0.path == main } ?? true
    }
}

/// The effect of an exceeded budget.
public enum BudgetLevel: String, Codable, Sendable, CaseIterable {
    case warn, fail
}

/// Lets an exceeded budget pass until the end of a day.
public struct BudgetWaiver: Codable, Sendable, Equatable {
    public var reason: String
    /// Last day on which it holds, `2026-12-31`.
    public var until: String

    public init(reason: String, until: String) {
        self.reason = reason
        self.until = until
    }
}

/// The bytes that `20MiB`, `1.5MB`, `300 KB` or `4096` says, a fraction of a byte left out; nil when the text is no such size.
public func byteSize(_ text: String) -> Int? {
    let units = [
        "": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
    ]
    let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = text.dropFirst(number.count).drop { $0 == " " }
    guard let factor = units[String(unit)] else { return nil }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int($0) }), parts.count <= 2 else { return nil }
    let (bytes, overflow) = whole.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return bytes }
    guard (1...6).contains(parts[1].count), factor > 1, let decimals = Int(parts[1]) else { return nil }
    let scale = parts[1].reduce(1) { scale, _ in scale * 10 }
    let (sum, carried) = bytes.addingReportingOverflow(decimals * factor / scale)
    return carried ? nil : sum
}
