internal import BinaryFormats

extension LinkGraph {
    /// The graph without unreached symbols. Cuts only remove references, so every query has the same outcome, with a third less
    /// memory. Unreached functions and variables keep only their names.
    public func reduced() throws(LinkageError) -> LinkGraph {
        let replay = Replay(self, try CutMasks([CutQuery()], self)).result
        var reduction = Reduction(self, isReached: replay.reached.map { $0 != 0 })
        return reduction.graph()
    }
}

/// Renumbers the kept parts of a graph without gaps, in the order of the old numbers.
private struct Reduction {
    private let old: LinkGraph
    private let isReached: [Bool]
    private let symbols: Renumbering
    private let paths: Renumbering
    private var signatures = Renumbering.ByUse()
    private var names = Renumbering.ByUse()

    init(_ graph: LinkGraph, isReached: [Bool]) {
        old = graph
        self.isReached = isReached
        let paths = Reduction.paths(graph, isReached)
        self.paths = paths
        symbols = Reduction.symbols(graph, isReached, paths)
    }

    /// Paths of the kept edges, and the parents of these paths.
    private static func paths(_ graph: LinkGraph, _ isReached: [Bool]) -> Renumbering {
        var isUsed = [Bool](repeating: false, count: graph.paths.count)
        for symbol in isReached.indices where isReached[symbol] {
            for edge in graph.edges(of: symbol) { isUsed[edge.path] = true }
        }
        for (type, methods) in graph.methodsOf where isReached[Int(type)] {
            for edge in graph.methods.edges[3 * methods.lowerBound..<3 * methods.upperBound] { isUsed[edge.path] = true }
        }
        for edge in graph.interfaceUses { isUsed[edge.path] = true }
        for edges in graph.initOrder.values { for edge in edges { isUsed[edge.path] = true } }
        for path in isUsed.indices.reversed() where isUsed[path] { isUsed[Int(graph.paths.parent[path])] = true }
        return Renumbering(isUsed)
    }

    /// Reached symbols, symbols in their names, and functions and variables that queries may refer to.
    private static func symbols(_ graph: LinkGraph, _ isReached: [Bool], _ paths: Renumbering) -> Renumbering {
        var isKept = isReached
        for symbol in isReached.indices {
            switch graph.symbols.kind[symbol] {
            case .text, .data, .pointerFreeData, .zeroed:
                if graph.symbols.isDefined[symbol], graph.symbols.nameNumber[symbol] != 0 { isKept[symbol] = true }
            default: break
            }
            guard isReached[symbol] else { continue }
            for edge in graph.edges(of: symbol) where edge.hasSymbol { isKept[edge.target] = true }
        }
        for symbol in graph.roots.symbols { isKept[Int(symbol)] = true }
        for symbol in [graph.roots.mainInit, graph.roots.runtimeInit, graph.roots.runtimeInitList] { isKept[Int(symbol)] = true }
        for (symbol, edges) in graph.initOrder {
            isKept[Int(symbol)] = true
            for edge in edges { isKept[edge.target] = true }
        }
        for function in 0..<graph.functions.count where isReached[Int(graph.functions.symbol[function])] {
            for name in graph.functions.names(of: function) { isKept[Int(name)] = true }
        }
        for path in paths.kept { isKept[Int(graph.paths.function[Int(path)])] = true }
        return Renumbering(isKept)
    }

    mutating func graph() -> LinkGraph {
        var firstEdge: [UInt32] = []
        var edgeEnd: [UInt32] = []
        var edges: [Edge] = []
        for symbol in symbols.kept {
            firstEdge.append(UInt32(edges.count))
            if isReached[Int(symbol)] {
                for edge in old.edges(of: Int(symbol)) { edges.append(renumbered(edge)) }
            }
            edgeEnd.append(UInt32(edges.count))
        }
        let (methods, methodsOf) = self.methods()
        var initOrder: [UInt32: [Edge]] = [:]
        for (symbol, edges) in old.initOrder { initOrder[symbols[symbol]] = edges.map { renumbered($0) } }
        let kept = symbols.kept
        return LinkGraph(
            minor: old.minor, machine: old.machine, version: old.version, symbols: symbolIndex(), packages: old.packages,
            packageOf: kept.map { old.packageOf[Int($0)] }, roles: kept.map { old.roles[Int($0)] },
            pointers: kept.map { old.pointers[Int($0)] }, paths: referencePaths(), firstEdge: firstEdge, edgeEnd: edgeEnd,
            edges: edges, methods: methods, methodsOf: methodsOf,
            interfaceUses: old.interfaceUses.filter { isReached[$0.target] }.map { renumbered($0) }, initOrder: initOrder,
            functions: functions(), fileNames: old.fileNames, imports: old.imports, linkOrder: old.linkOrder, roots: roots(),
            usesPlugins: old.usesPlugins, isPositionIndependent: old.isPositionIndependent, buildInfoSize: old.buildInfoSize)
    }

    private mutating func renumbered(_ edge: Edge) -> Edge {
        let target: UInt32
        switch edge.action {
        case Edge.Action.callMethod.rawValue: target = signatures[UInt32(edge.target)]
        case Edge.Action.callNamed.rawValue: target = names[UInt32(edge.target)]
        default: target = symbols[UInt32(edge.target)]
        }
        return Edge(bits: edge.bits & 0xc000_0000 | UInt64(paths[UInt32(edge.path)]) << 32 | UInt64(target))
    }

