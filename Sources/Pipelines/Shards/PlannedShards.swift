internal import Building
internal import Host
package import Planning
package import Reports
package import Toolchain

extension BuildPlan {
    /// Indices of the jobs of a shard, as every machine computes them from the plan alone.
    package func jobs(of shard: ShardName) -> [Int] {
        Sharding(jobs, costs: JobCosts().seconds(of: jobs), count: shard.count).jobs(of: shard.index - 1)
    }
}

extension PlanReport {
    /// Throws `FileError` or `ReportError`.
    package init(file path: String) throws {
        try self.init(json: MappedFile(path: path).text, name: path)
    }

    /// Indices of the jobs of a shard in the plan that this one was made of. Throws `ReportError` where it is of another one.
    package func jobs(of shard: ShardName, in plan: BuildPlan, file: String) throws -> [Int] {
        guard shard.count == shards.count else {
            throw ReportError("\(file) has \(shards.count) shards; \(shard) is none of them")
        }
        let mine = Dictionary(jobs.map { ($0.name, $0.shard) }) { first, _ in first }
        if let new = plan.jobs.first(where: { mine[$0.name] == nil }) {
            throw ReportError(
                "\(file) is of another plan: it does not have \(new.name.title.visible); run `pare plan` again")
        }
        if jobs.count != plan.jobs.count, let gone = jobs.first(where: { job in !plan.jobs.contains { $0.name == job.name } }) {
            throw ReportError("\(file) is of another plan: it has \(gone.name.title.visible); run `pare plan` again")
        }
        guard try plan.digest() == digest else {
            throw ReportError(
                "\(file) is of another plan: flags, hooks, budgets or filters differ; run `pare plan` again")
        }
        return plan.jobs.indices.filter { mine[plan.jobs[$0].name] == shard.index }
    }
}

extension JobCosts {
    /// Times and memory of the last run of a pipeline, and of its shards.
    package static func known(_ pipeline: String, in project: Project) -> JobCosts {
        let folder = PipelineRun.outputFolder(pipeline)
        let shards = "\(folder)/\(PipelineRun.shardFolder)"
        var reports: [BuildReport] = []
        if case .build(let report)? = try? savedReport(project.path("\(folder)/report.json")) { reports.append(report) }
        for name in project.names(in: shards).sorted() where name.hasSuffix(".json") {
            let path = project.path("\(shards)/\(name)")
            guard let text = try? MappedFile(path: path).text, let shard = try? ShardReport(json: text, name: path) else {
                continue
            }
            reports.append(shard.report)
        }
        return JobCosts(reports)
    }
}
