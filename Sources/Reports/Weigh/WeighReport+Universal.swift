internal import Planning

extension WeighReport {
    /// A program for one architecture in a universal Mach-O file.
    public struct Slice: Codable, Sendable, Equatable {
        /// GOARCH.
        public var name: String
        /// File offset and bytes.
        public var offset: Int
        public var size: Int

        public init(name: String, offset: Int, size: Int) {
            self.name = name
            self.offset = offset
            self.size = size
        }
    }

    /// One report of a universal Mach-O file. Sections are called `amd64/__text`; packages and kinds are sums over the slices; header
    /// and padding are overhead. Memory is that of the larger slice, as one of them is loaded.
    ///
    /// `slices` are in the order of the file. One without a report, whose bytes could not be read, is unexplained.
    public init(joining slices: [(slice: Slice, report: WeighReport?)], path: String, size: Int) {
        let reports = slices.compactMap(\.report)
        let (sections, header, padding) = Self.joinedSections(slices, size)
        let packages = Self.joinedPackages(slices.compactMap { part in part.report.map { (part.slice.name, $0.packages) } })
        var overhead = reports.flatMap(\.overhead) + [Overhead(kind: "file header", size: header)]
        if padding > 0 { overhead.append(Overhead(kind: "padding", size: padding)) }
        func common<Value: Equatable>(_ property: (WeighReport) -> Value?) -> Value? {
            let first = reports.first.flatMap(property)
            return reports.allSatisfy { property($0) == first } ? first : nil
        }
        self.init(
            file: File(path: path, size: size), format: reports.first?.format ?? "macho", goos: common(\.goos),
            goarch: Self.universalArchitecture, go: common(\.go), main: common(\.main), stripped: reports.allSatisfy(\.stripped),
            settings: Self.joinedSettings(reports),
            modules: reports.contains { $0.modules != nil } ? reports.flatMap { $0.modules ?? [] }.uniqued() : nil,
            memory: reports.compactMap(\.memory).max(),
            coverage: Coverage(
                package: packages.reduce(0) { $0 + $1.size }, overhead: sections.reduce(0) { $0 + $1.overhead },
                unexplained: sections.reduce(0) { $0 + $1.unexplained }),
            packages: packages,
            overhead: summed(overhead, by: \.kind) { $0.size += $1.size }
                .sorted { ($1.size, $0.kind) < ($0.size, $1.kind) },
            sections: sections, passes: summed(reports.flatMap(\.passes), by: \.name) { $0.size += $1.size },
            embedded: Self.joinedEmbedded(reports),
            warnings: slices.flatMap { part in (part.report?.warnings ?? []).map { "\(part.slice.name): \($0)" } })
        self.slices = slices.map(\.slice)
        debugFile = reports.lazy.compactMap(\.debugFile).first
    }

    /// GOARCH of a universal file: `darwin/universal`.
    public static let universalArchitecture = "universal"

    private static func joinedSections(
        _ slices: [(slice: Slice, report: WeighReport?)], _ size: Int
    ) -> (sections: [Section], header: Int, padding: Int) {
        var sections: [Section] = []
        var end = 0
        var padding = 0
        let table = min(8 + 20 * slices.count, size)
        func add(_ name: String, to limit: Int, isUnexplained: Bool = false) {
            guard limit > end else { return }
            sections.append(
                Section(
                    name: name, size: limit - end, virtualSize: 0, offset: end, address: 0, package: 0,
                    overhead: isUnexplained ? 0 : limit - end, unexplained: isUnexplained ? limit - end : 0))
            end = limit
        }
        func pad(to limit: Int) {
            padding += max(0, limit - end)
            add("[between slices]", to: limit)
        }
        add("[universal header]", to: table)
        for (slice, report) in slices {
            pad(to: slice.offset)
            guard let report else {
                add("\(slice.name)/[not read]", to: slice.offset + slice.size, isUnexplained: true)
                continue
            }
            sections += report.sections.map { section in
                var section = section
                section.name = "\(slice.name)/\(section.name)"
                section.offset += slice.offset
                section.compressed = nil
                return section
            }
            end = slice.offset + slice.size
        }
        pad(to: size)
        return (sections, table, padding)
    }

