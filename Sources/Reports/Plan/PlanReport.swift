public import Planning

/// The builds of a pipeline given to shards, for engines that run them on several machines: schema `pare.plan/1`.
public struct PlanReport: Codable, Sendable, Equatable {
    public static let schema = "pare.plan/1"

    /// One build.
    public struct Job: Codable, Sendable, Equatable {
        /// Import path of the main package.
        public var main: String
        public var target: String
        public var preset: String
        /// Shard that makes it, from 1.
        public var shard: Int
        /// Path of the binary relative to `dist/PIPELINE`.
        public var output: String
        /// The build as a line for a POSIX shell in the project's folder.
        public var command: String
        /// Wall time and peak memory of its last build, bytes; nil where none is known.
        public var seconds: Double?
        public var peakBytes: Int?

        package var name: BuildName { BuildName(main: main, target: target, preset: preset) }
    }

    /// The builds of one machine.
    public struct Shard: Codable, Sendable, Equatable {
        /// From 1.
        public var index: Int
        public var builds: Int
        /// Expected, one build after the other; nil where no build's time is known.
        public var seconds: Double?
        /// Largest of its builds, as far as they are known, bytes.
        public var peakBytes: Int?
    }

    public var schema = PlanReport.schema
    public var pipeline: String
    /// Options of `pare build` that make this plan: `-f pipelines/release.yml`.
    public var options: [String]
    /// Of the plan, lower-case hexadecimal: the same on every machine.
    public var digest: String
    /// Full hash of the commit that is checked out.
    public var commit: String?
    /// Shards that run at once; nil for all.
    public var width: Int?
    public var shards: [Shard]
    /// In the order of the pipeline: main, target, preset.
    public var jobs: [Job]
    /// Nil when it was not asked for.
    public var simulation: SimulationReport?

    /// Jobs of the plan given to `count` shards by what they took before.
    public init(
        _ plan: BuildPlan, options: [String], digest: String, commit: String?, costs: JobCosts, count: Int, width: Int? = nil,
        outputFolder: String
    ) {
        pipeline = plan.pipeline
        self.options = options
        self.digest = digest
        self.commit = commit
        self.width = width
        let seconds = costs.seconds(of: plan.jobs)
        let sharding = Sharding(plan.jobs, costs: seconds, count: count)
        jobs = plan.jobs.enumerated().map { index, job in
            let known = costs.known[job.name]
            return Job(
                main: job.importPath, target: job.target, preset: job.preset, shard: sharding.shards[index] + 1,
                output: job.output,
                command: job.shellLine(output: "\(outputFolder)/\(job.output)", go: plan.goCommand), seconds: known?.seconds,
                peakBytes: known?.peakBytes)
        }
        let isTimed = jobs.contains { $0.seconds != nil }
        shards = (0..<count).map { shard in
            let mine = sharding.jobs(of: shard)
            return Shard(
                index: shard + 1, builds: mine.count, seconds: isTimed ? mine.reduce(0) { $0 + seconds[$1] } : nil,
                peakBytes: costs.peakBytes(of: mine.map { plan.jobs[$0] }))
        }
    }

    /// A plan that `pare plan` has saved. Throws when the text is damaged or contradicts itself.
    /// - Parameter name: where the text came from, for the error.
    public init(json: String, name: String) throws(ReportError) {
        let document = try SavedDocument(json, name)
        let schema = try document.schema
        guard schema == Self.schema else {
            throw ReportError("\(name): `\(schema.visible)` is no plan, whose schema is \(Self.schema)")
        }
        let plan = try document.decode(PlanReport.self)
        let count = plan.shards.count
        guard (1...ShardName.mostShards).contains(count), plan.shards.map(\.index) == Array(1...count) else {
            throw ReportError("\(name): `shards` is not a list from 1 to at most \(ShardName.mostShards)")
        }
        guard plan.width.map({ $0 > 0 }) ?? true else { throw ReportError("\(name): `width` is not 1 or more") }
        for (index, job) in plan.jobs.enumerated() {
            guard (1...count).contains(job.shard) else {
                throw ReportError("\(name): `jobs[\(index)].shard` is \(job.shard), not one of \(count)")
            }
            guard (job.seconds ?? 0).isFinite, (0...1e9).contains(job.seconds ?? 0), (0...1 << 50).contains(job.peakBytes ?? 0)
            else { throw ReportError("\(name): `jobs[\(index)]` has a time or memory that cannot be") }
        }
        guard plan.simulation?.isPossible(jobs: plan.jobs.count, shards: count) ?? true else {
            throw ReportError("\(name): `simulation` contradicts itself")
        }
        self = plan
    }
}

extension JobCosts {
    /// Times and memory of the builds of reports; of a build in several the first one counts.
    public init(_ reports: [BuildReport]) {
        self.init()
        for build in reports.flatMap(\.builds) where build.status.isMade {
            guard let seconds = build.seconds, seconds.isFinite, seconds >= 0, known[build.name] == nil else { continue }
            var cost = Cost(seconds: seconds, peakBytes: build.peakBytes)
            cost.processorSeconds = build.work?.processorSeconds
            cost.compiled = build.work?.compiled
            cost.linked = build.linked ?? []
            known[build.name] = cost
        }
        for report in reports {
            guard let run = report.run, report.builds.allSatisfy({ $0.status == .built }) else { continue }
            runs.append(
                Run(builds: report.builds.map(\.name), seconds: run.seconds, processors: run.processors, width: run.width))
        }
    }
}
