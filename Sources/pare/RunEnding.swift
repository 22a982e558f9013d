internal import ArgumentParser
internal import Building
internal import Gating
internal import History
internal import Host
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

/// Remarks of a run after its report, and its exit code.
struct RunEnding {
    var output: OutputOptions<BuildReport>
    var project: Project
    var plan: BuildPlan
    var baseline: Baseline?

    /// Throws the `ExitCode` of a run with a failed build, or one that has not passed.
    func tell(_ result: PipelineRun.Result, _ environment: [String: String], isMerge: Bool = false) throws {
        let report = result.report
        ContinuousIntegration(environment)?.report(
            report.verdict, summary: try report.rendered(as: .markdown, baseline: baseline?.report))
        let unchanged = isMerge ? 0 : report.builds.count { $0.status == .unchanged }
        if unchanged == report.builds.count {
            output.messages.remark("nothing has changed, so nothing was built; --force builds all the same")
        } else if unchanged > 0 {
            output.messages.remark("\(unchanged) of \(report.builds.count) builds are unchanged")
        }
        do {
            for warning in try result.finishing.get() { complain("warning: \(warning)") }
            let formats = plan.reports + (plan.reports.contains("json") ? [] : ["json"])
            let folder = PipelineRun.outputFolder(plan.pipeline)
            output.messages.remark("report in \(project.path(folder)): \(formats.joined(separator: ", "))")
        } catch  where report.hasFailed {
            complain("\(error)")
        }
        if let recording = result.recording { tellRecording(recording, report, plan.history ?? "") }
        if report.hasFailed { throw ExitCode.buildFailed }
        if !report.verdict.passed || report.hasFailedCheck { throw ExitCode.broken }
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
}
