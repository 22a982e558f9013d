internal import Building
internal import Host
internal import Rendering
internal import Reports

/// A file as `pare explore` takes it: a binary, of which functions are known, a saved report, or the report of a pipeline.
struct ExploredFile {
    private static let query = BreakdownQuery(by: [.module, .package, .function])
    /// For reports that an earlier Pare has saved, without functions.
    private static let coarse = BreakdownQuery(by: [.module, .package, .kind])

    let path: String
    /// A binary or its report; nil for a pipeline.
    private let breakdown: Breakdown?
    private let builds: [(title: String, breakdown: Breakdown)]
    /// For `pare why`.
    let main: String?
    let target: String?

    init(_ path: String) throws {
        self.path = path
        switch try savedReport(path) {
        case nil:
            let weighed = try weighAll(path, WeighOptions(), by: Self.query)
            guard let only = weighed.first, weighed.count == 1 else {
                throw ReportError("\(path) holds \(weighed.count) programs; extract one of them")
            }
            breakdown = try only.breakdown ?? only.report.breakdown(Self.query)
            builds = []
            (main, target) = Self.program(only.report)
        case .weigh(let report):
            breakdown = try Self.breakdown(report)
            builds = []
            (main, target) = Self.program(report)
        case .measure: throw ReportError.noSizes(path)
        case .build(let report):
            breakdown = nil
            builds = try report.builds.compactMap { build in try build.weigh.map { (build.title, try Self.breakdown($0)) } }
            (main, target) = (nil, nil)
            guard !builds.isEmpty else { throw ReportError("\(path): no build was weighed") }
        }
    }

    private static func breakdown(_ report: WeighReport) throws -> Breakdown {
        try (try? report.breakdown(query)) ?? report.breakdown(coarse)
    }

    private static func program(_ report: WeighReport) -> (String?, String?) {
        (report.main, report.goos.flatMap { system in report.goarch.map { "\(system)/\($0)" } })
    }

    var tree: SizeTree {
        if let breakdown { return SizeTree(path, breakdown) }
        let rows = builds.map { SizeTree($0.title, $0.breakdown) }
        return SizeTree(path, size: rows.reduce(0) { $0 + $1.size }, children: rows)
    }
}

extension ExploredFile {
    /// The changes from this file to another. Throws `ReportError` for a binary against a pipeline's report.
    func compared(with new: ExploredFile) throws -> SizeTree {
        let name = "\(path) → \(new.path)"
        if let breakdown, let other = new.breakdown { return SizeTree(name, old: breakdown, new: other) }
        guard breakdown == nil, new.breakdown == nil else {
            throw ReportError(
                "\(path) and \(new.path): one is a single binary, the other a pipeline's report; compare two of a kind")
        }
        let before = Dictionary(builds.map { ($0.title, $0.breakdown) }) { first, _ in first }
        let rows = new.builds.compactMap { build in
            before[build.title].map { SizeTree(build.title, old: $0, new: build.breakdown) }
        }
        return SizeTree(
            name, size: rows.reduce(0) { $0 + $1.size }, before: rows.reduce(0) { $0 + ($1.before ?? 0) }, children: rows)
    }
}
