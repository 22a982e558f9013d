extension ImportPaths {
    /// The imports of least total cost without which no path leads to the goal; of several such sets the one nearest to the goal.
    /// Nil if every set contains an import that cannot be cut, which `cost` has no value for. (maximum flow, Edmonds-Karp)
    func minimumCut(cost: (Edge) -> Int?) -> [Edge]? {
        guard !isEmpty else { return nil }
        let unbounded = 1 << 40
        var network = Network(count: packages.count)
        let costs = edges.map { max(cost($0) ?? unbounded, 1) }
        for (edge, cost) in zip(edges, costs) { network.add(edge, capacity: min(cost, unbounded)) }
        guard network.saturate(from: 0, to: goal, limit: unbounded) else { return nil }
        let side = network.leading(to: goal)
        return edges.filter { !side[$0.from] && side[$0.to] }
    }
}

/// Capacities that a flow leaves: the arc and its reverse are neighbours, 2n and 2n + 1.
private struct Network {
    private var heads: [Int] = []
    private var capacities: [Int] = []
    private var arcs: [[Int]]

    init(count: Int) {
        arcs = Array(repeating: [], count: count)
    }

    mutating func add(_ edge: ImportPaths.Edge, capacity: Int) {
        for (from, to, capacity) in [(edge.from, edge.to, capacity), (edge.to, edge.from, 0)] {
            arcs[from].append(heads.count)
            heads.append(to)
            capacities.append(capacity)
        }
    }

    /// Sends the maximum flow; false once it reaches `limit`.
    mutating func saturate(from source: Int, to sink: Int, limit: Int) -> Bool {
        var flow = 0
        while let path = shortestPath(from: source, to: sink) {
            let amount = path.map { capacities[$0] }.min() ?? 0
            flow += amount
            guard flow < limit else { return false }
            for arc in path {
                capacities[arc] -= amount
                capacities[arc ^ 1] += amount
            }
        }
        return true
    }

    private func shortestPath(from source: Int, to sink: Int) -> [Int]? {
        var arrival: [Int?] = Array(repeating: nil, count: arcs.count)
        var queue = [source]
        var next = 0
        while next < queue.count, arrival[sink] == nil {
            for arc in arcs[queue[next]] where capacities[arc] > 0 && heads[arc] != source && arrival[heads[arc]] == nil {
                arrival[heads[arc]] = arc
                queue.append(heads[arc])
            }
            next += 1
        }
        guard arrival[sink] != nil else { return nil }
        return sequence(first: arrival[sink]) { arc in arc.flatMap { arrival[heads[$0 ^ 1]] } }.compactMap(\.self).reversed()
    }

    /// Packages from which capacity to the sink is left.
    func leading(to sink: Int) -> [Bool] {
        var leads = Array(repeating: false, count: arcs.count)
        leads[sink] = true
        var queue = [sink]
        while let package = queue.popLast() {
            for arc in arcs[package] where capacities[arc ^ 1] > 0 && !leads[heads[arc]] {
                leads[heads[arc]] = true
                queue.append(heads[arc])
            }
        }
        return leads
    }
}
