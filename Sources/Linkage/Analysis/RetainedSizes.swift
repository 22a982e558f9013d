extension LinkAnalysis {
    /// Bytes retained by each of `groups` of packages: the symbols that are unreachable without the group's functions and data,
    /// including the group itself.
    ///
    /// A lower bound of the savings of a removal: methods that the linker would drop then, and targets of calls inlined from the
    /// group, still count as kept. Throws when a package is not linked in.
    public func retained(by groups: [[String]]) throws(LinkageError) -> [Int] {
        var sizes: [Int] = []
        var start = 0
        while start < groups.count {
            let batch = groups[start..<min(start + CutMasks.capacity, groups.count)]
            sizes += try retained(by: batch)
            start += batch.count
        }
        return sizes
    }

    private func retained(by groups: ArraySlice<[String]>) throws(LinkageError) -> [Int] {
        var absent: [QueryMask] = Array(repeating: 0, count: graph.packages.count)
        for (index, packages) in groups.enumerated() {
            for path in packages { absent[try graph.package(path)] |= QueryMask.query(index) }
        }
        let reached = flood(absent, .first(groups.count))
        return sizes.parts(reached, queries: groups.count).map { contents - layout.sequential($0) }
    }

    /// Queries in which each symbol is reached from the roots without symbols of absent packages.
    private func flood(_ absent: [QueryMask], _ all: QueryMask) -> [QueryMask] {
        var reached: [QueryMask] = Array(repeating: 0, count: graph.symbols.count)
        var pending = PendingVisits(symbolCount: graph.symbols.count)
        func mark(_ symbol: Int, _ mask: QueryMask) {
            let gained = mask & ~absent[Int(graph.packageOf[symbol])] & ~reached[symbol]
            guard gained != 0 else { return }
            reached[symbol] |= gained
            pending.add(symbol, gained)
        }
        func inits(for root: UInt32) -> [(symbol: Int, mask: QueryMask)] {
            graph.inits(for: root, all & ~absent[Int(graph.packageOf[Int(root)])]) { absent[Int(graph.packageOf[$0.target])] }
        }
        for symbol in graph.roots.symbols { mark(Int(symbol), all) }
        for (symbol, mask) in inits(for: graph.roots.mainInit) { mark(symbol, mask) }
        let runtimeInits = inits(for: graph.roots.runtimeInit)
        while let (source, mask) = pending.removeFirst() {
            for index in Int(graph.firstEdge[Int(source)])..<Int(graph.edgeEnd[Int(source)]) {
                let edge = graph.edges[index]
                if edge.action == Edge.Action.keep.rawValue { mark(edge.target, mask) }
            }
            for method in graph.methodsOf[source] ?? 0..<0 where replay.kept[method] != 0 {
                for edge in graph.methods.edges[3 * method..<3 * method + 3] where edge.target != 0 { mark(edge.target, mask) }
            }
            if source == graph.roots.runtimeInitList {
                for (symbol, inits) in runtimeInits { mark(symbol, mask & inits) }
            }
        }
        return reached
    }
}

/// Dead-method elimination by the linker: whether it is on, the functions that disable it, and its price.
public struct MethodElimination: Sendable, Hashable {
    public let isEnabled: Bool
    /// Whether plugins, which may call any method, disable it.
    public let usesPlugins: Bool
    /// Bytes that the stripped file would be smaller without the culprits' calls.
    public let price: Int
    /// Functions that look up methods by non-constant names and are reachable without such look-ups.
    public let culprits: [Culprit]
    /// Packages that are needed only by methods kept by reflection.
    public let packagesKept: [String]

    public struct Culprit: Sendable, Hashable {
        /// Linker name.
        public let symbol: String
        public let package: String
        /// Linker names from the entry of the program to `symbol`.
        public let chain: [String]
    }
}

extension LinkAnalysis {
    /// Replays the program as if no method were looked up by a non-constant name.
    public func methodElimination() throws(LinkageError) -> MethodElimination {
        if let elimination { return elimination }
        let query = CutQuery(ignoringReflection: true)
        let without = Replay(graph, try CutMasks([query], graph)).result
        let outcome = outcomes(of: [query], without)[0]
        let culprits = (1..<graph.symbols.count).filter {
            without.reached[$0] != 0 && graph.symbols.flags[$0].contains(.reflectMethod)
        }
        .map { symbol in
            MethodElimination.Culprit(
                symbol: graph.symbols.name(UInt32(symbol)), package: graph.packages.paths[Int(graph.packageOf[symbol])],
                chain: chain(to: UInt32(symbol), without))
        }
        return MethodElimination(
            isEnabled: replay.reflection == 0, usesPlugins: graph.usesPlugins, price: outcome.saves,
            culprits: culprits.sorted { ($0.chain.count, $0.symbol) < ($1.chain.count, $1.symbol) },
            packagesKept: outcome.alsoGone)
    }
}
