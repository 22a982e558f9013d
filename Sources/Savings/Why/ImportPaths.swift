/// The imports of a program that lead from its main package to a goal: an acyclic graph with the main package as its only source
/// and the goal as its only sink.
struct ImportPaths: Sendable {
    struct Edge: Sendable, Hashable {
        var from: Int
        var to: Int
    }

    /// Import paths in topological order: main first, the goal last; empty if no import leads to the goal.
    let packages: [String]
    /// By importer, in the order of `packages`.
    let edges: [Edge]
    /// Paths from main to each package; `most` stands for more.
    let paths: [Int]
    /// The importer of each package on a shortest path from main; -1 for main.
    let parents: [Int]
    /// Packages on every path, main and the goal with them, in order.
    let dominators: [Int]

    /// Counts above this, which JSON can no longer hold exactly, are not counted.
    static let most = 1 << 53

    /// `imports` are those of one package, without the ones that are cut.
    init(from main: String, to goal: String, imports: (String) -> [String]) {
        let order = Self.postorder(from: main, imports)
        // Postorder lists what a package imports before it.
        var leads: Set<String> = [goal]
        for package in order where package != goal && imports(package).contains(where: leads.contains) { leads.insert(package) }
        guard order.contains(goal), main != goal else {
            (packages, edges, paths, parents, dominators) = ([], [], [], [], [])
            return
        }
        let packages = order.reversed().filter { leads.contains($0) && $0 != goal } + [goal]
        let numbers = Dictionary(uniqueKeysWithValues: packages.enumerated().map { ($1, $0) })
        var edges: [Edge] = []
        for (from, package) in packages.enumerated() where package != goal {
            edges += Set(imports(package)).compactMap { numbers[$0] }.filter { $0 != from }.sorted().map {
                Edge(from: from, to: $0)
            }
        }
        self.packages = packages
        self.edges = edges
        var paths = [1] + Array(repeating: 0, count: packages.count - 1)
        var depths = [0] + Array(repeating: Int.max, count: packages.count - 1)
        var parents = Array(repeating: -1, count: packages.count)
        var dominator = Array(repeating: -1, count: packages.count)
        for edge in edges {
            paths[edge.to] = min(paths[edge.to] + paths[edge.from], Self.most)
            if depths[edge.from] + 1 < depths[edge.to] {
                (depths[edge.to], parents[edge.to]) = (depths[edge.from] + 1, edge.from)
            }
            var (left, right) = (dominator[edge.to], edge.from)
            if left < 0 { left = right }
            while left != right { if left > right { left = dominator[left] } else { right = dominator[right] } }
            dominator[edge.to] = left
        }
        (self.paths, self.parents) = (paths, parents)
        dominators = sequence(first: packages.count - 1) { dominator[$0] < 0 ? nil : dominator[$0] }.reversed()
    }

    var isEmpty: Bool { packages.isEmpty }
    var goal: Int { packages.count - 1 }
    /// Packages that import the goal.
    var importers: [Int] { edges.filter { $0.to == goal }.map(\.from) }

    /// Packages of a shortest path from main to one of them.
    func chain(to package: Int) -> [Int] {
        guard packages.indices.contains(package) else { return [] }
        return sequence(first: package) { parents[$0] < 0 ? nil : parents[$0] }.reversed()
    }

    private static func postorder(from main: String, _ imports: (String) -> [String]) -> [String] {
        var order: [String] = []
        var seen: Set<String> = [main]
        var stack: [(package: String, rest: ArraySlice<String>)] = [(main, imports(main)[...])]
        while let top = stack.indices.last {
            if let next = stack[top].rest.popFirst() {
                if seen.insert(next).inserted { stack.append((next, imports(next)[...])) }
            } else {
                order.append(stack.removeLast().package)
            }
        }
        return order
    }
}
