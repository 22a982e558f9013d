extension LinkAnalysis {
    /// Bytes that only `groups` of packages keep, each alone, in the graph as it is: what no reference reaches any more when
    /// the group's functions and data are not there, the group itself with it.
    ///
    /// A lower bound of what a removal saves: methods stay that the linker would drop, and so does what calls inlined from
    /// the group refer to. Throws when a package is not linked in.
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
        var absent: [UInt64] = Array(repeating: 0, count: graph.packages.count)
        for (index, packages) in groups.enumerated() {
            for path in packages { absent[try graph.package(path)] |= UInt64(1) << UInt64(index) }
        }
        let reached = flood(absent, groups.count == 64 ? .max : UInt64(1) << UInt64(groups.count) - 1)
        return sizes.parts(reached, questions: groups.count).map { contents - layout.sequential($0) }
    }

    /// Questions in which each symbol is reached from the roots over references that exist, without symbols of absent packages.
    private func flood(_ absent: [UInt64], _ all: UInt64) -> [UInt64] {
        var reached: [UInt64] = Array(repeating: 0, count: graph.symbols.count)
        var pending = PendingVisits(symbolCount: graph.symbols.count)
        func mark(_ symbol: Int, _ mask: UInt64) {
            let gained = mask & ~absent[Int(graph.packageOf[symbol])] & ~reached[symbol]
            guard gained != 0 else { return }
            reached[symbol] |= gained
            pending.add(symbol, gained)
        }
        func inits(for root: UInt32) -> [(symbol: Int, mask: UInt64)] {
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
