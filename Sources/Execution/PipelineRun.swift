internal import FoundationEssentials
public import Planning
public import Reporting

/// A pipeline from plan to saved report: build, weigh, judge, write.
public struct PipelineRun: Sendable {
    public var project: Project
    public var plan: BuildPlan
    public var builder: Builder

    public init(project: Project, plan: BuildPlan, builder: Builder) {
        self.project = project
        self.plan = plan
        self.builder = builder
    }

    /// `dist/NAME`, relative to the project's folder.
    public static func outputFolder(_ pipeline: String) -> String { "dist/\(pipeline)" }

    /// Builds and weighs everything, judges it, and writes the reports that the pipeline asks for; a build that fails or a
    /// budget that is broken is part of the report.
    ///
    /// Throws `FileError` when results cannot be written, `HookError`, `CancellationError` after ending every process.
    public func run(baseline: BuildReport?, report: @escaping @Sendable (BuildEvent) async -> Void) async throws -> BuildReport {
        let started = Date.now.ISO8601Format()
        try await run(plan.before)
        let outcomes = try await builder.build(plan.jobs, report: report)
        let folder = Self.outputFolder(plan.pipeline)
        let weighed = await inParallel(outcomes) { reported($0, in: folder) }
        var result = BuildReport(pipeline: plan.pipeline, started: started, builds: weighed, verdict: Verdict(broken: []))
        result.verdict = Gate(budgets: plan.budgets, baseline: baseline).judge(result)
        try write(result, to: folder)
        try await run(plan.after)
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

    /// The report's entry of one outcome. A binary that cannot be weighed keeps its entry, with the reason.
    private func reported(_ outcome: BuildOutcome, in folder: String) -> BuildReport.Build {
        var build = outcome.reported(command: outcome.job.shellLine(output: "\(folder)/\(outcome.job.output)"))
        guard let path = build.path else { return build }
        do {
            var report = try weigh("\(project.folder)/\(folder)/\(path)", WeighOptions(digest: true, compressed: true))
            report.file.path = path
            build.size = report.total
            build.compressed = report.file.compressed
            build.sha256 = report.file.sha256
            if let main = report.main { build.main = main }
            build.weigh = report
        } catch {
            build.reason = "\(error)"
        }
        return build
    }

    /// `report.json` always, as the other commands start from it; the rest as the pipeline says.
    private func write(_ report: BuildReport, to folder: String) throws {
        let formats = Set(plan.reports.compactMap(Format.init(rawValue:))).union([.json])
        for format in Format.allCases where formats.contains(format) {
            try project.write("\(folder)/report.\(format.fileExtension)", report.rendered(as: format))
        }
    }
}
