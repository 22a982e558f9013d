/// Symbols to visit, first come, first served, each for the questions it has gained since its last visit.
struct PendingVisits {
    /// Questions to visit a symbol for, by symbol.
    private var masks: [UInt64]
    private var queue: [UInt32] = []
    private var next = 0

    init(symbolCount: Int) {
        masks = Array(repeating: 0, count: symbolCount)
    }

    var isEmpty: Bool { next == queue.count }

    mutating func add(_ symbol: Int, _ mask: UInt64) {
        if masks[symbol] == 0 { queue.append(UInt32(symbol)) }
        masks[symbol] |= mask
    }

    mutating func removeFirst() -> (symbol: UInt32, mask: UInt64)? {
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
