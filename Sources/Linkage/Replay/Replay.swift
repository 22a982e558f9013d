/// The linker's reachability pass for all queries of a mask at once: each symbol has one bit per query, and is visited again only for
/// new bits. The reached symbols do not depend on the order of visits. (cmd/link/internal/ld/deadcode.go, inittask.go)
///
/// A method is kept if its type is converted to an interface and a call through an interface matches its signature, or a call by
/// name its name, or, if it is exported, reflection can call any method.
struct Replay {
    /// The result of a replay.
    struct Result: Sendable {
        /// Queries in which a symbol is reached, by symbol.
        var reached: [QueryMask]
        /// The symbol that reached it first; meaningful for a single query. 0 for roots.
        var parent: [UInt32]
        /// Queries in which a method is kept, by method.
        var kept: [QueryMask]
        /// Queries in which methods are looked up by non-constant names.
        var reflection: QueryMask
    }

    private var reached: [QueryMask]
    private var parent: [UInt32]
    private var reflection: QueryMask

    private let graph: LinkGraph
    private let masks: CutMasks
    /// Queries in which plugins may use any method.
    private let plugins: QueryMask
    /// Queries in which a type is converted to an interface.
    private var used: [QueryMask]
    private var pending: PendingVisits
    private var called: [QueryMask]
    private var named: [QueryMask]
    /// By method: queries in which its type is converted to an interface, and in which it is kept.
    private var offered: [QueryMask]
    private var kept: [QueryMask]
    /// Methods offered in some queries, and not yet kept in all of them.
    private var candidates: [UInt32] = []
    private var runtimeInits: [(symbol: Int, mask: QueryMask)] = []

    init(_ graph: LinkGraph, _ masks: CutMasks) {
        self.graph = graph
        self.masks = masks
        plugins = masks.plugins & masks.reflection
        reflection = plugins
        let count = graph.symbols.count
        reached = Array(repeating: 0, count: count)
        parent = Array(repeating: 0, count: count)
        used = Array(repeating: 0, count: count)
        for use in graph.interfaceUses { used[use.target] |= masks.all & ~masks.byPath[use.path] }
        pending = PendingVisits(symbolCount: count)
        called = Array(repeating: 0, count: graph.methods.signatureCount)
        named = Array(repeating: 0, count: graph.methods.nameCount)
        offered = Array(repeating: 0, count: graph.methods.count)
        kept = Array(repeating: 0, count: graph.methods.count)
        run()
    }

    var result: Result { Result(reached: reached, parent: parent, kept: kept, reflection: reflection) }

    private mutating func run() {
        for (symbol, mask) in masks.bySymbol { reached[Int(symbol)] = mask }
        for symbol in graph.roots.symbols { mark(Int(symbol), masks.all, from: 0) }
        runtimeInits = inits(for: graph.roots.runtimeInit)
        for (symbol, mask) in inits(for: graph.roots.mainInit) { mark(symbol, mask, from: 0) }
        repeat {
            flood()
            keepMethods()
        } while !pending.isEmpty
        for (symbol, mask) in masks.bySymbol { reached[Int(symbol)] &= ~mask }
    }

    private func inits(for root: UInt32) -> [(symbol: Int, mask: QueryMask)] {
        graph.inits(for: root, masks.all) { masks.byPath[$0.path] }
    }

    private mutating func mark(_ symbol: Int, _ mask: QueryMask, from source: UInt32) {
        let before = reached[symbol]
        let gained = mask & ~before
        guard gained != 0 else { return }
        if before == 0 { parent[symbol] = source }
        reached[symbol] = before | gained
        pending.add(symbol, gained)
    }

    private mutating func flood() {
        while let (source, mask) = pending.removeFirst() {
            let symbol = Int(source)
            let flags = graph.symbols.flags[symbol]
            if flags.contains(.reflectMethod) { reflection |= mask & masks.reflection }
            let isType = flags.contains(.goType)
            if isType { used[symbol] |= mask & plugins }
            let inInterface = isType ? mask & used[symbol] : 0
            for index in Int(graph.firstEdge[symbol])..<Int(graph.edgeEnd[symbol]) {
                let edge = graph.edges[index]
                let mask = mask & ~masks.byPath[edge.path]
                guard mask != 0 else { continue }
                let target = edge.target
                switch edge.action {
                case Edge.Action.keep.rawValue:
                    if inInterface != 0, graph.symbols.flags[target].contains(.goType) {
                        // Reflection can convert a part of an interface's value to an interface.
                        let gained = mask & inInterface & ~used[target]
                        if gained != 0 {
                            used[target] |= gained
                            if reached[target] & gained != 0 { pending.add(target, reached[target] & gained) }
                        }
                    }
                    mark(target, mask, from: source)
                case Edge.Action.useInterface.rawValue: use(target, mask)
                case Edge.Action.callMethod.rawValue: called[target] |= mask
                default: named[target] |= mask
                }
            }
            if inInterface != 0, let methods = graph.methodsOf[source] { offer(methods, inInterface) }
            if source == graph.roots.runtimeInitList {
                for (symbol, inits) in runtimeInits { mark(symbol, inits & mask, from: source) }
            }
        }
    }

