internal import Reports

/// Pages that compare: two files, or the builds of two reports.
extension Page {
    init(_ comparison: Comparison) {
        let (old, new) = (comparison.old.file, comparison.new.file)
        title =
            comparison.old.fileName == comparison.new.fileName
            ? comparison.new.fileName : "\(comparison.old.fileName) → \(comparison.new.fileName)"
        facts = ["\(old.path) → \(new.path)", comparison.summary] + comparison.caveats
        change = comparison.total
        builds = zip(["new", "old"], [comparison.new, comparison.old]).map { preset, weigh in
            var build = Build(BuildReport(weigh).builds[0])
            build.preset = preset
            return build
        }
        builds[0].old = 1
        builds[1].isOld = true
        (first, against) = (0, 1)
    }

    init(_ comparison: BuildComparison) {
        title = comparison.new.pipeline
        facts = comparison.new.commitFacts + comparison.new.circumstances
        builds = comparison.new.builds.map(Build.init)
        compare(comparison, withRemoved: true)
    }

    /// Adds the old builds after the new ones, each new one with its own of them; shown first is what moved most. `withRemoved`: old
    /// ones without a new one too, which a run of some targets only has many of.
    mutating func compare(_ comparison: BuildComparison, withRemoved: Bool) {
        let (old, pairs) = (comparison.old, comparison.pairs)
        facts.append("compared with \(old.commitFacts.first ?? "the run of \(old.startedText)")")
        facts += comparison.caveats
        if !pairs.isEmpty {
            change = Change(
                name: counted(pairs.count, "build"), old: pairs.reduce(0) { $0 + ($1.size.old ?? 0) },
                new: pairs.reduce(0) { $0 + ($1.size.new ?? 0) })
        }
        let (paired, titles) = (Set(pairs.map(\.size.name)), Set(builds.map(\.title)))
        var olds: [String: Int] = [:]
        for var build in old.builds.map(Build.init) {
            if paired.contains(build.title) { olds[build.title] = builds.count }
            if titles.contains(build.title) {
                build.isOld = true
            } else if withRemoved {
                build.status = "removed"
            } else {
                continue
            }
            builds.append(build)
        }
        for index in comparison.new.builds.indices { builds[index].old = olds[builds[index].title] }
        let weighed = builds.indices.filter { index in
            builds[index].weigh != nil && builds[index].old.map { builds[$0].weigh != nil } ?? false
        }
        first = weighed.max { movement(of: $0) < movement(of: $1) }
        against = first.flatMap { builds[$0].old }
    }

    /// Bytes that the packages of a build grew and shrank, together.
    private func movement(of index: Int) -> Int {
        guard let new = builds[index].weigh?.packageSizes, let old = builds[index].old.flatMap({ builds[$0].weigh })?.packageSizes
        else { return 0 }
        return Set(new.keys).union(old.keys).reduce(0) { $0 + abs((new[$1] ?? 0) - (old[$1] ?? 0)) }
    }
}
