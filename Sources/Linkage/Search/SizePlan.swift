/// Cuts that make a program small enough, the cheapest bytes first.
public struct SizePlan: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public let choice: CutChoice
        /// Bytes less than with the steps before it.
        public let saves: Int
        /// Bytes of the stripped file with all steps up to this one.
        public let size: Int
    }

    public let steps: [Step]
    /// Outcome of all steps; nil without any.
    public let outcome: Outcome?
    /// Whether that is at most the size asked for.
    public let reaches: Bool
}

extension LinkAnalysis {
    /// Questions that a step asks at most: of more choices, those that saved most for their cost in the step before.
    private static var widest: Int { 256 }

    /// Chooses cuts until the stripped file has at most `target` bytes: in each step the choice that saves most for its cost next to
    /// those that are chosen already, by a replay of both. Where one choice is enough for the rest, that is another plan; the cheapest plan counts.
    /// At the end, what the later steps made unnecessary is given back.
    ///
    /// Cuts that save only together, such as the set that turns method elimination on, are one choice of several cuts.
    public func sizePlan(target: Int, _ choices: [CutChoice], width: Int = 1) async throws(LinkageError) -> SizePlan {
        let plans = try await greedyPlans(target: target, choices, width: width)
        var best: (cost: Double, chosen: [Int])?
        // Without a plan that reaches it, the same for the smallest size that there is.
        let reached =
            plans.complete.isEmpty ? try outcome(of: CutQuery(cutting: plans.largest.flatMap { choices[$0].cuts })).size : target
        for plan in plans.complete.isEmpty ? [plans.largest] : plans.complete {
            let needed = Set(
                try reduced(plan, choices) { lists throws(LinkageError) in
                    try answer(lists.map { CutQuery(cutting: $0) }[...]).map { $0.size <= reached }
                })
            let cost = needed.reduce(0) { $0 + choices[$1].cost }
            if best.map({ cost < $0.cost }) ?? true { best = (cost, plan.filter(needed.contains)) }
        }
        let chosen = best?.chosen ?? []
        guard !chosen.isEmpty else { return SizePlan(steps: [], outcome: nil, reaches: size <= target) }
        let prefixes = chosen.indices.map { last in CutQuery(cutting: chosen[...last].flatMap { choices[$0].cuts }) }
        let outcomes = try await outcomes(of: prefixes, width: width)
        var steps: [SizePlan.Step] = []
        for (index, outcome) in zip(chosen, outcomes) {
            let before = steps.last?.size ?? self.size
            steps.append(SizePlan.Step(choice: choices[index], saves: before - outcome.size, size: outcome.size))
        }
        return SizePlan(steps: steps, outcome: outcomes.last, reaches: (outcomes.last?.size ?? size) <= target)
    }

    /// Plans that reach the size, and the one that makes the program smallest where none does.
    private func greedyPlans(
        target: Int, _ choices: [CutChoice], width: Int
    ) async throws(LinkageError) -> (complete: [[Int]], largest: [Int]) {
        var open = Array(choices.indices)
        var chosen: [Int] = []
        var complete: [[Int]] = []
        var size = self.size
        var contents = 0
        while size > target, !open.isEmpty {
            let cuts = chosen.flatMap { choices[$0].cuts }
            let outcomes = try await outcomes(of: open.map { CutQuery(cutting: cuts + choices[$0].cuts) }, width: width)
            var gains: [(index: Int, outcome: Outcome, gain: Double)] = []
            for (index, outcome) in zip(open, outcomes) {
                gains.append((index, outcome, Double(outcome.savedContents - contents) / choices[index].cost))
            }
            gains.sort { ($1.gain, $0.index) < ($0.gain, $1.index) }
            let enough = gains.filter { $0.outcome.size <= target }.min { choices[$0.index].cost < choices[$1.index].cost }
            if let enough { complete.append(chosen + [enough.index]) }
            guard let best = gains.first, best.gain > 0 else { break }
            chosen.append(best.index)
            size = best.outcome.size
            contents = best.outcome.savedContents
            open = gains.prefix(Self.widest).map(\.index).filter { $0 != best.index }
        }
        if size <= target, !chosen.isEmpty { complete.append(chosen) }
        return (complete, chosen)
    }
}
