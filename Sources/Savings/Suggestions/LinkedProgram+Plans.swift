internal import Host
internal import Linkage
internal import Planning
internal import Reports
internal import Toolchain

/// Sets of cuts that save together what none of them saves alone.
extension LinkedProgram {
    /// An edit in a dependency costs a release of it, one in the program's own packages a commit.
    private static func cost(_ place: Suggestion.Place, effort: Int) -> Double {
        let factor: Double =
            switch place {
            case .own: 1
            case .feature: 2
            case .upstream: 8
            }
        return Double(max(effort, 1)) * factor
    }

    /// Some cuts as one choice, and as options and commands name them.
    private struct Choice {
        var what: [String]
        var effort: Int
        var choice: CutChoice
    }

    private func choices(_ rated: [RatedCut]) -> [Choice] {
        rated.map { cut in
            Choice(
                what: cut.cuts.compactMap(Self.subject).map(\.description), effort: cut.row.effort,
                choice: CutChoice(cut.cuts, cost: Self.cost(cut.row.place, effort: cut.row.effort)))
        }
    }

    private static func subject(_ cut: Cut) -> RemovalSubject? {
        if case .importEdge(let from, let to) = cut { .edge(from: from, to: to) } else { nil }
    }

    /// The cheapest cuts after which the linker drops methods that nothing calls; nil when it does already. Throws `LinkageError`.
    func eliminationPlan(
        _ rated: [RatedCut], _ elimination: SavingsReport.MethodElimination
    ) async throws -> CutPlan? {
        guard !elimination.enabled else { return nil }
        var choices = choices(rated)
        for package in Set(elimination.culprits.map(\.package)).sorted() {
            if let choice = await everyImport(of: package) { choices.append(choice) }
        }
        let plan = try await analysis.eliminationPlan(choices.map(\.choice), width: processorCount)
        let chosen = plan.members.compactMap { member in
            choices.first { $0.choice == member.choice }.map { (choice: $0, member: member) }
        }
        var steps: [CutPlan.Step] = []
        var cuts: [Cut] = []
        for (choice, member) in chosen {
            cuts += member.choice.cuts
            let before = steps.reduce(0) { $0 + $1.saves }
            let outcome = try analysis.outcome(of: CutQuery(cutting: cuts))
            steps.append(
                CutPlan.Step(
                    what: choice.what, effort: choice.effort, saves: outcome.saves - before, removes: member.removes))
        }
        return CutPlan(
            steps: steps, saves: plan.outcome?.saves ?? 0, size: plan.outcome?.size ?? size, isReached: plan.turnsOn,
            alsoGone: plan.outcome?.alsoGone ?? [], staying: plan.staying.map { $0.symbol }, command: command(for: steps))
    }

    /// Cuts that make the stripped file `target` bytes or less, the cheapest bytes first. Throws `LinkageError`.
    func sizePlan(to target: Int, _ rated: [RatedCut], _ elimination: CutPlan?) async throws -> CutPlan {
        var choices = choices(rated)
        if let elimination, elimination.isReached {
            let what = elimination.steps.flatMap(\.what)
            let cuts = what.compactMap { text -> Cut? in
                guard case .edge(let from, let to)? = try? RemovalSubject(text) else { return nil }
                return .importEdge(from: from, to: to)
            }
            choices.append(
                Choice(what: what, effort: elimination.effort, choice: CutChoice(cuts, cost: Double(max(elimination.effort, 1)))))
        }
        let plan = try await analysis.sizePlan(target: target, choices.map(\.choice), width: processorCount)
        let steps = plan.steps.compactMap { step -> CutPlan.Step? in
            guard let choice = choices.first(where: { $0.choice == step.choice }) else { return nil }
            return CutPlan.Step(what: choice.what, effort: choice.effort, saves: step.saves)
        }
        return CutPlan(
            steps: steps, saves: size - (plan.outcome?.size ?? size), size: plan.outcome?.size ?? size, isReached: plan.reaches,
            alsoGone: plan.outcome?.alsoGone ?? [], command: command(for: steps))
    }

    private func command(for steps: [CutPlan.Step]) -> String? {
        steps.isEmpty ? nil : command("savings", steps.flatMap(\.what).flatMap { ["--without", $0] })
    }

    /// Every import of a package by packages outside the standard library, as one choice: its own imports, and those of packages of the
    /// standard library that import it.
    private func everyImport(of package: String) async -> Choice? {
        let edges = imports
        var within: Set<String> = [package]
        var queue = [package]
        while let next = queue.popLast() {
            for edge in edges where edge.to == next && !isOwn(edge.from) && !isDependency(edge.from) {
                if within.insert(edge.from).inserted { queue.append(edge.from) }
            }
        }
        let entries = edges.filter { within.contains($0.to) && !within.contains($0.from) }
        guard !entries.isEmpty else { return nil }
        let sources = await sources(of: Set(entries.map(\.from)))
        var (effort, cost) = (0, 0.0)
        for (from, to) in entries {
            let name = packages[to]?.name ?? String(to.split(separator: "/").last ?? "")
            let edits = sources[from]?.use(of: to, name: name, build: buildTags)?.effort ?? 1
            effort += edits
            cost += Self.cost(isOwn(from) ? .own : .upstream, effort: edits)
        }
        return Choice(
            what: entries.map { RemovalSubject.edge(from: $0.from, to: $0.to).description }, effort: effort,
            choice: CutChoice(entries.map { .importEdge(from: $0.from, to: $0.to) }, cost: cost))
    }
}
