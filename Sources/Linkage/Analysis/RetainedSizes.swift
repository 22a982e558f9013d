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
        var pending = reached
        var queue: [UInt32] = []
        func mark(_ symbol: Int, _ mask: UInt64) {
            guard replay.reached[symbol] != 0 else { return }
            let gained = mask & ~absent[Int(graph.packageOf[symbol])] & ~reached[symbol]
            guard gained != 0 else { return }
            reached[symbol] |= gained
            if pending[symbol] == 0 { queue.append(UInt32(symbol)) }
            pending[symbol] |= gained
        }
        for symbol in graph.roots.symbols { mark(Int(symbol), all) }
        for (symbol, mask) in inits(from: graph.roots.mainInit, absent, all) { mark(Int(symbol), mask) }
        let runtimeInits = inits(from: graph.roots.runtimeInit, absent, all)
        var next = 0
        while next < queue.count {
            let source = queue[next]
            let symbol = Int(source)
            let mask = pending[symbol]
            pending[symbol] = 0
            next += 1
            for index in Int(graph.firstEdge[symbol])..<Int(graph.edgeEnd[symbol]) {
                let edge = graph.edges[index]
                if edge.action == Edge.Action.keep.rawValue { mark(edge.target, mask) }
            }
            for method in graph.methodsOf[source] ?? 0..<0 where replay.kept[method] != 0 {
                for edge in graph.methods.edges[3 * method..<3 * method + 3] where edge.target != 0 { mark(edge.target, mask) }
            }
            if source == graph.roots.runtimeInitList {
                for (symbol, inits) in runtimeInits { mark(Int(symbol), mask & inits) }
            }
        }
        return reached
    }

    /// The packages that are initialised for `root`, each in the questions in which one that needs it is there.
    private func inits(from root: UInt32, _ absent: [UInt64], _ all: UInt64) -> [(UInt32, UInt64)] {
        guard root != 0 else { return [] }
        var found: [UInt32: UInt64] = [root: all & ~absent[Int(graph.packageOf[Int(root)])]]
        var queue = [root]
        while let symbol = queue.popLast() {
            for edge in graph.initOrder[symbol] ?? [] {
                let target = UInt32(edge.target)
                let known = found[target] ?? 0
                let mask = (found[symbol] ?? 0) & ~absent[Int(graph.packageOf[edge.target])]
                guard mask & ~known != 0 else { continue }
                found[target] = known | mask
                queue.append(target)
            }
        }
        return found.map { ($0.key, $0.value) }
    }
}
