internal import BinaryFormats

/// The packages of data symbols: a variable belongs to the package in its name; strings and deduplicated constants belong to the
/// packages whose reached symbols refer to them.
struct DataPackages {
    /// Import paths in order; the first set is empty.
    private(set) var sets: [[String]] = [[]]
    /// Set by symbol: an index into `sets`, 0 for none.
    private var setOf: [UInt32]
    private var numbers: [[UInt32]: UInt32] = [[]: 0]
    private let paths: [String]

    init(_ graph: LinkGraph, _ resolution: Resolution, _ reached: [Bool]) {
        paths = graph.packages.paths
        let count = graph.symbols.count
        setOf = Array(repeating: 0, count: count)
        let own = DataPackages.packages(graph, resolution, reached)

        // Sets of packages by symbol, for symbols without a package.
        var users: [[UInt32]] = Array(repeating: [], count: count)
        var open: [Int] = []
        func note(_ packages: [UInt32], _ target: Int) {
            let new = packages.filter { !users[target].contains($0) }
            if new.isEmpty { return }
            users[target] += new
            open.append(target)
        }
        func targets(of symbol: Int) -> some Sequence<Int> {
            graph.edges[Int(graph.firstEdge[symbol])..<Int(graph.edgeEnd[symbol])].lazy
                .filter { $0.action == Edge.Action.keep.rawValue }
                .map(\.target)
                .filter { reached[$0] && own[$0] == 0 }
        }
        for symbol in 1..<max(1, count) where reached[symbol] && own[symbol] != 0 {
            for target in targets(of: symbol) { note([own[symbol]], target) }
        }
        while let symbol = open.popLast() {
            for target in targets(of: symbol) { note(users[symbol], target) }
        }
        for symbol in 1..<max(1, count) where reached[symbol] {
            setOf[symbol] = number(own[symbol] != 0 ? [own[symbol]] : users[symbol].sorted())
        }
    }

    func set(of symbol: Int) -> Int { Int(setOf[symbol]) }

    mutating func set(of path: String) -> Int {
        if let known = sets.firstIndex(of: [path]) { return known }
        sets.append([path])
        return sets.count - 1
    }

    private mutating func number(_ members: [UInt32]) -> UInt32 {
        if let known = numbers[members] { return known }
        sets.append(members.map { paths[Int($0)] })
        numbers[members] = UInt32(sets.count - 1)
        return UInt32(sets.count - 1)
    }

    /// The package of each symbol, 0 for none. A deduplicated function belongs to the package in its name.
    private static func packages(_ graph: LinkGraph, _ resolution: Resolution, _ reached: [Bool]) -> [UInt32] {
        let reader = ByteReader(graph.symbols.names.bytes)
        var table = graph.packages
        var packages = graph.packageOf
        for symbol in 1..<max(1, packages.count) where reached[symbol] && graph.symbols.isDefined[symbol] {
            let file = resolution.objects[Int(graph.symbols.object[symbol])].file
            guard file.hashed.contains(Int(graph.symbols.local[symbol])) else { continue }
            let name = graph.symbols.nameRange(UInt32(symbol))
            let isNamed = graph.symbols.kind[symbol] == .text || reader.has("type:", at: name.lowerBound)
            packages[symbol] = isNamed && !name.isEmpty ? table.number(ofSymbol: name, reader) : 0
        }
        return packages
    }
}
