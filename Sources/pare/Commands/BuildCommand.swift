internal import ArgumentParser
internal import Building
internal import Gating
internal import History
internal import Host
internal import JSON
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Builds a pipeline's matrix, weighs every binary, writes the report, applies the budgets.",
        discussion: """
            pare build                                           the project's pipeline
            pare build -f pipelines/nightly.yml --dry-run        the go commands, for a shell
            pare build --target 'linux/*' --preset strip,small   a part of it
            pare build --single-target                           for this machine only
            pare build --baseline auto                           judges growth since the merge base with the main branch
            pare build --baseline git:v1.2.0                     since a tag, branch or commit
            pare build --baseline main.json                      since a saved report
            pare build --shard 2/5                               a fifth of it; `pare merge` joins the five

            Binaries and reports go to dist/PIPELINE. What has not changed since the last run is not built again: neither
            sources, flags, environment, toolchain, commit, nor the binary itself.
            """)

    @OptionGroup var output: OutputOptions<BuildReport>

    @OptionGroup var part: PlanOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Builds at once; the cores are shared among them.", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp("Memory for all builds at once, 2GiB; by default what is free.", valueName: "size"),
        transform: MemoryLimit.init)
    var memory: MemoryLimit?

    @Option(
        help: ArgumentHelp("Time for each build and its hooks, 90s or 10m; what takes longer has failed.", valueName: "duration"),
        transform: TimeLimit.init)
    var timeout: TimeLimit?

    @Flag(help: "Build what has not changed as well.")
    var force = false

    @Flag(help: "Remove what earlier runs have written to dist/PIPELINE and this one does not make.")
    var clean = false

    @Flag(help: "Keep what go leaves of builds that fail until the next run.")
    var keep = false

    @Flag(help: "Say where the time of each build went: packages compiled, cache hits, critical path.")
    var timings = false

    @Flag(help: "Print what happens as one JSON object a line, for machines, instead of the report.")
    var json = false

    @Flag(help: "Print the go commands instead of running them.")
    var dryRun = false

    @Flag(help: "End everything when one build fails.")
    var failFast = false

    @Option(
        help: ArgumentHelp(
            "Build this part alone, for `pare merge`; auto/5 takes the number from the engine that runs this job.",
            valueName: "2/5"))
    var shard: String?

    @Option(
        name: .customLong("plan"),
        help: ArgumentHelp(
            "Parts as `pare plan --format json` has saved them; by default the builds' kinds tell.", valueName: "file"))
    var shards: String?

    @OptionGroup var baseline: BaselineOptions

    @Flag(help: "Let pass what no budget could judge: one that matches nothing, growth without a baseline.")
    var lenient = false

    @Flag(inversion: .prefixedNo, help: "Record the sizes in the history, as `history: true` of the pipeline does.")
    var record: Bool?

    @Option(help: ArgumentHelp("File of the history; implies --record.", valueName: "file"))
    var history: String?

    func validate() throws {
        if record == false, history != nil { throw ValidationError("--no-record and --history contradict each other") }
        if let jobs, jobs < 1 { throw ValidationError("-j is \(jobs), expected 1 or more") }
        if json, output.format != .text {
            throw ValidationError("--json and --format contradict each other; -o FORMAT=PATH writes the report to a file")
        }
        if json, output.outputs.contains(where: { $0.path == "-" }) {
            throw ValidationError("--json and -o FORMAT=- contradict each other: both print")
        }
        if shard == nil, shards != nil { throw ValidationError("--plan needs --shard, such as --shard 2/5") }
        if shard != nil, baseline.baseline != nil || record == true || history != nil {
            throw ValidationError("--baseline and the history are of all shards: `pare merge` takes them")
        }
    }

    func run() async throws {
        let project = Project.here
        let environment = currentEnvironment
        let planned = try await part.plan(in: project, environment)
        let found = planned.toolchain
        let plan = withHistory(planned.plan, project)
        let shard = try shard.map { argument in
            do { return try ShardName(argument: argument, environment: environment) } catch {
                throw ValidationError("--shard: \(error)")
            }
        }
        for warning in plan.warnings.uniqued() { complain("warning: \(warning)") }
        for line in plan.outsideSettings { output.messages.remark(line) }
        let folder = PipelineRun.outputFolder(plan.pipeline)
        let mine = try shard.map { shard in
            try shards.map { try PlanReport(file: $0).jobs(of: shard, in: plan, file: $0) } ?? plan.jobs(of: shard)
        }
        if dryRun {
            var plan = plan
            if let mine { plan.jobs = mine.map { plan.jobs[$0] } }
            if project.folder != "." { try StandardStream.output.write("cd \(shellQuoted(project.folder))\n") }
            for line in plan.shellLines(outputFolder: folder) { try StandardStream.output.write(line + "\n") }
            return
        }
        let toolchain = try found.get()
        if let shard, let mine { return try await build(shard, mine, of: plan, in: project, environment, toolchain) }
        try tellStale(plan, project, isWhole: part.filters(environment) == BuildPlan.Filters())
        let before = try await baseline.find(
            plan,
            CommitBuilds(
                project: project, file: project.named(part.file), catalogue: planned.catalogue,
                filters: part.filters(environment),
                environment: environment, toolchain: toolchain,
                options: Builder.Options(width: jobs, memory: memory?.bytes, timeout: timeout?.duration)))
        let lines = json ? EventLine(plan.jobs) : nil
        let result = try await interruptible {
            let run = PipelineRun(project: project, plan: plan, builder: builder(plan, project, environment, toolchain))
            let progress = output.messages.progress(of: plan)
            return try await progress.during {
                try await run.run(baseline: before, isLenient: lenient) { event in
                    if let lines { try? StandardStream.output.write(lines.text(event)) }
                    await progress.report(event)
                }
            }
        }
        let report = result.report
        let ending = RunEnding(output: output, project: project, plan: plan, baseline: before)
        if let lines {
            try await output.writeFiles { try report.rendered(as: $0, style: $1, baseline: before?.report) }
            try StandardStream.output.write(lines.end(report: project.path("\(folder)/report.json"), passed: report.hasSucceeded))
        } else {
            try await output.write { try report.rendered(as: $0, style: $1, baseline: before?.report) }
        }
        try ending.tell(result, environment)
    }

    private func builder(
        _ plan: BuildPlan, _ project: Project, _ environment: [String: String], _ toolchain: GoToolchain
    ) -> Builder {
        Builder(
            toolchain: toolchain, environment: environment, projectFolder: project.folder,
            outputFolder: project.path(PipelineRun.outputFolder(plan.pipeline)),
            options: Builder.Options(
                width: jobs, memory: memory?.bytes, timeout: timeout?.duration, failFast: failFast, force: force, keep: keep,
                timings: timings))
    }

    /// Builds one part, whose budgets `pare merge` judges with the others.
    private func build(
        _ shard: ShardName, _ jobs: [Int], of plan: BuildPlan, in project: Project, _ environment: [String: String],
        _ toolchain: GoToolchain
    ) async throws {
        var part = plan
        part.jobs = jobs.map { plan.jobs[$0] }
        let lines = json ? EventLine(part.jobs) : nil
        let progress = output.messages.progress(of: part)
        let run = PipelineRun(project: project, plan: plan, builder: builder(plan, project, environment, toolchain))
        let made = try await interruptible {
            try await progress.during {
                try await run.run(shard, jobs: jobs) { event in
                    if let lines { try? StandardStream.output.write(lines.text(event)) }
                    await progress.report(event)
                }
            }
        }
        let path = project.path(run.shardFile(shard))
        if let lines {
            try await output.writeFiles { try made.report.rendered(as: $0, style: $1) }
            try StandardStream.output.write(lines.end(report: path, passed: made.report.hasSucceeded))
        } else {
            var timed = made.report
            if timings { timed.shards = [ShardTimes(shard: shard, builds: timed.builds, seconds: timed.run?.seconds)] }
            let shown = timed
            try await output.write { try ($0 == .text ? shown : made.report).rendered(as: $0, style: $1) }
        }
        let unchanged = made.report.builds.count { $0.status == .unchanged }
        if unchanged > 0 { output.messages.remark("\(unchanged) of \(jobs.count) builds are unchanged") }
        output.messages.remark(
            "shard \(shard), \(jobs.count) of \(plan.jobs.count) builds, in \(path); `pare merge` judges all shards together")
        if made.report.hasFailed { throw ExitCode.buildFailed }
        if made.report.hasFailedCheck { throw ExitCode.broken }
    }

    /// Removes what earlier runs have left, or names what the pipeline no longer has.
    private func tellStale(_ plan: BuildPlan, _ project: Project, isWhole: Bool) throws {
        let stale = PipelineRun.staleOutput(plan, in: project)
        let folder = project.path(PipelineRun.outputFolder(plan.pipeline))
        func listed(_ names: [String]) -> String {
            names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        }
        if clean {
            try stale.remove()
            if !stale.files.isEmpty { complain("removed from \(folder): \(listed(stale.files))") }
        } else if isWhole, !stale.builds.isEmpty {
            complain("\(folder) has builds that the pipeline no longer has: \(listed(stale.builds)); --clean removes them")
        }
    }

    /// The plan with the history that the command line asks for.
    private func withHistory(_ plan: BuildPlan, _ project: Project) -> BuildPlan {
        var plan = plan
        if record == true { plan.history = plan.history ?? Pipeline.defaultHistory }
        plan.history = record == false ? nil : project.named(history) ?? plan.history
        return plan
    }
}

/// `2GiB`
struct MemoryLimit {
    var bytes: Int

    init(_ argument: String) throws {
        guard let bytes = byteSize(argument), bytes > 0 else {
            throw ValidationError("expected a size such as 2GiB or 800MB, found `\(argument)`")
        }
        self.bytes = bytes
    }
}

/// `90s`, `10m`, `1h30m`
struct TimeLimit {
    var duration: Duration

    init(_ argument: String) throws {
        let problem = ValidationError("expected a duration such as 90s, 10m or 1h30m, found `\(argument)`")
        var rest = argument[...]
        var seconds = 0
        for (unit, length, maximalDigits) in [("h", 3600, 4), ("m", 60, 6), ("s", 1, 8)] {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard rest.dropFirst(digits.count).hasPrefix(unit) else { continue }
            guard digits.count <= maximalDigits, let number = Int(digits) else { throw problem }
            seconds += number * length
            rest = rest.dropFirst(digits.count + 1)
        }
        guard rest.isEmpty, !argument.isEmpty else { throw problem }
        duration = .seconds(seconds)
        guard duration > .zero else { throw ValidationError("expected some time, such as 90s or 10m, found `\(argument)`") }
    }
}