    /// Methods of reached types. A method that is not kept retains only the type of its function.
    private mutating func methods() -> (MethodTable, [UInt32: Range<Int>]) {
        var signature: [UInt32] = []
        var name: [UInt32] = []
        var isExported: [Bool] = []
        var edges: [Edge] = []
        var owner: [UInt32] = []
        var methodsOf: [UInt32: Range<Int>] = [:]
        for (type, range) in old.methodsOf.sorted(by: { $0.key < $1.key }) where isReached[Int(type)] {
            let first = owner.count
            for method in range {
                signature.append(signatures[old.methods.signature[method]])
                name.append(names[old.methods.name[method]])
                isExported.append(old.methods.isExported[method])
                owner.append(symbols[type])
                for edge in old.methods.edges[3 * method..<3 * method + 3] { edges.append(renumbered(edge)) }
            }
            methodsOf[symbols[type]] = first..<owner.count
        }
        let table = MethodTable(
            signature: signature, name: name, isExported: isExported, edges: edges, owner: owner,
            signatureCount: signatures.count,
            nameCount: names.count)
        return (table, methodsOf)
    }

    private func symbolIndex() -> SymbolIndex {
        let all = old.symbols
        var isNamed = [Bool](repeating: false, count: all.names.count + 1)
        for symbol in symbols.kept { isNamed[Int(all.nameNumber[Int(symbol)])] = true }
        let names = Renumbering(isNamed)
        let reader = ByteReader(all.names.bytes)
        var bytes: [UInt8] = []
        var ends = [0]
        for name in names.kept.dropFirst() {
            let range = all.names.range(Int(name) - 1)
            bytes.append(contentsOf: reader.integers(UInt8.self, at: range.lowerBound, count: range.count) ?? [])
            ends.append(bytes.count)
        }
        let kept = symbols.kept
        return SymbolIndex(
            names: NameTable(bytes: bytes, ends: ends) ?? NameTable(), nameNumber: kept.map { names[all.nameNumber[Int($0)]] },
            kind: kept.map { all.kind[Int($0)] }, flags: kept.map { all.flags[Int($0)] }, size: kept.map { all.size[Int($0)] },
            alignment: kept.map { all.alignment[Int($0)] }, isDefined: kept.map { all.isDefined[Int($0)] })
    }

    private func referencePaths() -> ReferencePaths {
        ReferencePaths(
            old.imports, parent: paths.kept.map { paths[old.paths.parent[Int($0)]] },
            step: paths.kept.map { old.paths.step[Int($0)] }, function: paths.kept.map { symbols[old.paths.function[Int($0)]] },
            package: paths.kept.map { old.paths.package[Int($0)] }, steps: old.paths.steps)
    }

    private func functions() -> FunctionFacts {
        let facts = old.functions
        let kept = (0..<facts.count).filter { isReached[Int(facts.symbol[$0])] }
        var units = Renumbering.ByUse()
        var (names, files, steps): ([UInt32], [UInt32], [UInt32]) = ([], [], [])
        var (firstName, firstFile, firstStep): ([UInt32], [UInt32], [UInt32]) = ([0], [0], [0])
        for function in kept {
            names += facts.names(of: function).map { symbols[$0] }
            files += facts.files[Int(facts.firstFile[function])..<Int(facts.firstFile[function + 1])]
            steps += facts.steps[Int(facts.firstStep[function])..<Int(facts.firstStep[function + 1])]
            firstName.append(UInt32(names.count))
            firstFile.append(UInt32(files.count))
            firstStep.append(UInt32(steps.count))
        }
        return FunctionFacts(
            symbol: kept.map { symbols[facts.symbol[$0]] }, unit: kept.map { units[facts.unit[$0]] },
            recordSize: kept.map { facts.recordSize[$0] }, inlineTreeSize: kept.map { facts.inlineTreeSize[$0] },
            fileLimit: kept.map { facts.fileLimit[$0] }, hasUnwind: kept.map { facts.hasUnwind[$0] }, names: names, files: files,
            steps: steps, firstName: firstName, firstFile: firstFile, firstStep: firstStep)
    }

    private func roots() -> LinkGraph.Roots {
        LinkGraph.Roots(
            symbols: old.roots.symbols.map { symbols[$0] }, mainInit: symbols[old.roots.mainInit],
            runtimeInit: symbols[old.roots.runtimeInit], runtimeInitList: symbols[old.roots.runtimeInitList])
    }
}

/// New numbers of kept entries; 0 stays 0, and is the number of removed entries.
private struct Renumbering {
    /// Old numbers, ascending.
    let kept: [UInt32]
    private let numbers: [UInt32]

    init(_ isKept: [Bool]) {
        var kept: [UInt32] = [0]
        var numbers = [UInt32](repeating: 0, count: max(1, isKept.count))
        for number in isKept.indices.dropFirst() where isKept[number] {
            numbers[number] = UInt32(kept.count)
            kept.append(UInt32(number))
        }
        self.kept = kept
        self.numbers = numbers
    }

    subscript(number: UInt32) -> UInt32 { numbers[Int(number)] }

    /// Numbers from 0, in order of first use.
    struct ByUse {
        private var numbers: [UInt32: UInt32] = [:]

        var count: Int { numbers.count }

        subscript(number: UInt32) -> UInt32 {
            mutating get {
                if let known = numbers[number] { return known }
                numbers[number] = UInt32(numbers.count)
                return UInt32(numbers.count - 1)
            }
        }
    }
}

extension LinkGraph {
    func edges(of symbol: Int) -> ArraySlice<Edge> { edges[Int(firstEdge[symbol])..<Int(edgeEnd[symbol])] }
}

extension Edge {
    /// Whether the target is a symbol.
    fileprivate var hasSymbol: Bool { action <= Action.useInterface.rawValue }
}

extension FunctionFacts {
    /// Symbols whose names a function needs in the name table.
    fileprivate func names(of function: Int) -> ArraySlice<UInt32> {
        names[Int(firstName[function])..<Int(firstName[function + 1])]
    }
}
