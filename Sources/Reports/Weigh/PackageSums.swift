internal import JSON

/// Sums of the packages of a report in a file, and the largest of them: enough to check the report, and for a page of many. The
/// others are left in the file.
struct PackageSums: Sendable {
    /// Packages that are kept as values.
    private static let kept = 40

    private(set) var count = 0
    /// Bytes of all packages.
    private(set) var size = 0
    /// Paths of the modules that packages belong to.
    private(set) var modules: Set<String> = []
    /// The largest packages, and one for the others of each class.
    private(set) var digest: [WeighReport.Package] = []
    /// Of the packages in `digest` those that are no sum.
    private(set) var named = 0

    /// One package. Its names are numbers.
    fileprivate struct Row {
        var part: WeighReport.PackageClass?
        var size = -1
        var exclusive = -1
        var shared = -1
        var inferred = 0
        var kinds: [(name: Int, size: Int)] = []
        var sections: [(name: Int, size: Int)] = []
        var hasPath = false
        var hasItems = false
        /// In the list.
        var range = 0..<0

        var isWhole: Bool {
            hasPath && part != nil && Self.sum([exclusive, shared]) == size && (0...max(size, 0)).contains(inferred)
                && Self.sum(kinds.lazy.map(\.size)) == size && Self.sum(sections.lazy.map(\.size)) == size
        }

        /// Nil for a size that cannot be.
        private static func sum(_ sizes: some Sequence<Int>) -> Int? {
            var sum = 0
            for size in sizes {
                guard size >= 0, size <= WeighReport.largestSize else { return nil }
                sum += size
                guard sum <= WeighReport.largestSize else { return nil }
            }
            return sum
        }
    }

    fileprivate enum Field {
        case path, part, size, exclusive, shared, inferred, kinds, sections, module, version, items, other
    }

    fileprivate struct PartSums {
        var count = 0
        var size = 0
        var exclusive = 0
        var shared = 0
        var inferred = 0
        /// By the number of the name.
        var kinds: [Int] = []
        var sections: [Int] = []
    }

    /// Nil for text that only the decoder reads, and for sums that do not hold: those of the values tell which.
    init?(of text: Span<UInt8>) {
        var cursor = JSONCursor(text)
        var names = Names()
        var rows: [(size: Int, range: Range<Int>)] = []
        var parts: [WeighReport.PackageClass: PartSums] = [:]
        var row = Row()
        let isRead = cursor.list("[", "]") { cursor in
            guard names.read(&row, &cursor, &modules), row.isWhole, let part = row.part else { return false }
            if row.hasItems {
                guard let package = Self.package(text, row.range), (try? package.checkLargest("")) != nil else { return false }
            }
            size += row.size
            rows.append((row.size, row.range))
            parts[part, default: PartSums()].add(row)
            return size <= WeighReport.largestSize
        }
        guard isRead, cursor.next == nil else { return nil }
        count = rows.count
        let isSmall = count <= Self.kept + WeighReport.PackageClass.allCases.count
        let ranked = rows.indices.sorted { (rows[$1].size, $0) < (rows[$0].size, $1) }
        for index in ranked.prefix(isSmall ? count : Self.kept).sorted() {
            guard let package = Self.package(text, rows[index].range) else { return nil }
            digest.append(package)
        }
        named = digest.count
        guard !isSmall else { return }
        digest += WeighReport.PackageClass.allCases.compactMap { part in
            parts[part]?.rest(of: part, without: digest.filter { $0.class == part }, names)
        }
    }

    private static func package(_ text: Span<UInt8>, _ range: Range<Int>) -> WeighReport.Package? {
        var cursor = JSONCursor(text.extracting(range))
        return WeighReport.Package(&cursor)
    }

