/// Whether the linker drops methods that nobody can call, what stops it, and what that costs.
public struct MethodElimination: Sendable, Hashable {
    public let isEnabled: Bool
    /// Whether plugins, which may call anything, stop it.
    public let usesPlugins: Bool
    /// Bytes the stripped file would be smaller without the culprits' calls.
    public let price: Int
    /// Functions that call a method by a name which is not constant, and are not themselves kept only because of that.
    public let culprits: [Culprit]
    /// Packages that only methods kept by reflection need.
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
    /// Replays the program as if no method were called by a name that is not constant.
    public func methodElimination() throws(LinkageError) -> MethodElimination {
        if let elimination { return elimination }
        let question = Question(ignoringReflection: true)
        let without = Replay(graph, try CutMasks([question], graph)).result
        let outcome = outcomes(of: [question], without)[0]
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
