import Testing

@testable import Savings

struct ImportPathsTests {
    /// main imports a and b; both import c, which imports d and the goal x; d imports x too. `far` leads nowhere.
    static let imports: [String: [String]] = [
        "main": ["a", "b", "far"], "a": ["c"], "b": ["c", "far"], "c": ["d", "x"], "d": ["x"], "x": ["std"], "far": ["std"],
        "std": [],
    ]

    static func paths(to goal: String, _ imports: [String: [String]] = imports) -> ImportPaths {
        ImportPaths(from: "main", to: goal) { imports[$0] ?? [] }
    }

    static func names(_ paths: ImportPaths, _ edges: [ImportPaths.Edge]?) -> [String]? {
        edges?.map { "\(paths.packages[$0.from])->\(paths.packages[$0.to])" }.sorted()
    }

    @Test func pathsAreCounted() throws {
        let paths = Self.paths(to: "x")
        #expect(paths.packages.first == "main" && paths.packages.last == "x")
        #expect(Set(paths.packages) == ["main", "a", "b", "c", "d", "x"])
        let counts = Dictionary(uniqueKeysWithValues: zip(paths.packages, paths.paths))
        #expect(counts == ["main": 1, "a": 1, "b": 1, "c": 2, "d": 2, "x": 4])
        #expect(paths.dominators.map { paths.packages[$0] } == ["main", "c", "x"])
        #expect(paths.importers.map { paths.packages[$0] }.sorted() == ["c", "d"])
        let chain = paths.chain(to: paths.goal).map { paths.packages[$0] }
        #expect(chain.count == 4 && Array(chain.suffix(2)) == ["c", "x"] && chain.first == "main")
    }

    /// Twice as many paths at each of 80 steps: more than an integer holds.
    @Test func countsDoNotOverflow() {
        var imports: [String: [String]] = ["main": ["l0", "r0"]]
        for step in 0..<80 {
            for side in ["l", "r"] { imports["\(side)\(step)"] = step == 79 ? ["x"] : ["l\(step + 1)", "r\(step + 1)"] }
        }
        let paths = Self.paths(to: "x", imports)
        #expect(paths.paths[paths.goal] == ImportPaths.most)
        #expect(paths.dominators.map { paths.packages[$0] } == ["main", "x"])
    }

    @Test func noPath() {
        #expect(Self.paths(to: "nowhere").isEmpty)
        #expect(Self.paths(to: "main").isEmpty)
        #expect(Self.paths(to: "nowhere").minimumCut { _ in 1 } == nil)
    }

    @Test func cutsAreSmallestAndNearestToTheGoal() {
        let paths = Self.paths(to: "x")
        // Two imports into x, two into c; none alone.
        #expect(Self.names(paths, paths.minimumCut { _ in 1 }) == ["c->x", "d->x"])
        func cost(_ edge: ImportPaths.Edge) -> Int? { paths.packages[edge.from] == "c" ? nil : 1 }
        #expect(Self.names(paths, paths.minimumCut(cost: cost)) == ["a->c", "b->c"])
        #expect(paths.minimumCut { _ in nil } == nil)
        let chain = Self.paths(to: "d")
        #expect(Self.names(chain, chain.minimumCut { _ in 1 }) == ["c->d"])
    }

    /// A flow that has to go back on an arc: without reverse arcs the cut would be too large.
    @Test func flowsAreRedirected() {
        let paths = Self.paths(
            to: "x", ["main": ["a", "b"], "a": ["d", "c"], "b": ["d"], "c": ["x"], "d": ["x"], "x": []])
        #expect(Self.names(paths, paths.minimumCut { _ in 1 }) == ["c->x", "d->x"])
        func cost(_ edge: ImportPaths.Edge) -> Int? { edge.to == paths.goal ? 5 : 1 }
        #expect(Self.names(paths, paths.minimumCut(cost: cost))?.count == 2)
    }

    /// Random graphs: no smaller set of imports disconnects the goal, and the set found does.
    @Test(arguments: 1...20)
    func cutsAgreeWithAllSubsets(seed: UInt64) {
        var state = seed
        func random(_ below: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % below)
        }
        var imports: [String: [String]] = [:]
        let names = ["main", "a", "b", "c", "d", "x"]
        for (from, to) in (0..<5).flatMap({ from in (from + 1..<6).map { (from, $0) } }) where random(100) < 55 {
            imports[names[from], default: []].append(names[to])
        }
        let paths = Self.paths(to: "x", imports)
        guard !paths.isEmpty else { return }
        func isCut(_ edges: Set<ImportPaths.Edge>) -> Bool {
            var reached: Set<Int> = [0]
            for edge in paths.edges where reached.contains(edge.from) && !edges.contains(edge) { reached.insert(edge.to) }
            return !reached.contains(paths.goal)
        }
        let smallest = (0..<1 << paths.edges.count).lazy.filter { mask in
            isCut(Set(paths.edges.indices.filter { mask >> $0 & 1 == 1 }.map { paths.edges[$0] }))
        }.map(\.nonzeroBitCount).min()
        let found = paths.minimumCut { _ in 1 } ?? []
        #expect(isCut(Set(found)))
        #expect(found.count == smallest)
    }
}
