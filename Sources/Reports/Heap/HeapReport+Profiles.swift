public import Profiles

extension HeapReport {
    /// A profile and where it came from.
    public struct Source: Sendable {
        public var path: String
        public var profile: Profile

        public init(path: String, profile: Profile) {
            self.path = path
            self.profile = profile
        }
    }

    /// The sums of the profiles, less those of the base, joined by name with a binary and the sizes of its functions, bytes.
    public init(_ profiles: [Source], base: [Source] = [], binary: WeighReport? = nil, functionSizes: [String: Int] = [:]) {
        var columns: [Column] = []
        for type in (profiles + base).flatMap(\.profile.types) where !columns.contains(where: { $0.name == type.name }) {
            columns.append(Column(name: type.name, unit: type.unit, total: 0))
        }
        columns.sort { Self.rank($0.name) < Self.rank($1.name) }
        let main = binary?.main
        func path(_ function: String) -> String {
            let package = package(ofFunction: function)
            return package == "main" ? main ?? "main" : package ?? Self.nowhere
        }
        var sums = Sums(columns: columns)
        for (sources, sign) in [(profiles, 1), (base, -1)] {
            for source in sources { sums.add(source.profile, sign: sign, package: path) }
        }
        let sizes = Dictionary(binary?.packages.map { ($0.path, $0) } ?? []) { first, _ in first }
        var packages = sums.packages.map { name, sum in
            Row(
                name: name, module: sizes[name]?.module, size: sizes[name]?.size, flat: sum.flat, cumulative: sum.cumulative)
        }
        for package in binary?.packages ?? [] where sums.packages[package.path] == nil {
            let none = Array(repeating: 0, count: columns.count)
            packages.append(
                Row(name: package.path, module: package.module, size: package.size, flat: none, cumulative: none))
        }
        for index in columns.indices { columns[index].total = sums.packages.values.reduce(0) { $0 &+ $1.flat[index] } }
        self.init(
            profiles: profiles.map(\.path), base: base.map(\.path),
            binary: binary.map { Binary(path: $0.file.path, size: $0.total, main: $0.main) }, columns: columns,
            packages: packages.sorted(by: Self.precedes),
            functions: sums.functions.map { name, sum in
                Row(
                    name: name.isEmpty ? Self.unknown : name, package: path(name), size: functionSizes[name], flat: sum.flat,
                    cumulative: sum.cumulative)
            }.sorted(by: Self.precedes),
            lines: sums.lines.map { site, flat in
                Row(
                    name: site.function.isEmpty ? Self.unknown : site.function, package: path(site.function), file: site.file,
                    line: site.line, flat: flat)
            }.sorted(by: Self.precedes),
            warnings: Self.mismatches(profiles + base, binary))
    }

    /// Samples without a known function, and functions that no package declares.
    private static let unknown = "(unknown)"
    private static let nowhere = "(no package)"

    /// Counts come before the bytes or the time that they are of; live memory comes last.
    private static func rank(_ name: String) -> Int {
        ["samples", "cpu", "contentions", "delay", "alloc_objects", "alloc_space", "inuse_objects", "inuse_space"]
            .firstIndex(of: name) ?? -1
    }

    private static func precedes(_ a: Row, _ b: Row) -> Bool {
        for (x, y) in zip(a.flat, b.flat).reversed() where x != y { return x > y }
        if a.size != b.size { return (a.size ?? 0) > (b.size ?? 0) }
        return (a.name, a.line ?? 0) < (b.name, b.line ?? 0)
    }

    /// Profiles of another program than the binary, by the name of its file.
    private static func mismatches(_ sources: [Source], _ binary: WeighReport?) -> [String] {
        guard let binary, let main = binary.main else { return [] }
        let known = Set(binary.packages.map(\.path))
        return sources.compactMap { source in
            let packages = Set(source.profile.functions.compactMap { package(ofFunction: $0.name) }).subtracting(["main"])
            let missing = packages.subtracting(known)
            guard missing.count * 4 > packages.count else { return nil }
            return
                "\(source.path) is of another program than \(main): it has \(missing.count) packages that \(binary.file.path) lacks, such as \(missing.min() ?? "")"
        }
    }
}

/// Values by package, function and line, each in the order of the columns.
private struct Sums {
    struct Sum {
        var flat: [Int]
        var cumulative: [Int]
    }

    let columns: [HeapReport.Column]
    var packages: [String: Sum] = [:]
    var functions: [String: Sum] = [:]
    var lines: [Profile.Site: [Int]] = [:]

    init(columns: [HeapReport.Column]) { self.columns = columns }

    mutating func add(_ profile: Profile, sign: Int, package: (String) -> String) {
        let places = profile.types.map { type in columns.firstIndex { $0.name == type.name } }
        let none = Array(repeating: 0, count: columns.count)
        func add(_ values: [Int64], to sums: inout [Int]) {
            for (value, place) in zip(values, places) {
                if let place { sums[place] &+= sign &* Int(value) }
            }
        }
        for (name, sum) in profile.sumsByFunction() {
            add(sum.flat, to: &functions[name, default: Sum(flat: none, cumulative: none)].flat)
            add(sum.cumulative, to: &functions[name, default: Sum(flat: none, cumulative: none)].cumulative)
        }
        for (name, sum) in profile.sums(by: package) {
            add(sum.flat, to: &packages[name, default: Sum(flat: none, cumulative: none)].flat)
            add(sum.cumulative, to: &packages[name, default: Sum(flat: none, cumulative: none)].cumulative)
        }
        for (site, sum) in profile.sumsBySite() where sum.flat.contains(where: { $0 != 0 }) {
            add(sum.flat, to: &lines[site, default: none])
        }
    }
}
