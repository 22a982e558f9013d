package import Building
internal import Gating
internal import Host
package import Planning
package import Reports
internal import Rendering
internal import Toolchain

extension PipelineRun {
    /// `dist/PIPELINE/shards`
    static let shardFolder = "shards"

    /// Builds, weighs and checks one part of the plan's jobs; what all of them tell together is left to `merge`. Saves
    /// `shards/2-of-5.json` below `dist/PIPELINE`. `jobs` are indices. Throws as `run` does.
    package func run(
        _ shard: ShardName, jobs: [Int], progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> ShardReport {
        let path = shardFile(shard)
        return try await guarded { run in
            var earlier = EarlierReport(folder: folder, of: project)
            earlier.add(shard: project.path(path))
            let report = try await run.made(jobs, earlier: earlier, progress)
            let made = ShardReport(shard: shard, planned: plan.jobs.count, report: report)
            try project.write(path) { try made.writeJSON(to: $0) }
            return made
        }
    }

    /// Relative to the project: `dist/PIPELINE/shards/2-of-5.json`.
    package func shardFile(_ shard: ShardName) -> String {
        "\(Self.outputFolder(plan.pipeline))/\(Self.shardFolder)/\(shard.fileName).json"
    }
}

extension EarlierReport {
    /// Takes the results of an earlier run of a shard too, if this Pare made them.
    fileprivate mutating func add(shard path: String) {
        guard let text = try? MappedFile(path: path).text, let shard = try? ShardReport(json: text, name: path),
            shard.report.provenance?.executable == PareVersion.executable
        else { return }
        for build in shard.report.builds {
            if let path = build.path { builds[path] = build }
        }
        savings += shard.report.savings ?? []
    }
}
