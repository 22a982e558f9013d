internal import Planning

/// Lets an exceeded budget pass: of the pipeline until a day, or of a commit message for that commit.
public struct Waiver: Sendable, Equatable {
    /// The budget's name.
    public var name: String
    public var reason: String
    /// Nil for one of a commit message.
    public var until: String?

    public init(name: String, reason: String, until: String? = nil) {
        self.name = name
        self.reason = reason
        self.until = until
    }

    static let trailer = "pare-waive:"

    /// The lines `Pare-Waive: NAME REASON` of a commit message. One without a reason waives nothing.
    public static func list(commitMessage: String) -> [Waiver] {
        commitMessage.split(whereSeparator: \.isNewline).compactMap { line in
            guard line.lowercased().hasPrefix(trailer) else { return nil }
            let words = line.dropFirst(trailer.count).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard words.count == 2 else { return nil }
            return Waiver(name: String(words[0]), reason: String(words[1].drop { $0 == " " }))
        }
    }
}

extension BudgetTerms {
    /// The waiver that holds on a day: that of the pipeline, else one of the commit message.
    func waiver(on today: String?, _ waivers: [Waiver]) -> Waiver? {
        if let waiver, let today, waiver.until >= today {
            return Waiver(name: name ?? "", reason: waiver.reason, until: waiver.until)
        }
        return name.flatMap { name in waivers.first { $0.name == name } }
    }
}
