/// Values of a run, those of a `HeapReport`, joined with the packages and functions of a weigh report.
extension WeighReport {
    /// The profiles that were joined.
    public struct RunProfile: Codable, Sendable, Equatable {
        /// Paths of the profiles, whose values are summed.
        public var files: [String]
        /// Paths of earlier profiles, whose values are subtracted; absent where there are none.
        public var base: [String]?
        /// Types of samples. The values of all packages, those of `packages` too, sum to the totals.
        public var types: [HeapReport.Column]
        /// Packages with values that have no byte of their own in the file; absent where there are none.
        public var packages: [Package]?
    }

    /// Gives packages and functions the values of the report's profiles, in place of those that they have.
    ///
    /// A function with values that is none of the largest joins them; one without bytes of its own, such as one that is inlined
    /// everywhere, has no kinds.
    public mutating func join(_ heap: HeapReport) {
        let values = { (row: HeapReport.Row) -> [String: Int]? in
            let pairs = zip(heap.columns, row.flat).filter { $0.1 != 0 }.map { ($0.name, $1) }
            return pairs.isEmpty ? nil : Dictionary(pairs) { first, _ in first }
        }
        let functions = Dictionary(grouping: heap.functions) { $0.package ?? "" }
        let rows = Dictionary(heap.packages.map { ($0.name, $0) }) { first, _ in first }
        func join(_ package: inout Package) {
            package.profile = rows[package.path].flatMap(values)
            var items = package.largest ?? []
            items.join((functions[package.path] ?? []).map { ($0.name, values($0)) })
            package.largest = items.isEmpty ? nil : items
        }
        var packages = packages
        for index in packages.indices { join(&packages[index]) }
        self.packages = packages
        let known = Set(packages.map(\.path))
        var others = heap.packages.filter { !known.contains($0.name) && values($0) != nil }.map { row in
            Package(
                path: row.name, module: nil, version: nil, class: Self.class(ofPackage: row.name, main), size: 0, exclusive: 0,
                shared: 0, kinds: [:], sections: [:])
        }
        for index in others.indices { join(&others[index]) }
        profile = RunProfile(
            files: heap.profiles, base: heap.base.isEmpty ? nil : heap.base, types: heap.columns,
            packages: others.isEmpty ? nil : others)
        warnings += heap.warnings.filter { !warnings.contains($0) }
    }

    /// A report for profiles without their binary, of no byte.
    package init(packagesOf heap: HeapReport) {
        self.init(
            file: File(path: heap.profiles.joined(separator: ", "), size: 0), format: "", goos: nil, goarch: nil, go: nil,
            main: nil, stripped: false, settings: [:], coverage: Coverage(package: 0, overhead: 0, unexplained: 0), packages: [],
            overhead: [], sections: [], passes: [], warnings: [])
    }

    /// Packages of the file, then those that the profiles alone have.
    package var allPackages: [Package] { packages + (profile?.packages ?? []) }

    /// The origin of a package by its path alone: those of the standard library have no dot in their first element.
    private static func `class`(ofPackage path: String, _ main: String?) -> PackageClass {
        if path == main ?? "main" { return .main }
        if path.first == "(" { return .c }
        return path.prefix { $0 != "/" }.contains(".") ? .dependency : .std
    }
}

extension WeighReport.Package {
    /// Values in the order of the types; 0 for those that it has none of.
    package func values(_ types: [HeapReport.Column]) -> [Int] { types.map { profile?[$0.name] ?? 0 } }
}

extension WeighReport.Item {
    /// Values in the order of the types; 0 for those that it has none of.
    package func values(_ types: [HeapReport.Column]) -> [Int] { types.map { profile?[$0.name] ?? 0 } }
}

extension [WeighReport.Item] {
    fileprivate mutating func join(_ functions: [(name: String, values: [String: Int]?)]) {
        removeAll { $0.kinds.isEmpty }
        for index in indices { self[index].profile = nil }
        let places = Dictionary(indices.filter { !self[$0].isFile }.map { (self[$0].name, $0) }) { first, _ in first }
        for (name, values) in functions {
            guard let values else { continue }
            if let place = places[name] {
                self[place].profile = values
            } else {
                append(WeighReport.Item(name: name, kinds: [:], profile: values))
            }
        }
    }
}
