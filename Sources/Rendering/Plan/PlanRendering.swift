internal import Planning
internal import Reports

extension PlanReport {
    /// A row for each shard: what it builds, how long that takes, and how much memory.
    func text(_ style: TextStyle) -> String {
        var table = Table([
            .init(title: "SHARD", alignment: .right), .init(title: "BUILDS", alignment: .right),
            .init(title: "TIME", alignment: .right), .init(title: "PEAK", alignment: .right),
            .init(title: "TARGETS", alignment: .left, isFlexible: true, isCode: true),
        ])
        for shard in shards {
            let mine = jobs.filter { $0.shard == shard.index }
            let programs = mine.map(\.main).uniqued()
            let targets = mine.map(\.target).uniqued()
            let listed = targets.prefix(3).joined(separator: " ") + (targets.count > 3 ? " and \(targets.count - 3) more" : "")
            table.add([
                .init("\(shard.index)/\(shards.count)"), .init(shard.builds.grouped),
                .init(shard.seconds.map { Int($0 * 1e9).duration } ?? ""), .init(shard.peakBytes?.iec ?? ""),
                .init((programs.count == 1 ? "" : "\(programs.count) programs, ") + listed.visible),
            ])
        }
        let known = jobs.count { $0.seconds != nil }
        var notes = [
            "\(pipeline.visible): \(counted(jobs.count, "build")) in \(counted(shards.count, "shard")), plan \(digest.prefix(12))"
        ]
        if known == 0 {
            notes.append("no build's time is known: shards have about as many packages to compile; a run's report tells more")
        } else if known < jobs.count {
            notes.append("times of \(counted(jobs.count - known, "build")) are not known, and taken from the others")
        }
        let words = (options.map(shellQuoted) + [""]).joined(separator: " ")
        notes.append(
            known == 0
                ? "on each machine: pare build \(words)--shard I/\(shards.count)"
                : "on each machine: pare build \(words)--shard I/\(shards.count) --plan plan.json, with the file of pare plan --format json"
        )
        return table.rendered(style) + "\n" + notes.map { style.paint($0, .dim) + "\n" }.joined()
            + simulationText(style)
    }
}
