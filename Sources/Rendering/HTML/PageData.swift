internal import JSON
internal import Reports

/// The page's builds as `data.js` decodes them. Names, packages, functions and files are those of most builds, so each is there
/// once, in a table; what differs from build to build are numbers, packed.
struct PageData: Encodable {
    struct Build: Encodable {
        var main: Int
        var target: Int
        var preset: Int
        var size: Int?
        /// Index of the build of another commit that it is compared with.
        var old: Int?
        var identity: Int?
        /// Bytes of packages, overhead and unexplained; in the file, and to download.
        var coverage: [Int]?
        var download: [Int]?
        /// Whether packages have a saving.
        var saves: Bool?
        /// Steps in the table of packages, shared bytes, download, saving, number of kinds; then kind and size of each.
        var packages: String?
        /// Steps in the table of items, number of kinds; then kind and size of each.
        var items: String?
        /// Name, size, and of it packages, overhead, unexplained.
        var sections: [Int]?
        /// Kind and size.
        var overhead: [Int]?
        var warnings: [Int]?
        /// Values of a run's profiles.
        var run: Run?
    }

    struct Run: Encodable {
        /// Indices into the page's types of samples.
        var types: [Int]
        /// Steps in the table of packages; then a value of each type of the page. So for functions.
        var packages = ""
        var items = ""
    }

    /// The types of samples of all builds, and whether values are changes.
    private struct RunTypes: Encodable {
        /// Name, unit, title of the column and of the area.
        var types: String
        var isChange: Bool?
    }

    private struct Package: Hashable {
        var path: Int
        var module: Int
        var version: Int
        var `class`: Int
    }

    private struct Item: Hashable {
        var package: Int
        var name: Int
        var isFile: Bool
    }

    private var builds: [Build] = []
    private var strings = Interned<String>()
    /// By text before it was made visible.
    private var known: [String: Int] = [:]
    private var kinds = Interned<Int>()
    private var packages = Interned<Package>()
    private var items = Interned<Item>()
    /// Index of the build shown first, and of the one it is compared with.
    private let first: Int?
    private let against: Int?
    private let area: String?
    private let types: [HeapReport.Column]
    private var run: RunTypes?

    private enum CodingKeys: String, CodingKey { case builds, strings, kinds, packages, items, first, against, area, run }

    init(_ page: Page) {
        (first, against, area, types) = (page.first, page.against, page.area, page.sampleTypes)
        if !types.isEmpty {
            var table = PackedNumbers()
            for type in types {
                for word in [type.name, type.unit, Table.sentenceCase(type.title), type.areaTitle] { table.add(index(word)) }
            }
            run = RunTypes(types: table.text, isChange: page.builds.contains { $0.weigh?.profile?.base != nil } ? true : nil)
        }
        for build in page.builds { add(build, page.savings(of: build)) }
    }

    private mutating func add(_ build: Page.Build, _ savings: [String: Int]?) {
        var data = Build(
            main: index(build.main), target: index(build.target), preset: index(build.preset), size: build.size, old: build.old)
        if let weigh = build.weigh {
            let download = weigh.total > 0 ? DownloadShares(weigh) : nil
            data.identity = index(weigh.total > 0 ? weigh.identity : nil)
            data.run = weigh.profile.map { profile in
                Run(types: types.indices.filter { index in profile.types.contains { $0.name == types[index].name } })
            }
            data.coverage = [weigh.coverage.package, weigh.coverage.overhead, weigh.coverage.unexplained]
            data.download = download.map { [$0.package, $0.overhead, $0.unexplained] }
            data.saves = savings.map { _ in true }
            (data.packages, data.items) = contents(weigh, download, savings, &data.run)
            data.sections = weigh.sections.flatMap { [index($0.name), $0.size, $0.package, $0.overhead, $0.unexplained] }
            data.overhead = weigh.overhead.flatMap { [index($0.kind), $0.size] }
            data.warnings = weigh.warnings.map { index($0) }
        }
        builds.append(data)
    }

