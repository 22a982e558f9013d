internal import Reports

/// The largest changes by name, and one row for what is left; what did not change is left out.
struct ChangeCut {
    var shown: [Change]
    var rest: Change?

    init(_ changes: [Change], top: Int?) {
        let changed = changes.filter { $0.change != 0 || $0.old == nil || $0.new == nil }
        let unchanged = changes.count - changed.count
        shown = Array(changed.prefix(max(top ?? changed.count, 0)))
        let hidden = changed.count - shown.count
        guard hidden > 0 || unchanged > 0 else { return }
        let listed = Set(shown.map(\.name))
        let others = changes.filter { !listed.contains($0.name) }
        let parts = [hidden > 0 ? "… and \(hidden.grouped) more" : nil, unchanged > 0 ? "\(unchanged.grouped) unchanged" : nil]
        rest = Change(
            name: parts.compactMap(\.self).joined(separator: ", "), old: others.reduce(0) { $0 + ($1.old ?? 0) },
            new: others.reduce(0) { $0 + ($1.new ?? 0) })
    }
}