    private mutating func use(_ type: Int, _ mask: QueryMask) {
        let gained = mask & ~used[type]
        guard gained != 0 else { return }
        used[type] |= gained
        if reached[type] & gained != 0 { pending.add(type, reached[type] & gained) }
    }

    /// Offers methods of a type. A method's type is reachable by reflection, so it counts as used.
    private mutating func offer(_ methods: Range<Int>, _ mask: QueryMask) {
        for method in methods {
            if offered[method] == 0 { candidates.append(UInt32(method)) }
            offered[method] |= mask
            let type = graph.methods.edges[3 * method].target
            if type != 0 { use(type, mask) }
        }
    }

    private mutating func keepMethods() {
        for candidate in candidates {
            let method = Int(candidate)
            let open = offered[method] & ~kept[method]
            guard open != 0 else { continue }
            let wanted =
                plugins | (graph.methods.isExported[method] ? reflection : 0) | called[Int(graph.methods.signature[method])]
                | named[Int(graph.methods.name[method])]
            let gained = open & wanted
            guard gained != 0 else { continue }
            kept[method] |= gained
            for edge in graph.methods.edges[3 * method..<3 * method + 3] where edge.target != 0 {
                mark(edge.target, gained & ~masks.byPath[edge.path], from: graph.methods.owner[method])
            }
        }
    }
}

/// Nodes reached from `root`, with the queries in which they are. `ways` yields the successors of a node, and the queries in
/// which the step is cut.
func reachable<Ways: Sequence>(from root: UInt32, _ mask: QueryMask, _ ways: (UInt32) -> Ways) -> [UInt32: QueryMask]
where Ways.Element == (to: UInt32, cut: QueryMask) {
    var found = [root: mask]
    var queue = [root]
    while let node = queue.popLast() {
        let mask = found[node] ?? 0
        for way in ways(node) {
            let known = found[way.to] ?? 0
            guard mask & ~way.cut & ~known != 0 else { continue }
            found[way.to] = known | mask & ~way.cut
            queue.append(way.to)
        }
    }
    return found
}

extension LinkGraph {
    /// The packages that must be initialised for `root`, in ascending order; init tasks of 8 bytes have no functions. `cut`
    /// returns the queries in which one package does not need another.
    func inits(for root: UInt32, _ mask: QueryMask, cut: (Edge) -> QueryMask) -> [(symbol: Int, mask: QueryMask)] {
        guard root != 0 else { return [] }
        return reachable(from: root, mask) { (initOrder[$0] ?? []).map { (UInt32($0.target), cut($0)) } }
            .map { (Int($0.key), $0.value) }
            .filter { symbols.isDefined[$0.symbol] && symbols.size[$0.symbol] > 8 }
            .sorted { $0.symbol < $1.symbol }
    }
}

/// A queue of symbols to visit (FIFO), each for the queries gained since its last visit.
struct PendingVisits {
    /// Queries of the pending visit, by symbol.
    private var masks: [QueryMask]
    private var queue: [UInt32] = []
    private var next = 0

    init(symbolCount: Int) {
        masks = Array(repeating: 0, count: symbolCount)
    }

    var isEmpty: Bool { next == queue.count }

    mutating func add(_ symbol: Int, _ mask: QueryMask) {
        if masks[symbol] == 0 { queue.append(UInt32(symbol)) }
        masks[symbol] |= mask
    }

    mutating func removeFirst() -> (symbol: UInt32, mask: QueryMask)? {
        guard next < queue.count else {
            queue.removeAll(keepingCapacity: true)
            next = 0
            return nil
        }
        let symbol = queue[next]
        next += 1
        defer { masks[Int(symbol)] = 0 }
        return (symbol, masks[Int(symbol)])
    }
}
