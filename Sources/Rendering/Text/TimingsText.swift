internal import Reports

extension BuildReport {
    private static let mostSteps = 8

    /// One line a build, then its critical path; the slowest steps of all builds. Nothing where no build was timed.
    func timingsText(_ style: TextStyle) -> String {
        let timed = builds.compactMap { build in build.timings.map { (build: build, timings: $0) } }
        guard !timed.isEmpty else { return shardsText(style) }
        var text = "\n" + style.paint("Where the time went", .bold) + "\n"
        var table = Table([
            .init(title: "BUILD", alignment: .left, isFlexible: true), .init(title: "TIME", alignment: .right),
            .init(title: "COMPILED", alignment: .right), .init(title: "FROM CACHE", alignment: .right),
            .init(title: "CRITICAL PATH", alignment: .right), .init(title: "ITS LONGEST STEP", alignment: .left),
        ])
        for (build, timings) in timed {
            let longest = timings.criticalPath.max { $0.seconds < $1.seconds }
            table.add([
                .init(build.title.visible), .init(build.seconds?.duration ?? ""), .init("\(timings.compiled)"),
                .init("\(timings.cached)"), .init(timings.criticalPath.reduce(0) { $0 + $1.seconds }.duration),
                .init(longest.map { "\($0.what.visible), \($0.seconds.duration)" } ?? ""),
            ])
        }
        text += table.rendered(style)
        var slowest = Table([
            .init(title: "TIME", alignment: .right), .init(title: "STEP", alignment: .left),
            .init(title: "BUILD", alignment: .left, isFlexible: true),
        ])
        let steps = timed.flatMap { entry in entry.timings.steps.map { (step: $0, title: entry.build.title) } }
            .sorted { $0.step.seconds > $1.step.seconds }
        for (step, title) in steps.prefix(Self.mostSteps) {
            slowest.add([.init(step.seconds.duration), .init(step.what.visible), .init(title.visible)])
        }
        return text + "\n" + slowest.rendered(style) + shardsText(style)
    }

    /// One line a shard: what its builds compiled and what the cache had. Nothing in the report of one machine.
    private func shardsText(_ style: TextStyle) -> String {
        guard let shards, !shards.isEmpty else { return "" }
        var table = Table([
            .init(title: "SHARD", alignment: .left), .init(title: "BUILDS", alignment: .right),
            .init(title: "COMPILED", alignment: .right), .init(title: "FROM CACHE", alignment: .right),
            .init(title: "HITS", alignment: .right), .init(title: "TIME OF BUILDS", alignment: .right),
            .init(title: "WALL TIME", alignment: .right),
        ])
        for shard in shards {
            let packages = shard.compiled &+ shard.cached
            table.add([
                .init("\(shard.shard)"), .init("\(shard.builds)"), .init("\(shard.compiled)"), .init("\(shard.cached)"),
                .init(packages > 0 ? shard.cached.share(of: packages) : ""), .init(shard.buildSeconds.duration),
                .init(shard.seconds?.duration ?? ""),
            ])
        }
        return "\n" + style.paint("Shards", .bold) + "\n" + table.rendered(style)
    }
}
