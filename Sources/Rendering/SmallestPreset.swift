internal import Planning
internal import Reports

extension BuildReport {
    /// Which preset makes the smallest binaries of a main, by how much against the one for comparison, and what it costs; nil
    /// where there is nothing to compare.
    func smallestPreset(of main: String) -> String? {
        let sized = builds.filter { $0.main == main && $0.size != nil }
        var targets: [String] = []
        for build in sized where !targets.contains(build.target) { targets.append(build.target) }
        var winners: [(preset: String, targets: [String])] = []
        for target in targets {
            let rivals = sized.filter { $0.target == target }
            guard rivals.count > 1, let smallest = rivals.min(by: { ($0.size ?? 0) < ($1.size ?? 0) })?.preset else { continue }
            if let index = winners.firstIndex(where: { $0.preset == smallest }) {
                winners[index].targets.append(target)
            } else {
                winners.append((smallest, [target]))
            }
        }
        guard let best = winners.max(by: { $0.targets.count < $1.targets.count }) else { return nil }
        var places =
            switch best.targets.count {
            case 1: "on \(best.targets[0])"
            case 2: "on both targets"
            case let count: "on all \(count) targets"
            }
        if winners.count > 1 { places = "on \(best.targets.count) of \(winners.reduce(0) { $0 + $1.targets.count }) targets" }
        var text = "Smallest \(places): \(best.preset)"
        let reference = referencePreset(of: main)
        let (sizes, references) = totals(sized, [best.preset, reference], best.targets) { $0.size }
        let (downloads, wholes) = totals(sized, [best.preset, reference], best.targets) { $0.compressed }
        if best.preset != reference, let change = (sizes - references).change(of: references) {
            text += ", \(change) against \(reference)"
            if let change = (downloads - wholes).change(of: wholes) { text += " (download \(change))" }
        }
        guard let about = presets?.first(where: { $0.name == best.preset })?.about, !about.isEmpty else { return text + "." }
        return "\(text). \(about)"
    }

    /// Sums of a preset and of the one for comparison over the targets that have both.
    private func totals(
        _ builds: [Build], _ presets: [String], _ targets: [String], _ figure: (Build) -> Int?
    ) -> (preset: Int, reference: Int) {
        targets.reduce(into: (0, 0)) { sums, target in
            let pair = presets.map { name in builds.first { $0.target == target && $0.preset == name } }
            guard let own = pair[0].flatMap(figure), let reference = pair[1].flatMap(figure) else { return }
            sums.0 += own
            sums.1 += reference
        }
    }
}
