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

    /// Builds what has changed, weighs and judges everything; a build that fails or a budget that is broken is part of the report.
    ///
    /// Throws `FileError` when the output folder cannot be used, `CancellationError` after ending every process.
    public func run(baseline: BuildReport?, report: @escaping @Sendable (BuildEvent) async -> Void) async throws -> BuildReport {
        let started = Date.now.ISO8601Format()
        let outcomes = try await builder.build(plan.jobs, report: report)
        let folder = Self.outputFolder(plan.pipeline)
        let saved = savedBuilds(folder)
        let weighed = await inParallel(outcomes) { reported($0, in: folder, saved: saved[$0.job.output]) }
        var result = BuildReport(pipeline: plan.pipeline, started: started, builds: weighed, verdict: Verdict(broken: []))
        result.verdict = Gate(budgets: plan.budgets, baseline: baseline).judge(result)
        return result
    }

    /// What the report of the run before says, by the binary's path.
    private func savedBuilds(_ folder: String) -> [String: BuildReport.Build] {
        let file = "\(project.folder)/\(folder)/report.json"
        // Another Pare may explain more bytes.
        guard let saved = FileStamp(file), let tool = FileStamp("/proc/self/exe"), saved.modified > tool.changed,
            case .build(let report)? = try? savedReport(file)
        else { return [:] }
        return Dictionary(report.builds.compactMap { build in build.path.map { ($0, build) } }) { $1 }
    }

    /// The report's entry of one outcome; what is saved of the same bytes is not weighed again. A binary that cannot be weighed
    /// keeps its entry, with the reason.
    private func reported(_ outcome: BuildOutcome, in folder: String, saved: BuildReport.Build?) -> BuildReport.Build {
        var build = outcome.reported(command: outcome.job.shellLine(output: "\(folder)/\(outcome.job.output)"))
        guard let path = build.path else { return build }
        do {
            var report: WeighReport
            if let saved, let earlier = saved.weigh, let digest = outcome.sha256, saved.sha256 == digest {
                report = earlier
            } else {
                let options = WeighOptions(digest: outcome.sha256 == nil, compressed: true)
                report = try weigh("\(project.folder)/\(folder)/\(path)", options)
                report.file.sha256 = report.file.sha256 ?? outcome.sha256
            }
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

    /// Writes the report beside the binaries: `report.json` always, as the other commands start from it, else what `formats` names.
    ///
    /// Throws `FileError`.
    public static func write(_ report: BuildReport, as formats: [String], in project: Project) throws {
        let formats = Set(formats.compactMap(Format.init(rawValue:))).union([.json])
        for format in Format.allCases where formats.contains(format) {
            let file = "\(outputFolder(report.pipeline))/report.\(format.fileExtension)"
            try project.write(file, report.rendered(as: format))
        }
    }
}
