/// Changes from one binary to another: schema `pare.diff/1`. Changes of packages, overhead and unexplained bytes
/// sum to the change of the file's size; so do those of the sections.
public struct Comparison: Encodable, Sendable, Equatable {
    public static let schema = "pare.diff/1"

    public let old: WeighReport
    public let new: WeighReport
    /// The file's size.
    public let total: Change
    /// Download size; nil unless both sides know it.
    public let compressed: Change?
    /// By absolute change; those that did not change are included.
    public let packages: [Change]
    /// Bytes of packages by kind.
    public let kinds: [Change]
    public let overhead: [Change]
    public let sections: [Change]
    public let unexplained: Change

    private enum CodingKeys: String, CodingKey {
        case schema, old, new, total, compressed, packages, kinds, overhead, sections, unexplained
    }

    /// One side as the JSON names it: who it is, not its contents.
    private struct Side: Encodable {
        package var file: WeighReport.File
        package var format: String
        package var goos, goarch, go, main: String?
        package var stripped: Bool

        package init(_ report: WeighReport) {
            file = report.file
            format = report.format
            goos = report.goos
            goarch = report.goarch
            go = report.go
            main = report.main
            stripped = report.stripped
        }
    }

    public init(old: WeighReport, new: WeighReport) {
        self.old = old
        self.new = new
        total = Change(name: "total", old: old.total, new: new.total)
        if let before = old.file.compressed, let after = new.file.compressed {
            compressed = Change(name: "compressed", old: before, new: after)
        } else {
            compressed = nil
        }
        packages = Change.list(old.packageSizes, new.packageSizes)
        kinds = Change.list(old.kindSizes, new.kindSizes)
        overhead = Change.list(old.overheadSizes, new.overheadSizes)
        sections = Change.list(old.sectionSizes, new.sectionSizes)
        unexplained = Change(name: "unexplained", old: old.coverage.unexplained, new: new.coverage.unexplained)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(Side(old), forKey: .old)
        try container.encode(Side(new), forKey: .new)
        try container.encode(total, forKey: .total)
        try container.encodeIfPresent(compressed, forKey: .compressed)
        try container.encode(packages, forKey: .packages)
        try container.encode(kinds, forKey: .kinds)
        try container.encode(overhead, forKey: .overhead)
        try container.encode(sections, forKey: .sections)
        try container.encode(unexplained, forKey: .unexplained)
    }

    /// `2 packages added, 5 grown, 1 shrunk`.
    package var summary: String {
        let parts = ["added", "removed", "grown", "shrunk"].compactMap { word -> String? in
            let count = packages.filter { $0.word == word }.count
            return count > 0 ? "\(count.grouped) \(word)" : nil
        }
        return "packages: " + (parts.isEmpty ? "none changed" : parts.joined(separator: ", "))
    }

    /// Differences of circumstance that make the figures less comparable: target, toolchain, stripping.
    package var caveats: [String] {
        var list: [String] = []
        func compare(_ what: String, _ a: String?, _ b: String?) {
            guard a != b else { return }
            list.append("\(what) differs: \((a ?? "unknown").visible) before, \((b ?? "unknown").visible) now")
        }
        compare("main package", old.main, new.main)
        compare("target", old.target, new.target)
        compare("Go version", old.go, new.go)
        compare("stripping", old.strippedText, new.strippedText)
        return list
    }
}

extension WeighReport {
    /// `linux/amd64`, nil if unknown.
    package var target: String? {
        guard let goos, let goarch else { return nil }
        return "\(goos)/\(goarch)"
    }

    package var fileName: String { file.path.split(separator: "/").last.map(String.init) ?? file.path }

    package var strippedText: String { stripped ? "stripped" : "not stripped" }

    package var packageSizes: [String: Int] {
        Dictionary(packages.map { ($0.path, $0.size) }, uniquingKeysWith: +)
    }

    package var moduleSizes: [String: Int] {
        Dictionary(packages.compactMap { package in package.module.map { ($0, package.size) } }, uniquingKeysWith: +)
    }

    package var kindSizes: [String: Int] {
        packages.reduce(into: [:]) { sizes, package in sizes.merge(package.kinds, uniquingKeysWith: +) }
    }

    package var overheadSizes: [String: Int] {
        Dictionary(overhead.map { ($0.kind, $0.size) }, uniquingKeysWith: +)
    }

    package var sectionSizes: [String: Int] {
        Dictionary(sections.map { ($0.name, $0.size) }, uniquingKeysWith: +)
    }
}

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

    /// The kind of change, in one word.
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
