public import Reports

/// A tree of sizes to walk through: a file by its breakdown, or two files side by side.
public struct SizeTree: Sendable, Equatable {
    public var name: String
    /// A package's module, a build's program.
    public var note: String?
    public var size: Int
    /// Bytes in the older file; nil without one.
    public var before: Int?
    public var children: [SizeTree]
    /// Import path, of rows that are packages.
    public var package: String?

    public init(_ name: String, size: Int, before: Int? = nil, children: [SizeTree] = []) {
        self.name = name
        self.size = size
        self.before = before
        self.children = children
    }

    public init(_ name: String, _ breakdown: Breakdown) {
        self.init(name, size: breakdown.total, children: breakdown.rows.map(SizeTree.init))
    }

    /// Rows that only one side has are 0 bytes on the other.
    public init(_ name: String, old: Breakdown, new: Breakdown) {
        self.init(name, size: new.total, before: old.total, children: Self.merged(old.rows, new.rows))
    }

    private init(_ row: Breakdown.Row) {
        self.init(row.label.name, size: row.size, children: row.children.map(SizeTree.init))
        describe(row.label)
    }

    private mutating func describe(_ label: Breakdown.Label) {
        note = label.note
        if label.role == .group(.package) { package = label.name }
    }

    private static func merged(_ old: [Breakdown.Row], _ new: [Breakdown.Row]) -> [SizeTree] {
        let before = Dictionary(old.map { ($0.label, $0) }) { first, _ in first }
        let after = Set(new.map(\.label))
        func pair(_ label: Breakdown.Label, _ old: Breakdown.Row?, _ new: Breakdown.Row?) -> SizeTree {
            var tree = SizeTree(
                label.name, size: new?.size ?? 0, before: old?.size ?? 0,
                children: merged(old?.children ?? [], new?.children ?? []))
            tree.describe(label)
            return tree
        }
        return new.map { pair($0.label, before[$0.label], $0) }
            + old.filter { !after.contains($0.label) }.map { pair($0.label, $0, nil) }
    }

    public var change: Int { before.map { size - $0 } ?? 0 }
}
