internal import ArgumentParser
internal import Building
internal import Gating
internal import Host
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Gives a pipeline's builds to several machines, as data or as a file of a CI system or scheduler.",
        discussion: """
            pare plan --shards 4                                 the parts, with the time and memory that they took
            pare plan --shards 4 --format json >plan.json        for machines: pare build --shard 2/4 --plan plan.json
            pare plan --shards 40 --format slurm >array.sh       for an engine: github, gitlab, buildkite, slurm, kubernetes
            pare plan --shards 4 --simulate --cores 8            how long that takes, and whether more machines would help

            Each machine runs `pare build --shard I/N`; `pare merge` joins what they made into one report. All machines compute
            the same parts from the same plan.
            """)

    @OptionGroup var output: OutputOptions<PlanReport>
    @OptionGroup var part: PlanOptions

    @Option(help: ArgumentHelp("Number of parts, 4; never more than there are builds.", valueName: "n"))
    var shards = 4

    @Option(help: ArgumentHelp("Parts at once, for slurm and kubernetes; by default all.", valueName: "n"))
    var width: Int?

    @Option(
        help: ArgumentHelp(
            "Saved report with the time of each build; by default that of the last run. Repeat for several.", valueName: "report")
    )
    var times: [String] = []

    @Flag(help: "Say how long the parts take on machines like this one, and how many machines are enough.")
    var simulate = false

    @Option(help: ArgumentHelp("Processors of each machine that is simulated; by default those of this one.", valueName: "n"))
    var cores: Int?

    @Option(
        help: ArgumentHelp("Memory for all builds at once on each machine that is simulated, 8GiB.", valueName: "size"),
        transform: MemoryLimit.init)
    var memory: MemoryLimit?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Builds at once on each machine that is simulated; by default its processors.", valueName: "n"))
    var jobs: Int?

    func validate() throws {
        guard (1...ShardName.mostShards).contains(shards) else {
            throw ValidationError("--shards is \(shards), expected 1 to \(ShardName.mostShards)")
        }
        for (name, value) in [("--cores", cores), ("-j", jobs)] {
            if let value, !(1...4096).contains(value) { throw ValidationError("\(name) is \(value), expected 1 to 4096") }
        }
        if !simulate, cores != nil || memory != nil || jobs != nil {
            throw ValidationError("--cores, --memory and -j are of the machines of --simulate")
        }
        if !simulate, output.isWritten(as: [.html]) { throw ValidationError("the html is that of --simulate") }
        if let width, width < 1 { throw ValidationError("--width is \(width), expected 1 or more") }
    }

    func run() async throws {
        let project = Project.here
        let environment = currentEnvironment
        let (plan, _, _) = try await part.plan(in: project, environment)
        for warning in plan.warnings.uniqued() { complain("warning: \(warning)") }
        guard !plan.jobs.isEmpty else { throw ReportError("\(plan.pipeline): no build passes the filters") }
        let costs =
            try times.isEmpty ? JobCosts.known(plan.pipeline, in: project) : JobCosts(times.map { try savedBaseline($0).report })
        let head = await GitHead.read(in: project.folder, environment: environment, ignoring: ["dist", ".pare"])
        let count = min(shards, plan.jobs.count)
        var report = PlanReport(
            plan, options: part.words, digest: try plan.digest(), commit: head?.commit, costs: costs,
            count: count, width: width,
            outputFolder: PipelineRun.outputFolder(plan.pipeline))
        if simulate {
            guard plan.jobs.contains(where: { costs.known[$0.name] != nil }) else {
                throw ReportError(
                    "no build's time is known, so that none can be simulated; run `pare build` first, or name a report with --times"
                )
            }
            let machines = Simulation.Machines(
                count: width ?? count, processors: cores ?? Machine.this.processors, width: jobs, memory: memory?.bytes)
            report.simulation = SimulationReport(plan.jobs, costs, shards: count, on: machines)
        }
        try await output.write { try report.rendered(as: $0, style: $1) }
    }
}
