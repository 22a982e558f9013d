extension LinkAnalysis {
    /// Linker names of a short chain of references from the program's entry to a function of `path`, or to data when no
    /// function of it is linked; nil when nothing of it is reached. Throws when the package is not linked in.
    public func callChain(to path: String) throws(LinkageError) -> [String]? {
        let package = UInt32(try graph.package(path))
        var best: (symbol: UInt32, rank: (Int, Int, Int))?
        for symbol in 1..<UInt32(graph.symbols.count)
        where graph.packageOf[Int(symbol)] == package && replay.reached[Int(symbol)] != 0 {
            guard graph.symbols.nameNumber[Int(symbol)] != 0, sizes.hasBytes(Int(symbol)) else { continue }
            let path = ancestors(of: symbol, replay)
            // That a package is initialised explains nothing while something else does.
            let isCalled = path.last.map { graph.packageOf[Int($0)] != package } ?? false
            let rank = (isCalled ? 0 : 1, graph.symbols.kind[Int(symbol)] == .text ? 0 : 1, path.count)
            if let known = best?.rank, known <= rank { continue }
            best = (symbol, rank)
        }
        return best.map { chain(to: $0.symbol, replay) }
    }

    /// A symbol, the one that reached it first, and so on to a root.
    private func ancestors(of symbol: UInt32, _ replay: Replay.Result) -> [UInt32] {
        Array(sequence(first: symbol) { replay.parent[Int($0)] == 0 ? nil : replay.parent[Int($0)] })
    }

    /// Names from the root to `symbol`; symbols without a name are left out.
    func chain(to symbol: UInt32, _ replay: Replay.Result) -> [String] {
        ancestors(of: symbol, replay).map { graph.symbols.name($0) }.filter { !$0.isEmpty }.reversed()
    }
}
