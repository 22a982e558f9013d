package import Building
package import Gating
package import Host
internal import JSON
package import Planning
internal import Rendering
package import Reports
internal import Savings
package import Toolchain

/// A pipeline from plan to saved report: build, weigh, judge, write.
package struct PipelineRun: Sendable {
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
        return path
    }

    /// Builds what has changed, weighs and judges everything; a build that fails or a budget that is broken is part of the report.
    ///
    /// Throws `FileError` when the output folder cannot be used, `HookError`, `CancellationError` after ending every process.
    package func run(
        baseline: Baseline?, isLenient: Bool = false, report: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> BuildReport {
        try await guarded { try await $0.judged(baseline, isLenient, report) }
    }

    /// With a guard for what is started beside the builds, which have their own: hooks, smoke tests, questions to go.
    private func guarded<Result: Sendable>(_ body: @Sendable (PipelineRun) async throws -> Result) async throws -> Result {
        let childGuard = ChildGuard()
        var run = self
        run.builder.environment[ChildGuard.variable] = childGuard.mark
        do {
            let result = try await body(run)
            await childGuard.dismiss()
            return result
        } catch {
            await childGuard.dismiss()
            throw error
        }
    }

    private func judged(
        _ baseline: Baseline?, _ isLenient: Bool, _ report: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> BuildReport {
        let started = Timestamp.now.text
        try await run(plan.before)
        let outcomes = try await builder.build(plan.jobs, report: report)
        let folder = Self.outputFolder(plan.pipeline)
        let last = lastReport(folder)
        let saved = Dictionary((last?.builds ?? []).compactMap { build in build.path.map { ($0, build) } }) { $1 }
        let weighed = try await LinkedBuilds(outcomes, self, saved).inOrder { outcome, linked in
            reported(outcome, in: folder, saved: saved[outcome.job.output], linked)
        }
        var result = BuildReport(
            pipeline: plan.pipeline, started: started, builds: weighed, presets: plan.presets, verdict: Verdict(broken: []))
        try await check(&result, outcomes, saved, report)
        if plan.savings {
            let savings = PipelineSavings(
                plan: plan, folder: project.folder, environment: builder.environment, builds: result.builds,
                previous: last?.savings ?? [])
            result.savings = try await savings.lists()
        }
        let gate = Gate(budgets: plan.budgets, baseline: baseline, leftOut: plan.leftOut, isLenient: isLenient)
        result.verdict = gate.judge(result)
        return result
    }

    private func run(_ hooks: [Hook]) async throws {
        do {
            try await HookRun(environment: builder.environment, folder: project.folder).run(hooks) { line in
                try? StandardStream.error.write(line + "\n")
            }
        } catch let failure as HookRun.Failure {
            throw HookError(failure)
        }
    }

    /// What a check of the same bytes has found before stands; only a check that did not pass is done again.
    private func check(
        _ report: inout BuildReport, _ outcomes: [BuildOutcome], _ saved: [String: BuildReport.Build],
        _ progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws {
        let checks = BuildChecks(verification: plan.verification, builder: builder)
        let whole = outcomes.indices.filter { outcomes[$0].isWhole }
        for name in checks.names where !whole.isEmpty {
            var waiting: [Int] = []
            for index in whole {
                let earlier = saved[outcomes[index].job.output]
                let known = earlier?.sha256 == report.builds[index].sha256 ? earlier?.checks?.first { $0.name == name } : nil
                if let known, known.status == .passed, !builder.options.force {
                    report.builds[index].checks = (report.builds[index].checks ?? []) + [known]
                } else {
                    waiting.append(index)
                }
            }
            if waiting.isEmpty { continue }
            let count = waiting.count
            await progress(.checking(check: name, builds: count))
            let found = try await checks.run(name, on: waiting.map { outcomes[$0].job }) { done in
                await progress(.checking(check: name, builds: count, done: done))
            }
            for (index, found) in zip(waiting, found) {
                report.builds[index].checks = (report.builds[index].checks ?? []) + [found]
            }
        }
    }

    /// The report of the run before; nil when another Pare made it, which may have explained less.
    private func lastReport(_ folder: String) -> BuildReport? {
        let file = "\(project.folder)/\(folder)/report.json"
        guard let saved = FileStamp(file), let tool = FileStamp("/proc/self/exe"), saved.modified > tool.changed,
            case .build(let report)? = try? savedReport(file)
        else { return nil }
        return report
    }

    /// The report's entry of one outcome; what is saved of the same bytes is not weighed again. A binary that cannot be weighed
    /// keeps its entry and size, with the reason.
    private func reported(
        _ outcome: BuildOutcome, in folder: String, saved: BuildReport.Build?, _ linked: LinkedBuilds.Archives
    ) -> BuildReport.Build {
        var build = outcome.reported(
            command: outcome.job.shellLine(output: "\(folder)/\(outcome.job.output)", go: plan.goCommand))
        guard let path = build.path else { return build }
        do {
            var report: WeighReport
            if let saved, let earlier = saved.weigh, let digest = outcome.sha256, saved.sha256 == digest {
                report = earlier
            } else {
                let options = WeighOptions(digest: outcome.sha256 == nil, compressed: true)
                report = try weigh("\(project.folder)/\(folder)/\(path)", options, linked: linked.data)
                if let warning = linked.warning { report.warnings.append(warning) }
                report.file.sha256 = report.file.sha256 ?? outcome.sha256
            }
            report.file.path = path
            build.size = report.total
            build.compressed = report.file.compressed
            build.sha256 = report.file.sha256
            build.weigh = report
        } catch {
            // Its size can be judged all the same.
            build.reason = (error as? FileError)?.reason ?? "\(error)"
            if let file = try? MappedFile(path: "\(project.folder)/\(folder)/\(path)") {
                build.size = file.bytes.byteCount
                build.compressed = compressedSize(of: file.bytes)
            }
        }
        return build
    }

    /// Writes the report beside the binaries: `report.json` always, as the other commands start from it, else what the plan
    /// names; then archives, checksums and bills of materials where it asks for them; when everything has
    /// succeeded, runs the hooks that come last. `tool` is Pare's version.
    ///
    /// What is worth saying of it. The failure is a `FileError` or `HookError`.
    package func save(_ report: BuildReport, tool: String) async -> Result<[String], any Error> {
        do {
            var warnings: [String] = []
            let folder = Self.outputFolder(plan.pipeline)
            for format in BuildReport.formats where format == .json || plan.reports.contains(format.name) {
                try project.write("\(folder)/report.\(format.fileExtension)", report.rendered(as: format))
            }
            if let options = plan.artifacts {
                let names = Dictionary(plan.jobs.compactMap { job in job.archiveName.map { (job.output, $0) } }) { $1 }
                let packager = Packager(
                    options: options, project: project, folder: folder, names: names, environment: builder.environment, tool: tool
                )
                warnings = try await packager.run(report).warnings
            }
            if report.hasSucceeded, !plan.after.isEmpty { try await guarded { try await $0.run(plan.after) } }
            return .success(warnings)
        } catch {
            return .failure(error)
        }
    }
}
