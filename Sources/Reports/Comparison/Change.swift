/// One name's bytes on both sides of a comparison.
public struct Change: Codable, Sendable, Equatable {
    public var name: String
    /// Bytes in the old file; nil where it has no such thing.
    public var old: Int?
    /// Bytes in the new file; nil where it has no such thing.
    public var new: Int?
    /// `new - old`, in bytes.
    public var change: Int

    public init(name: String, old: Int?, new: Int?) {
        self.name = name
        self.old = old
        self.new = new
        self.change = (new ?? 0) - (old ?? 0)
    }

    /// What happened, in one word.
    package var word: String {
        if old == nil { return "added" }
        if new == nil { return "removed" }
        return change > 0 ? "grown" : change < 0 ? "shrunk" : "same"
    }

    /// `+3.1%`, `new` or `gone`.
    package var ratio: String {
        if old == nil { return "new" }
        if new == nil { return "gone" }
        return change.change(of: old ?? 0) ?? (change == 0 ? "0.0%" : "new")
    }

    /// Changes between two sets of named sizes, by absolute change, then name.
    package static func list(_ old: [String: Int], _ new: [String: Int]) -> [Change] {
        Set(old.keys).union(new.keys)
            .map { Change(name: $0, old: old[$0], new: new[$0]) }
            .sorted {
                $0.change.magnitude == $1.change.magnitude ? $0.name < $1.name : $0.change.magnitude > $1.change.magnitude
            }
    }
}
