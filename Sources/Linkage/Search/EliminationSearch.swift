/// The cheapest set of cuts after which the linker drops methods that nothing calls.
public struct EliminationPlan: Sendable, Hashable {
    public struct Member: Sendable, Hashable {
        public let choice: CutChoice
        /// Culprits that are not reached any more when this is cut alone, by their linker names.
        public let removes: [String]
        /// Bytes that it saves alone.
        public let saves: Int
    }

    /// Cheapest first; empty when method elimination is on already, or no set of the choices turns it on.
    public let members: [Member]
    /// Outcome of cutting all members; nil without members.
    public let outcome: Outcome?
    /// Culprits that no choice removes, alone or with all others.
    public let staying: [MethodElimination.Culprit]
    /// Whether plugins stay with every choice cut.
    public let keepsPlugins: Bool

    /// Whether the members turn method elimination on.
    public var turnsOn: Bool { outcome?.eliminatesMethods ?? false }
}

extension LinkAnalysis {
    /// Finds the set of `choices` of the smallest cost that turns method elimination on.
    ///
    /// Methods are all kept as soon as one culprit is reached, so each culprit must go. Those that a choice removes are found by
    /// replaying it; the cheapest cover of all culprits is exact for up to `exactLimit` of them, greedy for more. Culprits that
    /// only several choices remove together are found by cutting all and giving back what is not needed, the costliest first.
    public func eliminationPlan(_ choices: [CutChoice], width: Int = 1) async throws(LinkageError) -> EliminationPlan {
        let elimination = try methodElimination()
        let all = choices.flatMap(\.cuts)
        let base = CulpritSet(count: elimination.culprits.count, usesPlugins: graph.usesPlugins)
        guard !elimination.isEnabled else {
            return EliminationPlan(members: [], outcome: nil, staying: [], keepsPlugins: false)
        }
        let symbols = culpritSymbols(elimination)
        let left = try remaining(symbols, after: choices.map(\.cuts) + [all])
        let unremovable = left[choices.count]
        guard unremovable.isEmpty else {
            return EliminationPlan(
                members: [], outcome: nil,
                staying: elimination.culprits.enumerated().filter { unremovable.has($0.offset) }.map(\.element),
                keepsPlugins: unremovable.hasPlugins)
        }
        var chosen = cover(base, choices, left)
        if chosen.isEmpty { chosen = Array(choices.indices) }
        chosen = try reduced(chosen, choices) { cuts throws(LinkageError) in
            try remaining(symbols, after: cuts).map(\.isEmpty)
        }
        let queries = chosen.map { CutQuery(cutting: choices[$0].cuts) }
        let outcomes = try await outcomes(of: queries + [CutQuery(cutting: chosen.flatMap { choices[$0].cuts })], width: width)
        let members = zip(chosen, outcomes).map { index, outcome in
            EliminationPlan.Member(
                choice: choices[index],
                removes: elimination.culprits.enumerated().filter { !left[index].has($0.offset) }.map(\.element.symbol),
                saves: outcome.saves)
        }
        return EliminationPlan(
            members: members.sorted { ($0.choice.cost, $1.saves) < ($1.choice.cost, $0.saves) }, outcome: outcomes.last,
            staying: [],
            keepsPlugins: false)
    }

    /// The culprits' symbols, in their order.
    private func culpritSymbols(_ elimination: MethodElimination) -> [[Int]] {
        var byName: [String: [Int]] = [:]
        for symbol in 1..<graph.symbols.count where graph.symbols.flags[symbol].contains(.reflectMethod) {
            byName[graph.symbols.name(UInt32(symbol)), default: []].append(symbol)
        }
        return elimination.culprits.map { byName[$0.symbol] ?? [] }
    }

    /// Culprits that are still reached after each list of cuts, as if reflection kept no method: as long as one is reached, what
    /// reflection would keep does not matter, and without any it keeps nothing.
    private func remaining(_ culprits: [[Int]], after cuts: [[Cut]]) throws(LinkageError) -> [CulpritSet] {
        var sets: [CulpritSet] = []
        for start in stride(from: 0, to: cuts.count, by: CutMasks.capacity) {
            let batch = cuts[start..<min(start + CutMasks.capacity, cuts.count)]
            let queries = batch.map { CutQuery(cutting: $0, ignoringReflection: true) }
            let masks = try CutMasks(queries[...], graph)
            let replay = Replay(graph, masks).result
            for index in queries.indices {
                let bit = QueryMask.query(index)
                var set = CulpritSet(count: culprits.count, usesPlugins: masks.plugins & bit != 0)
                for (number, symbols) in culprits.enumerated() where symbols.allSatisfy({ replay.reached[$0] & bit == 0 }) {
                    set.remove(number)
                }
                sets.append(set)
            }
        }
        return sets
    }

