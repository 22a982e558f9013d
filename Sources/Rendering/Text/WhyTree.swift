internal import Reports

/// The imports from the main package down to a package, line by line.
struct WhyTree {
    struct Line {
        /// Branches, then the name.
        var text: String
        /// The statement of the import that leads to it.
        var place: String?
        /// Whether every import path leads through it.
        var isOnEveryPath: Bool
    }

    private(set) var lines: [Line] = []
    /// Importers that are not in the tree.
    let omitted: Int

    private let goal: String
    private let edges: [String: [WhyReport.Import]]
    private let onEveryPath: Set<String>
    private var expanded: Set<String> = []

    /// A shortest path for each of the first importers; with no limit every import, packages that were shown above not again.
    init(_ report: WhyReport, importers limit: Int?) {
        goal = report.package
        onEveryPath = Set(report.onEveryPath ?? [])
        let shown = limit.map { Self.imports(of: report, importers: $0) } ?? report.graph ?? report.imports
        edges = Dictionary(grouping: shown, by: \.from)
        omitted = limit.map { max(0, (report.ways?.count ?? 0) - $0) } ?? 0
        add(report.main, place: nil, indent: "", branch: "", next: "")
    }

    private mutating func add(_ package: String, place: String?, indent: String, branch: String, next: String) {
        let children = edges[package] ?? []
        let isRepeated = !expanded.insert(package).inserted && !children.isEmpty
        lines.append(
            Line(
                text: indent + branch + package.visible + (isRepeated ? " (above)" : ""), place: place,
                isOnEveryPath: onEveryPath.contains(package)))
        guard !isRepeated else { return }
        for (index, child) in children.enumerated() {
            let isLast = index == children.count - 1
            add(
                child.to, place: child.shortPlace, indent: indent + next, branch: isLast ? "└ " : "├ ", next: isLast ? "  " : "│ "
            )
        }
    }

    /// A shortest path for each of the first importers, in the order of the graph.
    static func imports(of report: WhyReport, importers limit: Int) -> [WhyReport.Import] {
        guard let graph = report.graph, let ways = report.ways else { return report.imports }
        let byImporter = Dictionary(grouping: graph, by: \.from)
        var arrivals: [String: WhyReport.Import] = [:]
        var queue = [report.main]
        var position = 0
        while position < queue.count {
            for edge in byImporter[queue[position]] ?? [] where arrivals[edge.to] == nil && edge.to != report.main {
                arrivals[edge.to] = edge
                queue.append(edge.to)
            }
            position += 1
        }
        let importers = Set(ways.prefix(limit).map(\.from))
        var kept: Set<String> = []
        for importer in importers {
            var package = importer
            while kept.insert(package).inserted, let edge = arrivals[package] { package = edge.from }
        }
        return graph.filter { edge in
            edge.to == report.package ? importers.contains(edge.from) : kept.contains(edge.to) && arrivals[edge.to] == edge
        }
    }
}