    private static func joinedPackages(_ slices: [(name: String, packages: [Package])]) -> [Package] {
        struct Key: Hashable {
            var path: String
            var module, version: String?
            var `class`: PackageClass
        }
        let all = slices.flatMap { name, packages in
            packages.map { package in
                var package = package
                package.sections = Dictionary(uniqueKeysWithValues: package.sections.map { ("\(name)/\($0)", $1) })
                return package
            }
        }
        let joined = summed(all, by: { Key(path: $0.path, module: $0.module, version: $0.version, class: $0.class) }) {
            $0.size += $1.size
            $0.exclusive += $1.exclusive
            $0.shared += $1.shared
            $0.inferred = $0.inferred == nil && $1.inferred == nil ? nil : ($0.inferred ?? 0) + ($1.inferred ?? 0)
            $0.kinds.merge($1.kinds, uniquingKeysWith: +)
            $0.sections.merge($1.sections, uniquingKeysWith: +)
            $0.largest = $0.largest == nil ? $1.largest : $1.largest.map { [other = $0.largest ?? []] in other + $0 }
        }
        return joined.map { package in
            var package = package
            package.largest = package.largest.map { items in
                summed(items, by: { [$0.name, $0.file] }) { $0.kinds.merge($1.kinds, uniquingKeysWith: +) }
                    .sorted { $0.size > $1.size }
            }
            return package
        }.sorted { ($1.size, $0.path) < ($0.size, $1.path) }
    }

    /// Settings that the slices do not contradict each other about: `GOAMD64` of one and `GOARM64` of the other, but no `GOARCH`.
    private static func joinedSettings(_ reports: [WeighReport]) -> [String: String] {
        let all = Dictionary(grouping: reports.flatMap(\.settings), by: \.key)
        return all.compactMapValues { values in
            values.allSatisfy { $0.value == values.first?.value } ? values.first?.value : nil
        }
    }

    private static func joinedEmbedded(_ reports: [WeighReport]) -> [Embedded]? {
        guard reports.contains(where: { $0.embedded != nil }) else { return nil }
        return summed(reports.flatMap { $0.embedded ?? [] }, by: { [$0.package, $0.name] }) { $0.size += $1.size }
            .sorted { ($1.size, $0.name) < ($0.size, $1.name) }
    }
}

extension Breakdown {
    /// The breakdowns of the slices of a universal file by one query, and the bytes between them.
    public init(
        joining slices: [(slice: WeighReport.Slice, breakdown: Breakdown)], _ joined: WeighReport, _ query: BreakdownQuery
    ) {
        var parts: [Part] = []
        func add(_ rows: [Row], under path: [Label], _ slice: String) {
            for row in rows {
                var label = row.label
                let isSection = label.role == .group(.section) || label.role == .unexplained && path.last?.role == .unexplained
                if isSection { label.name = "\(slice)/\(label.name)" }
                if row.children.isEmpty {
                    parts.append(Part(path: path + [label], size: row.size))
                } else {
                    add(row.children, under: path + [label], slice)
                }
            }
        }
        for (slice, breakdown) in slices { add(breakdown.rows, under: [], slice.name) }
        let own = joined.sections.filter { $0.name.hasPrefix("[") || $0.name.hasSuffix("/[not read]") }
        for section in own {
            let isOverhead = section.overhead > 0
            let word = Label(isOverhead ? .overhead : .unexplained, isOverhead ? "overhead" : "unexplained")
            let kind = section.name == "[universal header]" ? "file header" : "padding"
            let path: [Label] =
                if query.filter != nil {
                    [Label(.filteredOut, "(filtered out)")]
                } else if query.dimensions.first == .section {
                    [Label(.group(.section), section.name), word]
                } else {
                    [word, Label(word.role, isOverhead ? kind : section.name)]
                }
            parts.append(Part(path: path, size: section.size))
        }
        self.init(dimensions: query.dimensions, parts: parts)
    }
}

/// The items with equal keys joined into one each, in the order of the first of them.
private func summed<Item, Key: Hashable>(_ items: [Item], by key: (Item) -> Key, _ add: (inout Item, Item) -> Void) -> [Item] {
    var sums: [Item] = []
    var places: [Key: Int] = [:]
    for item in items {
        if let place = places[key(item)] {
            add(&sums[place], item)
        } else {
            places[key(item)] = sums.count
            sums.append(item)
        }
    }
    return sums
}
