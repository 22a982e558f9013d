/// A package of the linked program.
public struct PackageUse: Sendable, Hashable {
    /// Import path.
    public let path: String
    /// Bytes of its functions, types and data in the stripped file, with their rows in the function table.
    public let bytes: Int
    /// Whether only the order of initialisation refers to it: an import for side effects.
    public let isOnlyInitialised: Bool
    /// References into it from reached symbols, by package, most first.
    public let users: [User]

    public struct User: Sendable, Hashable {
        public let path: String
        public let references: Int
    }

    let number: UInt32
}

/// The reached symbols of each package. Symbols without a package, such as strings and tables of functions, count for the symbol
/// that reached them first.
func packageUses(_ graph: LinkGraph, _ sizes: SizeModel, _ replay: Replay.Result) -> [PackageUse] {
    var bytes: [Int] = Array(repeating: 0, count: graph.packages.count)
    var isPresent: [Bool] = Array(repeating: false, count: graph.packages.count)
    var isInitialised: [Bool] = Array(repeating: false, count: graph.packages.count)
    var references: [UInt64: Int] = [:]
    func count(_ step: UInt32) {
        let step = graph.paths.steps[Int(step)]
        if step.isImport { references[UInt64(step.to) << 32 | UInt64(step.from), default: 0] += 1 }
    }
    let entries = Set(graph.roots.symbols)
    for symbol in 1..<graph.symbols.count where replay.reached[symbol] != 0 {
        let package = graph.packageOf[symbol]
        // A symbol without parent that is not an entry was reached by the order of initialisation.
        if replay.parent[symbol] == 0, !entries.contains(UInt32(symbol)) { isInitialised[Int(package)] = true }
        if sizes.hasBytes(symbol) {
            isPresent[Int(package)] = true
            var owner = UInt32(symbol)
            while owner != 0, graph.packageOf[Int(owner)] == 0 { owner = replay.parent[Int(owner)] }
            bytes[Int(graph.packageOf[Int(owner)])] += sizes.size(of: symbol)
        }
        for index in Int(graph.firstEdge[symbol])..<Int(graph.edgeEnd[symbol]) {
            let edge = graph.edges[index]
            guard edge.action <= Edge.Action.useInterface.rawValue else { continue }
            // The package of the target, and those of inlined calls in the path.
            var path = edge.path
            while path != 0 {
                count(graph.paths.step[path])
                path = Int(graph.paths.parent[path])
            }
        }
    }
    for function in 0..<graph.functions.count where replay.reached[Int(graph.functions.symbol[function])] != 0 {
        bytes[Int(graph.packageOf[Int(graph.functions.symbol[function])])] += sizes.tableSize(ofFunction: function)
        for index in Int(graph.functions.firstStep[function])..<Int(graph.functions.firstStep[function + 1]) {
            count(graph.functions.steps[index])
        }
    }
    var users: [UInt32: [PackageUse.User]] = [:]
    for (key, count) in references where key & 0xffff_ffff != 0 {
        let user = PackageUse.User(path: graph.packages.paths[Int(key & 0xffff_ffff)], references: count)
        users[UInt32(key >> 32), default: []].append(user)
    }
    var uses: [PackageUse] = []
    for package in 1..<graph.packages.count where isPresent[package] {
        let found = (users[UInt32(package)] ?? []).sorted { ($1.references, $0.path) < ($0.references, $1.path) }
        let path = graph.packages.paths[package]
        uses.append(
            PackageUse(
                path: path, bytes: bytes[package],
                isOnlyInitialised: found.isEmpty && isInitialised[package] && UInt32(package) != graph.mainPackage, users: found,
                number: UInt32(package)))
    }
    return uses.sorted { ($1.bytes, $0.path) < ($0.bytes, $1.path) }
}