    private mutating func contents(
        _ weigh: WeighReport, _ download: DownloadShares?, _ savings: [String: Int]?, _ run: inout Run?
    ) -> (packages: String, items: String) {
        let classes: [WeighReport.PackageClass] = [.main, .dependency, .std, .c, .swift, .cxx]
        var rows: [(id: Int, numbers: [Int])] = []
        var itemRows: [(id: Int, numbers: [Int])] = []
        var runRows: [(id: Int, numbers: [Int])] = []
        var runItemRows: [(id: Int, numbers: [Int])] = []
        for (position, package) in weigh.allPackages.enumerated() {
            let id = packages.index(
                Package(
                    path: index(package.path), module: index(package.module), version: index(package.version),
                    class: classes.firstIndex(of: package.class) ?? 0))
            var numbers = [package.shared]
            if let download { numbers.append(position < download.packages.count ? download.packages[position] : 0) }
            if let savings { numbers.append(savings[package.path] ?? 0) }
            rows.append((id, numbers + sizes(package.kinds)))
            if package.profile != nil { runRows.append((id, package.values(types))) }
            for item in package.largest ?? [] {
                let isLocal = item.name.hasPrefix(package.path + ".")
                let name = isLocal ? String(item.name.dropFirst(package.path.count + 1)) : item.name
                let itemID = items.index(Item(package: id, name: index(name), isFile: item.isFile))
                itemRows.append((itemID, sizes(item.kinds)))
                if item.profile != nil { runItemRows.append((itemID, item.values(types))) }
            }
        }
        run?.packages = packed(runRows, isSigned: true)
        run?.items = packed(runItemRows, isSigned: true)
        return (packed(rows), packed(itemRows))
    }

    /// Number of kinds, then kind and size of each.
    private mutating func sizes(_ sizes: [String: Int]) -> [Int] {
        let sizes = sizes.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        return [sizes.count] + sizes.flatMap { [kinds.index(index($0.key)), $0.value] }
    }

    /// Rows in the order of their tables, each after the step from the one before.
    private func packed(_ rows: [(id: Int, numbers: [Int])], isSigned: Bool = false) -> String {
        var packed = PackedNumbers()
        var last = 0
        for row in rows.sorted(by: { $0.id < $1.id }) {
            packed.add(row.id - last)
            for number in row.numbers { if isSigned { packed.add(signed: number) } else { packed.add(number) } }
            last = row.id
        }
        return packed.text
    }

    /// -1 for nil.
    private mutating func index(_ text: String?) -> Int {
        guard let text else { return -1 }
        if let index = known[text] { return index }
        let index = strings.index(text.visible)
        known[text] = index
        return index
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(strings.all, forKey: .strings)
        try container.encode(kinds.all, forKey: .kinds)
        var table = PackedNumbers()
        for package in packages.all {
            for number in [package.path, package.module + 1, package.version + 1, package.class] { table.add(number) }
        }
        try container.encode(table.text, forKey: .packages)
        table = PackedNumbers()
        for item in items.all { for number in [item.package, item.name, item.isFile ? 1 : 0] { table.add(number) } }
        try container.encode(table.text, forKey: .items)
        try container.encode(builds, forKey: .builds)
        try container.encodeIfPresent(first, forKey: .first)
        try container.encodeIfPresent(against, forKey: .against)
        try container.encodeIfPresent(area, forKey: .area)
        try container.encodeIfPresent(run, forKey: .run)
    }

    /// JSON that cannot end its script element.
    func script() throws(ReportError) -> String {
        let json: String
        do { json = try JSONEncoder().encode(self) } catch {
            throw ReportError("the page's data cannot be written as JSON: \(error)")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.utf8.count)
        for byte in json.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes += "\\u003c".utf8
            case UInt8(ascii: ">"): bytes += "\\u003e".utf8
            case UInt8(ascii: "&"): bytes += "\\u0026".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Distinct values by index, in the order of their first use.
private struct Interned<Value: Hashable> {
    private(set) var all: [Value] = []
    private var indices: [Value: Int] = [:]

    mutating func index(_ value: Value) -> Int {
        if let known = indices[value] { return known }
        indices[value] = all.count
        all.append(value)
        return all.count - 1
    }
}
