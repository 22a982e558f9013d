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

            Binaries and reports go to dist/PIPELINE. What has not changed since the last run is not built again: neither
            sources, flags, environment, toolchain, commit, nor the binary itself.
            """)

    @OptionGroup var output: OutputOptions<BuildReport>

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The pipeline; by default pipelines/release.yml or the only one there.", valueName: "file"),
        completion: .pipelineFiles)
    var file: String?

    @Option(
        name: [.customLong("target")],
        help: ArgumentHelp("Build only these targets; commas between them, or repeat the option.", valueName: "globs"),
        completion: .targets)
    var targets: [String] = []

    @Option(
        name: [.customLong("preset")], help: ArgumentHelp("Build only with these presets.", valueName: "globs"),
        completion: .presets)
    var presets: [String] = []

    @Option(
        name: [.customLong("main")], help: ArgumentHelp("Build only these programs.", valueName: "globs"),
        completion: .programs)
    var mains: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Builds at once; the cores are shared among them.", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Build only for this machine, or for GOOS and GOARCH of the environment.")
    var singleTarget = false

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
        if singleTarget, !targets.isEmpty { throw ValidationError("--single-target and --target contradict each other") }
    }

    func run() async throws {
        let project = Project.here
        let environment = currentEnvironment
        let file = project.named(file)
        let catalogue = try project.catalogue()
        let found = await findToolchain(project.folder, environment)
        let plan = withHistory(
            try await project.plan(
                file, catalogue, filters(environment), environment: environment, toolchain: try? found.get()), project)
        for warning in plan.warnings.uniqued() { complain("warning: \(warning)") }
        for line in plan.outsideSettings { output.messages.remark(line) }
        let folder = PipelineRun.outputFolder(plan.pipeline)
        if dryRun {
            if project.folder != "." { try StandardStream.output.write("cd \(shellQuoted(project.folder))\n") }
            for line in plan.shellLines(outputFolder: folder) { try StandardStream.output.write(line + "\n") }
            return
        }
        let toolchain = try found.get()
        try tellStale(plan, project, isWhole: filters(environment) == BuildPlan.Filters())
        let options = Builder.Options(
            width: jobs, memory: memory?.bytes, timeout: timeout?.duration, failFast: failFast, force: force, keep: keep,
            timings: timings)
        let before = try await baseline.find(
            plan,
            CommitBuilds(
                project: project, file: file, catalogue: catalogue, filters: filters(environment), environment: environment,
                toolchain: toolchain, options: Builder.Options(width: jobs, memory: memory?.bytes, timeout: timeout?.duration)))
        let lines = json ? EventLine(plan.jobs) : nil
        let result = try await interruptible {
            let builder = Builder(
                toolchain: toolchain, environment: environment, projectFolder: project.folder,
                outputFolder: project.path(folder),
                options: options)
            let run = PipelineRun(project: project, plan: plan, builder: builder)
            let progress = output.messages.progress(of: plan)
            return try await progress.during {
                try await run.run(baseline: before, isLenient: lenient) { event in
                    if let lines { try? StandardStream.output.write(lines.text(event)) }
                    await progress.report(event)
                }
            }
        }
        let report = result.report
        if let lines {
            try await output.writeFiles { try report.rendered(as: $0, style: $1, baseline: before?.report) }
            try StandardStream.output.write(lines.end(report: project.path("\(folder)/report.json"), passed: report.hasSucceeded))
        } else {
            try await output.write { try report.rendered(as: $0, style: $1, baseline: before?.report) }
        }
        ContinuousIntegration(environment)?.report(
            report.verdict, summary: try report.rendered(as: .markdown, baseline: before?.report))
        let unchanged = report.builds.count { $0.status == .unchanged }
        if unchanged == report.builds.count {
            output.messages.remark("nothing has changed, so nothing was built; --force builds all the same")
        } else if unchanged > 0 {
            output.messages.remark("\(unchanged) of \(report.builds.count) builds are unchanged")
        }
        do {
            for warning in try result.finishing.get() { complain("warning: \(warning)") }
            let formats = plan.reports + (plan.reports.contains("json") ? [] : ["json"])
            output.messages.remark("report in \(project.path(folder)): \(formats.joined(separator: ", "))")
        } catch  where report.hasFailed {
            complain("\(error)")
        }
        if let recording = result.recording { tellRecording(recording, report, plan.history ?? "") }
        if report.hasFailed { throw ExitCode.buildFailed }
        if !report.verdict.passed || report.hasFailedCheck { throw ExitCode.broken }
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

    private func tellRecording(_ recording: Result<HistoryStore.Added, FileError>, _ report: BuildReport, _ file: String) {
        let commit = report.provenance?.commit.map { String($0.prefix(9)) }
        switch recording {
        case .failure(let error): complain("warning: no build was recorded: \(error)")
        case .success(let added) where added.new == 0 && added.known == 0: break
        case .success(let added) where added.new == 0: output.messages.remark("these builds are in \(file) already")
        case .success(let added):
            let builds = "\(added.new) \(added.new == 1 ? "build" : "builds")"
            if let commit, let changed = report.provenance?.changed {
                output.messages.remark("recorded \(builds) in \(file) as changed files on top of \(commit): \(changed)")
            } else {
                output.messages.remark("recorded \(builds)\(commit.map { " of \($0)" } ?? "") in \(file)")
            }
        }
    }

    private func filters(_ environment: [String: String]) -> BuildPlan.Filters {
        func each(_ options: [String]) -> [String] {
            options.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        }
        var filters = BuildPlan.Filters(targets: each(targets), presets: each(presets), mains: each(mains))
        if singleTarget {
            let native = Project.native.split(separator: "/").map(String.init)
            filters.targetFlag = "--single-target"
            filters.targets = ["\(environment["GOOS"] ?? native[0])/\(environment["GOARCH"] ?? native[1])"]
        }
        return filters
    }
}

/// A missing toolchain is reported after the problems of the pipeline; a dry run needs none.
private func findToolchain(_ folder: String, _ environment: [String: String]) async -> Result<GoToolchain, any Error> {
    do {
        return .success(try await GoToolchain.find(environment: environment, in: folder == "." ? nil : folder))
    } catch {
        return .failure(error)
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