    /// Without what is not needed: each is given back in turn, the costliest first, if `holds` then still does.
    func reduced(
        _ chosen: [Int], _ choices: [CutChoice], _ holds: ([[Cut]]) throws(LinkageError) -> [Bool]
    ) throws(LinkageError) -> [Int] {
        var needed = chosen.sorted { (choices[$1].cost, $0) < (choices[$0].cost, $1) }
        var index = 0
        while index < needed.count {
            // Several at once: first those that could go alone, in this order.
            let rest = needed[index...].prefix(CutMasks.capacity)
            let lists = rest.indices.map { skipped in needed.indices.filter { $0 != skipped }.flatMap { choices[needed[$0]].cuts }
            }
            guard let first = try holds(lists).firstIndex(of: true) else {
                index += rest.count
                continue
            }
            index += first
            needed.remove(at: index)
        }
        return needed.sorted()
    }

    private static var exactLimit: Int { 12 }

    /// Indices of the choices of least cost that remove each culprit, one or another; empty when some culprit is in all.
    private func cover(_ base: CulpritSet, _ choices: [CutChoice], _ left: [CulpritSet]) -> [Int] {
        base.size <= Self.exactLimit ? exactCover(base, choices, left) : greedyCover(base, choices, left)
    }

    /// By the set that is left: the cheapest way to it.
    private func exactCover(_ base: CulpritSet, _ choices: [CutChoice], _ left: [CulpritSet]) -> [Int] {
        var best: [CulpritSet: (cost: Double, chosen: [Int])] = [base: (0, [])]
        let useful = choices.indices.filter { left[$0] != base }
        // Sets only shrink: the largest first.
        var open = [base]
        while let set = open.popLast() {
            guard let (cost, chosen) = best[set] else { continue }
            for index in useful {
                let next = set.intersection(left[index])
                let total = cost + choices[index].cost
                guard next != set, best[next].map({ (total, chosen.count + 1) < ($0.cost, $0.chosen.count) }) ?? true else {
                    continue
                }
                if best[next] == nil { open.append(next) }
                best[next] = (total, chosen + [index])
            }
            open.sort { ($0.size, $0.word) < ($1.size, $1.word) }
        }
        return best.first { $0.key.isEmpty }?.value.chosen ?? []
    }

    private func greedyCover(_ base: CulpritSet, _ choices: [CutChoice], _ left: [CulpritSet]) -> [Int] {
        var set = base
        var chosen: [Int] = []
        while !set.isEmpty {
            func gain(_ index: Int) -> Double { Double(set.size - set.intersection(left[index]).size) / choices[index].cost }
            guard let best = choices.indices.max(by: { gain($0) < gain($1) }), gain(best) > 0 else { return [] }
            chosen.append(best)
            set = set.intersection(left[best])
        }
        return chosen
    }
}

/// Culprits, by number, and plugins, which are one more.
private struct CulpritSet: Hashable {
    private var words: [UInt64]

    init(count: Int, usesPlugins: Bool) {
        words = Array(repeating: 0, count: count / 64 + 1)
        for number in 1..<count + 1 { insert(number) }
        if usesPlugins { insert(0) }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    var size: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
    var word: UInt64 { words[0] }
    var hasPlugins: Bool { words[0] & 1 != 0 }

    func has(_ number: Int) -> Bool { words[(number + 1) / 64] >> UInt64((number + 1) % 64) & 1 != 0 }
    mutating func remove(_ number: Int) { words[(number + 1) / 64] &= ~(1 << UInt64((number + 1) % 64)) }
    private mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }

    func intersection(_ other: CulpritSet) -> CulpritSet {
        var result = self
        for index in words.indices { result.words[index] &= other.words[index] }
        return result
    }
}
