internal import Reports

/// The imports that lead to a package as numbered nodes and edges: a shortest path for each of the first importers, or all.
struct WhyGraph {
    struct Edge {
        var from: Int
        var to: Int
        /// Place of the import statement, and references.
        var label: String
    }

    private(set) var packages: [String] = []
    private(set) var edges: [Edge] = []
    private(set) var main: Int?
    private(set) var goal: Int?

    init(_ report: WhyReport, importers limit: Int) {
        let shown = limit == .max ? report.graph ?? report.imports : WhyTree.imports(of: report, importers: limit)
        let references = Dictionary((report.ways ?? []).map { ($0.from, $0.references) }) { first, _ in first }
        var numbers: [String: Int] = [:]
        func number(_ package: String) -> Int {
            if let known = numbers[package] { return known }
            numbers[package] = packages.count
            packages.append(package)
            return packages.count - 1
        }
        main = number(report.main)
        for edge in shown {
            let count = edge.to == report.package ? references[edge.from, default: 0] : 0
            let label = [edge.shortPlace, count > 0 ? counted(count, "reference") : nil].compactMap(\.self).joined(
                separator: ", ")
            edges.append(Edge(from: number(edge.from), to: number(edge.to), label: label))
        }
        goal = number(report.package)
    }
}
