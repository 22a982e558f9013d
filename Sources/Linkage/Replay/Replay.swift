/// The linker's reachability pass over up to 64 questions side by side: each symbol carries one bit a question, and
/// a symbol is visited again only for the bits it has gained. Which symbols are reached does not depend on the order of
/// the visits. (cmd/link/internal/ld/deadcode.go, inittask.go)
///
/// A method is kept when its type is used in an interface and somebody calls a method of its signature through an
/// interface, or one of its name, or, exported, when reflection can call any.
struct Replay {
    /// What a replay finds.
    struct Result: Sendable {
        /// Questions in which a symbol is reached, by symbol.
        var reached: [UInt64]
        /// The symbol that reached it first; meaningful for a single question. 0 for roots.
        var parent: [UInt32]
        /// Questions in which a method is kept, by method.
        var kept: [UInt64]
        /// Questions in which methods are looked up by names that are not constants.
        var reflection: UInt64
    }

    private var reached: [UInt64]
    private var parent: [UInt32]
    private var reflection: UInt64

    private let graph: LinkGraph
    private let masks: CutMasks
    /// Questions in which plugins may use any method.
    private let plugins: UInt64
    /// Questions in which a type is converted to an interface.
    private var used: [UInt64]
    private var pending: PendingVisits
    private var called: [UInt64]
    private var named: [UInt64]
    /// By method: questions in which its type offers it, and in which it is kept.
    private var offered: [UInt64]
    private var kept: [UInt64]
    /// Methods offered in some question, and not yet kept in all of them.
    private var candidates: [UInt32] = []
    private var runtimeInits: [(symbol: Int, mask: UInt64)] = []

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

    private func inits(for root: UInt32) -> [(symbol: Int, mask: UInt64)] {
        graph.inits(for: root, masks.all) { masks.byPath[$0.path] }
    }

    private mutating func mark(_ symbol: Int, _ mask: UInt64, from source: UInt32) {
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
                        // Reflection can make an interface of a part of what is in an interface.
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

    private mutating func use(_ type: Int, _ mask: UInt64) {
        let gained = mask & ~used[type]
        guard gained != 0 else { return }
        used[type] |= gained
        if reached[type] & gained != 0 { pending.add(type, reached[type] & gained) }
    }

    /// A method's own type can be reached through reflection, so it counts as used.
    private mutating func offer(_ methods: Range<Int>, _ mask: UInt64) {
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
