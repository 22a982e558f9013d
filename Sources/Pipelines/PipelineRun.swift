package import Building
package import Gating
package import History
package import Host
internal import JSON
package import Planning
internal import Rendering
package import Reports
internal import Savings
package import Toolchain

/// A pipeline from plan to finished artifacts.
package struct PipelineRun: Sendable {
    /// Report of a run. It is shown even if writing, packing or a last hook fails.
    package struct Result: Sendable {
        package var report: BuildReport
        /// Warnings of packing; the failure is a `FileError` or `HookError`.
        package var finishing: Swift.Result<[String], any Error>
        /// Nil for a run that is not to be recorded.
        package var recording: Swift.Result<HistoryStore.Added, FileError>?
    }

    package var project: Project
    package var plan: BuildPlan
    package var builder: Builder

    package init(project: Project, plan: BuildPlan, builder: Builder) {
        self.project = project
        self.plan = plan
        self.builder = builder
    }

    /// `dist/NAME`, relative to the project's folder.
    package static func outputFolder(_ pipeline: String) -> String { "dist/\(pipeline)" }

    /// The report that the last run of a pipeline has saved. Throws `FileError` when there is none.
    package static func reportFile(of pipeline: String, in project: Project) throws(FileError) -> String {
        let path = "\(outputFolder(pipeline))/report.json"
        guard project.exists(path) else { throw FileError(path: path, reason: "no report yet; `pare build` writes it") }
        return project.path(path)
    }

    /// Files of earlier runs of a plan's pipeline that the plan does not make.
    package static func staleOutput(_ plan: BuildPlan, in project: Project) -> StaleOutput {
        let reports = BuildReport.formats.filter { plan.reports.contains($0.name) }.map { "report.\($0.fileExtension)" }
        return StaleOutput(
            in: project.path(outputFolder(plan.pipeline)), after: plan, reports: Set(reports))
    }

    /// Every step of a run, in order. A build that fails or a budget that is broken is part of the report.
    ///
    /// Throws `FileError` when the output folder cannot be used, `HookError` of a hook before the builds, `CancellationError` after
    /// ending every process.
    package func run(
        baseline: Baseline?, isLenient: Bool = false, progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> Result {
        try await guarded { run in
            var report = try await run.made(plan.jobs.indices, earlier: EarlierReport(folder: folder, of: project), progress)
            if let lists = report.savings { report.savings = await run.savings(of: report).addingDeadModules(to: lists) }
            return await run.concluded(report, baseline, isLenient)
        }
    }

    /// The steps up to the verdict, of some of the plan's jobs: what several machines can do apart.
    func made(
        _ jobs: some Sequence<Int>, earlier: EarlierReport, _ progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> BuildReport {
        let started = Timestamp.now.text
        let start = ContinuousClock.now
        async let provenance = provenance()
        try await runHooks(plan.before)
        let outcomes = try await builder.build(jobs.map { plan.jobs[$0] }, report: progress)
        var report = BuildReport(
            pipeline: plan.pipeline, started: started, builds: try await weighed(outcomes, earlier),
            presets: plan.presets, verdict: Verdict(broken: [], budgets: 0), provenance: try await provenance)
        report.groups = plan.groups.groups.isEmpty ? nil : plan.groups.groups
        try await check(&report, outcomes, earlier, progress)
        if plan.savings {
            report.savings = try await savings(of: report).lists(earlier: earlier.savings) { programs, done in
                await progress(.checking(check: "what to cut", builds: programs, done: done))
            }
        }
        let processors = builder.machine.processors
        report.run = RunTime(
            seconds: (ContinuousClock.now - start) / .seconds(1), processors: processors,
            width: builder.options.width ?? processors)
        return report
    }

    /// The steps from the verdict on, of the report of all jobs.
    func concluded(_ made: BuildReport, _ baseline: Baseline?, _ isLenient: Bool) async -> Result {
        var report = made
        report.verdict = await judged(report, baseline, isLenient)
        let recording = recorded(report)
        return Result(report: report, finishing: await finished(report, baseline), recording: recording)
    }

    /// Steps after the verdict. The last hooks run when all builds, checks and budgets have passed.
    private func finished(_ report: BuildReport, _ baseline: Baseline?) async -> Swift.Result<[String], any Error> {
        do {
            try await write(report, baseline)
            let warnings = try await packed(report)
            if report.hasSucceeded { try await runHooks(plan.after) }
            return .success(warnings)
        } catch let error as HookError {
            return .failure(error)
        } catch {
            packager.withdraw()
            return .failure(error)
        }
    }

    /// `dist/PIPELINE`
    var folder: String { Self.outputFolder(plan.pipeline) }

    /// With a guard for processes started outside of the builds, which have their own: hooks, smoke tests, `go list`.
    func guarded<Value: Sendable>(_ body: @Sendable (PipelineRun) async throws -> Value) async throws -> Value {
        let childGuard = ChildGuard()
        var run = self
        run.builder.environment[ChildGuard.variable] = childGuard.mark
        do {
            let value = try await body(run)
            await childGuard.dismiss()
            return value
        } catch {
            await childGuard.dismiss()
            packager.withdraw()
            throw error
        }
    }

    func provenance() async throws -> Provenance {
        let ignored = ["dist", ".pare"] + [plan.history].compactMap { $0.map { "\($0)*" } }
        let head = await GitHead.read(in: project.folder, environment: builder.environment, ignoring: ignored)
        return Provenance(
            pare: PareVersion.number, executable: PareVersion.executable, commit: head?.commit,
            committed: head?.seconds.map { Timestamp(seconds: $0).text }, changed: head?.changeText, branch: head?.branch,
            tag: head?.tag, go: builder.toolchain.version, host: Project.native, plan: try plan.digest())
    }

    /// Adds the builds to the plan's history. A history that cannot be written fails no build.
    private func recorded(_ report: BuildReport) -> Swift.Result<HistoryStore.Added, FileError>? {
        guard let file = plan.history else { return nil }
        let rows = RecordedBuild.rows(report, fallback: Timestamp.now.seconds)
        return Swift.Result { () throws(FileError) in
            try rows.isEmpty ? HistoryStore.Added() : HistoryStore(writing: project.path(file)).add(rows)
        }
    }

    func runHooks(_ hooks: [Hook]) async throws {
        do {
            try await HookRun(environment: builder.environment, folder: project.folder).run(hooks) { line in
                try? StandardStream.error.write(line + "\n")
            }
        } catch let failure as HookRun.Failure {
            throw HookError(failure)
        }
    }

    func savings(of report: BuildReport) -> PipelineSavings {
        PipelineSavings(plan: plan, folder: project.folder, environment: builder.environment, made: report.builds)
    }

    private func judged(_ report: BuildReport, _ baseline: Baseline?, _ isLenient: Bool) async -> Verdict {
        var gate = Gate(
            budgets: plan.budgets, groups: plan.groups, baseline: baseline, leftOut: plan.leftOut, isLenient: isLenient)
        gate.place = ReportPlace(path: project.path("\(folder)/report.json"))
        await gate.readWaivers(in: project, environment: builder.environment)
        return gate.judge(report)
    }

    /// Writes the report in the formats that the plan names, and always as `report.json`, which other commands read.
    private func write(_ report: BuildReport, _ baseline: Baseline?) async throws {
        let formats = BuildReport.formats.filter { $0 == .json || plan.reports.contains($0.name) }
        let written = await inParallel(formats) { format in
            Swift.Result { () throws -> String? in
                let file = "\(folder)/report.\(format.fileExtension)"
                if format == .json {
                    try project.write(file) { try report.writeJSON(baseline: baseline?.report, to: $0) }
                    return nil
                }
                let text = try report.rendered(as: format, baseline: baseline?.report)
                try project.write(file, text)
                return SHA256.hexadecimal(of: text)
            }
        }
        for (format, digest) in zip(formats, written) {
            guard let digest = try digest.get() else { continue }
            try StaleOutput.note(report: "report.\(format.fileExtension)", digest: digest, in: project.path(folder))
        }
    }

    /// Makes archives and what belongs to them where the plan has them; returns the warnings. A run with a failed build has nothing to
    /// ship, and takes away what an earlier one has packed.
    private func packed(_ report: BuildReport) async throws -> [String] {
        var packager = packager
        guard let options = plan.artifacts, !report.hasFailed else {
            packager.withdraw()
            return []
        }
        if options.provenance { packager.source = await sourceAddress(in: project.folder, environment: builder.environment) }
        return try await packager.run(report).warnings
    }

    private var packager: Packager {
        let names = Dictionary(plan.jobs.compactMap { job in job.archiveName.map { (job.output, $0) } }) { $1 }
        let packings = Dictionary(plan.jobs.compactMap { job in job.packing.map { (job.output, $0) } }) { $1 }
        return Packager(
            options: plan.artifacts ?? ArtifactOptions(), project: project, folder: folder, names: names, packings: packings,
            jobs: Dictionary(plan.jobs.map { ($0.output, $0) }) { $1 },
            environment: builder.environment, tool: "pare \(PareVersion.number)")
    }
}

extension MeasureGate {
    /// Takes the day and the waivers of the commit message of a project.
    package mutating func readWaivers(in project: Project, environment: [String: String]) async {
        today = String(Timestamp.now.text.prefix { $0 != "T" })
        guard budgets.contains(where: { $0.name != nil }) else { return }
        waivers = Waiver.list(commitMessage: await GitHead.message(in: project.folder, environment: environment))
    }
}

extension Gate {
    /// Takes the day and the waivers of the commit message of a project.
    package mutating func readWaivers(in project: Project, environment: [String: String]) async {
        today = String(Timestamp.now.text.prefix { $0 != "T" })
        guard budgets.contains(where: { $0.name != nil }) else { return }
        waivers = Waiver.list(commitMessage: await GitHead.message(in: project.folder, environment: environment))
    }
}

extension BuildPlan {
    /// SHA-256 in lower-case hexadecimal of the portable plan as JSON with sorted keys: the same on every machine that plans the
    /// same files. Throws `EncodingError` for a budget of no finite growth.
    package func digest() throws -> String {
        struct Document: Encodable {
            var schema = BuildPlan.schema
            var plan: BuildPlan
        }
        return SHA256.hexadecimal(of: try JSONEncoder().encode(Document(plan: portable)))
    }
}
