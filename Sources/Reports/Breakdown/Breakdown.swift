/// A tree of sizes: the bytes of one file by any nesting of dimensions. The rows of every level sum to the row above,
/// the top rows to the file.
public struct Breakdown: Sendable, Equatable {
    /// The role of a row.
    public enum Role: Sendable, Hashable {
        case group(Dimension)
        case overhead
        case unexplained
        /// Bytes that the filter excludes.
        case filteredOut
        /// The rows that `top` cut off: their number.
        case rest(Int)
    }

    /// A row before it has a size: what parts with equal labels are summed under.
    public struct Label: Sendable, Hashable {
        public var role: Role
        public var name: String
        /// A note shown next to the name: a package's module.
        public var note: String?

        public init(_ role: Role, _ name: String, note: String? = nil) {
            self.role = role
            self.name = name
            self.note = note
        }
    }

    /// Some bytes and where in the tree they belong, outermost label first.
    public struct Part: Sendable {
        public var path: [Label]
        public var size: Int
        /// In the order of the breakdown's columns.
        public var values: [Int]

        public init(path: [Label], size: Int, values: [Int] = []) {
            self.path = path
            self.size = size
            self.values = values
        }
    }

    public struct Row: Sendable, Equatable {
        public var label: Label
        /// Bytes in the file.
        public var size: Int
        /// Values of a run's profiles in the order of the columns; empty where there are none.
        public var values: [Int]
        /// Largest first; overhead, unexplained and what was cut or filtered come last.
        public var children: [Row]

        public init(label: Label, size: Int, values: [Int] = [], children: [Row] = []) {
            self.label = label
            self.size = size
            self.values = values
            self.children = children
        }
    }

    public var dimensions: [Dimension]
    public var rows: [Row]
    /// The sum of the rows, in bytes.
    public var total: Int
    /// Types of a run's profiles, whose totals the values of the rows sum to; empty where none was joined.
    public var columns: [HeapReport.Column]

    /// Sums parts with equal paths into a tree. Parts of no size leave no row, except at the end of a path of their own.
    public init(dimensions: [Dimension], parts: [Part], columns: [HeapReport.Column] = []) {
        self.dimensions = dimensions
        self.columns = columns
        self.rows = Self.rows(parts[...].map { ($0.path[...], $0.size, $0.values) })
        self.total = parts.reduce(0) { $0 + $1.size }
    }

    private static func rows(_ parts: [(path: ArraySlice<Label>, size: Int, values: [Int])]) -> [Row] {
        Dictionary(grouping: parts.filter { !$0.path.isEmpty }) { $0.path[$0.path.startIndex] }
            .map { label, parts in
                Row(
                    label: label, size: parts.reduce(0) { $0 + $1.size }, values: sums(parts.map(\.values)),
                    children: rows(parts.map { ($0.path.dropFirst(), $0.size, $0.values) }))
            }
            .sorted(by: Row.precedes)
    }

    /// The sums of lists of values, one for each column.
    private static func sums(_ lists: [[Int]]) -> [Int] {
        lists.reduce(into: []) { sums, values in
            for (index, value) in values.enumerated() {
                if index < sums.count { sums[index] &+= value } else { sums.append(value) }
            }
        }
    }

    /// Limits each level to `count` rows under their own name; the others are summed in one row.
    public func top(_ count: Int) -> Breakdown {
        var copy = self
        copy.rows = Self.top(count, rows)
        return copy
    }

    private static func top(_ count: Int, _ rows: [Row]) -> [Row] {
        let groups = rows.filter(\.isGroup)
        let hidden = groups.dropFirst(max(count, 0))
        var result = groups.prefix(max(count, 0)).map { row in
            Row(label: row.label, size: row.size, values: row.values, children: top(count, row.children))
        }
        if !hidden.isEmpty {
            let size = hidden.reduce(0) { $0 + $1.size }
            result.append(
                Row(
                    label: Label(.rest(hidden.count), "… and \(hidden.count.grouped) more"), size: size,
                    values: sums(hidden.map(\.values))))
        }
        return result + rows.filter { !$0.isGroup }
    }
}

extension Breakdown.Row {
    package var isGroup: Bool {
        if case .group = label.role { true } else { false }
    }

    fileprivate static func precedes(_ a: Self, _ b: Self) -> Bool {
        if a.rank != b.rank { return a.rank < b.rank }
        if a.size != b.size { return a.size > b.size }
        if a.label.name != b.label.name { return a.label.name < b.label.name }
        return (a.label.note ?? "") < (b.label.note ?? "")
    }

    private var rank: Int {
        switch label.role {
        case .group: 0
        case .rest: 1
        case .overhead: 2
        case .unexplained: 3
        case .filteredOut: 4
        }
    }
}
