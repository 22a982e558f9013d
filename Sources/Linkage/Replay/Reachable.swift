/// Whatever is reached from `root`, with the questions in which it is. `ways` names what comes next after something, and the
/// questions in which the way there is cut.
func reachable<Ways: Sequence>(from root: UInt32, _ mask: UInt64, _ ways: (UInt32) -> Ways) -> [UInt32: UInt64]
where Ways.Element == (to: UInt32, cut: UInt64) {
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
    /// The packages that must be initialised for `root`, in ascending order; those of 8 bytes have nothing to run. `cut` tells
    /// the questions in which one package does not ask for another.
    func inits(for root: UInt32, _ mask: UInt64, cut: (Edge) -> UInt64) -> [(symbol: Int, mask: UInt64)] {
        guard root != 0 else { return [] }
        return reachable(from: root, mask) { (initOrder[$0] ?? []).map { (UInt32($0.target), cut($0)) } }
            .map { (Int($0.key), $0.value) }
            .filter { symbols.isDefined[$0.symbol] && symbols.size[$0.symbol] > 8 }
            .sorted { $0.symbol < $1.symbol }
    }
}
