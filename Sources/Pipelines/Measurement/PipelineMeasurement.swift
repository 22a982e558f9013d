package import Building
internal import Gating
package import Host
internal import Measuring
package import Planning
package import Reports
internal import Toolchain

/// The `measure:` entries of a pipeline: its builds for this machine, under their workloads.
package struct PipelineMeasurement: Sendable {
    package struct Result: Sendable {
        package var report: MeasureReport
        /// Functions that never ran, with `cover: true`.
        package var unused: UnusedReport?
        package var verdict: Verdict
    }

    /// Builds for this machine, and nothing else of the pipeline.
    package var run: PipelineRun
    package var entries: [MeasurementPlan]
    /// Runs only those points that predictions are computed from.
    package var anchorsOnly = false
    package var isLenient = false

    package init(run: PipelineRun, entries: [MeasurementPlan]) {
        self.run = run
        self.entries = entries
    }

    /// Filters for what entries of a pipeline need on a machine, which is another one where a pack is made: `windows/amd64`. Throws
    /// `FileError` where the pipeline builds nothing for it.
    package static func filters(
        _ pipeline: Pipeline, _ entries: [MeasurementPlan], on machine: String = Project.native, isPack: Bool = false,
        file: String
    ) throws(FileError) -> BuildPlan.Filters {
        let targets = pipeline.targets.filter { target in
            "\(target.goos)/\(target.goarch)" == machine || target.isUniversal && machine.hasPrefix("\(target.goos)/")
        }
        guard !targets.isEmpty else {
            let reason =
                isPack
                ? "builds nothing for \(machine), only for \(pipeline.targets.map(\.name).joined(separator: ", ")); add it to `targets`"
                : "builds nothing for this machine, \(machine), and no emulator is measured; add it to `targets`"
            throw FileError(path: file, reason: reason)
        }
        let mains = pipeline.mains.filter { main in entries.contains { $0.main == main.importPath } }
        let presets = entries.contains { $0.presets == nil } ? [] : entries.flatMap { $0.presets ?? [] }.uniqued()
        return BuildPlan.Filters(targets: targets.map(\.name), presets: presets, mains: mains.map(\.importPath))
    }

    /// Builds what is to be measured, then measures one entry after the other. A build or a run that fails marks its points.
    ///
    /// Throws `FileError` when the output folder cannot be used, `HookError` of a hook before the builds, `CancellationError` after
    /// ending every process.
    package func results(
        building: @escaping @Sendable (BuildEvent) async -> Void, tell: @escaping @Sendable (String) -> Void
    ) async throws -> [Result] {
        try await run.guarded { run in
            try await run.runHooks(run.plan.before)
            let outcomes = try await run.builder.build(run.plan.jobs, report: building)
            let scratch = try ScratchFolder.temporary()
            defer { scratch.remove() }
            var results: [Result] = []
            for entry in entries {
                results.append(try await measure(entry, outcomes, run, scratch.path, tell))
            }
            return results
        }
    }

    private func measure(
        _ entry: MeasurementPlan, _ outcomes: [BuildOutcome], _ run: PipelineRun, _ scratch: String,
        _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> Result {
        let outcomes = Self.outcomes(outcomes, of: entry)
        let root = run.builder.toolchain.root
        let filled = entry.filled { $0 == "goroot" ? root : nil }
        var measurement = filled.measurement
        measurement.settings = measurement.inherited(from: run.builder.environment) + measurement.settings
        let measuring = MeasuringRun(
            measurement, programs: Self.programs(outcomes, run), environment: run.builder.environment,
            workingDirectory: run.project.folder, scratch: scratch, anchorsOnly: anchorsOnly)
        var report = Self.report(
            entry, run, on: .init(target: Project.native, processors: Machine.this.processors),
            points: try await measuring.points { tell("\(entry.name): \($0)") })
        var unused: UnusedReport?
        // One build stands for all: presets run equal functions.
        if entry.cover, let outcome = outcomes.first(where: \.isWhole) {
            tell("\(entry.name): what never runs")
            do {
                let found = try await CoverageSurvey(run: run, measuring: measuring, scratch: scratch).unused(outcome.job)
                unused = found
                report.coverage = MeasureReport.Coverage(found, of: outcome.job)
            } catch let error as CancellationError {
                throw error
            } catch {
                report.warnings = ["what never runs is not known: \(error)"]
            }
        }
        report.predict()
        report.recommendation = report.recommended()
        var gate = MeasureGate(budgets: entry.budgets, isLenient: isLenient)
        await gate.readWaivers(in: run.project, environment: run.builder.environment)
        return Result(report: report, unused: unused, verdict: gate.judge(report))
    }

    /// Builds that an entry measures.
    static func outcomes(_ all: [BuildOutcome], of entry: MeasurementPlan) -> [BuildOutcome] {
        all.filter { $0.job.importPath == entry.main && entry.presets?.contains($0.job.preset) ?? true }
    }

    static func report(
        _ entry: MeasurementPlan, _ run: PipelineRun, on machine: MeasureReport.Machine, points: [MeasureReport.Point]
    ) -> MeasureReport {
        let measurement = entry.measurement
        var isServer = false
        if case .server = measurement.workload { isServer = true }
        var report = MeasureReport(
            machine: machine, workload: MeasureReport.text(of: measurement.workload), isServer: isServer,
            rounds: measurement.rounds, warmUp: measurement.warmUp, slower: entry.slower, container: entry.container,
            points: points)
        (report.program, report.pipeline, report.entry) = (entry.main, run.plan.pipeline, entry.name)
        return report
    }

    static func programs(_ outcomes: [BuildOutcome], _ run: PipelineRun) -> [MeasuringRun.Program] {
        let isSingle = Set(outcomes.map(\.job.target)).count < 2
        return outcomes.map { outcome in
            let job = outcome.job
            return MeasuringRun.Program(
                binary: "./\(run.folder)/\(job.output)", preset: job.preset, target: isSingle ? nil : job.target,
                failure: outcome.isWhole ? nil : "was not built: \(outcome.reason ?? "another build had failed")")
        }
    }
}

extension MeasureReport.Coverage {
    fileprivate init(_ report: UnusedReport, of job: BuildJob) {
        self.init(
            target: job.target, preset: job.preset, bytes: report.ran.bytes + report.neverRan.bytes,
            neverRun: report.neverRan.bytes,
            neverRunFunctions: report.neverRan.functions, saves: report.joint)
    }
}