    /// Names of a list, which recur.
    fileprivate struct Names {
        private var fields = Recurring<Field>()
        private var classes = Recurring<WeighReport.PackageClass?>()
        private var module = Recurring<Void>()
        private(set) var kinds: [String] = []
        private(set) var sections: [String] = []
        private var kindNames = Recurring<Int>()
        private var sectionNames = Recurring<Int>()

        /// False for a package with a field twice, of a name or value that is not usual.
        mutating func read(_ row: inout Row, _ cursor: inout JSONCursor, _ modules: inout Set<String>) -> Bool {
            (row.part, row.size, row.exclusive, row.shared, row.inferred) = (nil, -1, -1, -1, 0)
            (row.hasPath, row.hasItems) = (false, false)
            row.kinds.removeAll(keepingCapacity: true)
            row.sections.removeAll(keepingCapacity: true)
            let start = cursor.offset
            var seen = Fields()
            let isRead = cursor.list("{", "}") { cursor in
                guard let name = cursor.plainString(), cursor.take(":") else { return false }
                switch fields.meaning(of: name, in: cursor, { Self.field($0) }) {
                case .path:
                    row.hasPath = cursor.quoted() != nil
                    return seen.isFirst(0) && row.hasPath
                case .part:
                    guard seen.isFirst(1), let name = cursor.plainString() else { return false }
                    row.part = classes.meaning(of: name, in: cursor) { WeighReport.PackageClass(rawValue: $0) }
                    return row.part != nil
                case .size: return seen.isFirst(2) && cursor.integer(into: &row.size)
                case .exclusive: return seen.isFirst(3) && cursor.integer(into: &row.exclusive)
                case .shared: return seen.isFirst(4) && cursor.integer(into: &row.shared)
                case .inferred: return seen.isFirst(5) && cursor.integer(into: &row.inferred)
                case .kinds: return seen.isFirst(6) && Self.sizes(&cursor, &row.kinds, &kindNames, &kinds)
                case .sections: return seen.isFirst(7) && Self.sizes(&cursor, &row.sections, &sectionNames, &sections)
                case .module:
                    guard seen.isFirst(8), let name = cursor.plainString() else { return false }
                    module.meaning(of: name, in: cursor) { modules.insert($0) }
                    return true
                case .version: return seen.isFirst(9) && cursor.quoted() != nil
                case .items:
                    row.hasItems = true
                    return seen.isFirst(10) && cursor.skip()
                case .other: return false
                }
            }
            row.range = start..<cursor.offset
            return isRead && seen.has(0..<5) && seen.has(6..<8)
        }

        private static func field(_ name: String) -> Field {
            switch name {
            case "path": .path
            case "class": .part
            case "size": .size
            case "exclusive": .exclusive
            case "shared": .shared
            case "inferred": .inferred
            case "kinds": .kinds
            case "sections": .sections
            case "module": .module
            case "version": .version
            case "largest": .items
            default: .other
            }
        }

        private static func sizes(
            _ cursor: inout JSONCursor, _ sizes: inout [(name: Int, size: Int)], _ names: inout Recurring<Int>,
            _ all: inout [String]
        ) -> Bool {
            cursor.list("{", "}") { cursor in
                guard let name = cursor.plainString(), cursor.take(":"), let size = cursor.integer() else { return false }
                let number = names.meaning(of: name, in: cursor) { text in
                    all.append(text)
                    return all.count - 1
                }
                guard !sizes.contains(where: { $0.name == number }) else { return false }
                sizes.append((number, size))
                return true
            }
        }
    }
}

extension PackageSums.PartSums {
    fileprivate mutating func add(_ row: PackageSums.Row) {
        count += 1
        size += row.size
        exclusive += row.exclusive
        shared += row.shared
        inferred += row.inferred
        Self.add(row.kinds, to: &kinds)
        Self.add(row.sections, to: &sections)
    }

    private static func add(_ sizes: [(name: Int, size: Int)], to sums: inout [Int]) {
        for (name, size) in sizes {
            while sums.count <= name { sums.append(0) }
            sums[name] += size
        }
    }

    /// The packages of a class but for some, as one; nil where none is left.
    fileprivate func rest(
        of part: WeighReport.PackageClass, without named: [WeighReport.Package], _ names: PackageSums.Names
    ) -> WeighReport.Package? {
        guard count > named.count else { return nil }
        func rest(_ sums: [Int], _ names: [String], _ sizes: KeyPath<WeighReport.Package, [String: Int]>) -> [String: Int] {
            var rest = Dictionary(zip(names, sums)) { first, _ in first }
            for package in named {
                for (name, size) in package[keyPath: sizes] { rest[name, default: 0] -= size }
            }
            return rest.filter { $0.value != 0 }
        }
        let bytes = inferred - named.reduce(0) { $0 + ($1.inferred ?? 0) }
        return WeighReport.Package(
            path: WeighReport.Package.smaller(count - named.count), module: nil, version: nil, class: part,
            size: size - named.reduce(0) { $0 + $1.size }, exclusive: exclusive - named.reduce(0) { $0 + $1.exclusive },
            shared: shared - named.reduce(0) { $0 + $1.shared }, inferred: bytes > 0 ? bytes : nil,
            kinds: rest(kinds, names.kinds, \.kinds), sections: rest(sections, names.sections, \.sections))
    }
}

/// Names that come in nearly the same order again and again: what each means is asked for once.
private struct Recurring<Meaning> {
    private var known: [(range: Range<Int>, meaning: Meaning)] = []
    private var next = 0

    mutating func meaning(of name: Range<Int>, in cursor: borrowing JSONCursor, _ make: (String) -> Meaning) -> Meaning {
        if next < known.count, cursor.isSame(name, known[next].range) {
            next += 1
            return known[next - 1].meaning
        }
        for (index, other) in known.enumerated() where cursor.isSame(name, other.range) {
            next = index + 1
            return other.meaning
        }
        known.append((name, make(cursor.text(name))))
        next = 0
        return known[known.count - 1].meaning
    }
}
