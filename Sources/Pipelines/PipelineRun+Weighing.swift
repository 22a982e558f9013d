internal import Building
internal import Host
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

extension PipelineRun {
    /// The report's entries of all outcomes, in their order. Throws `CancellationError`.
    func weighed(_ outcomes: [BuildOutcome], _ earlier: EarlierReport) async throws -> [BuildReport.Build] {
        try await LinkedBuilds(outcomes, self, earlier.builds).inOrder { outcome, linked in
            entry(of: outcome, saved: earlier.builds[outcome.job.output], linked)
        }
    }

    /// The report's entry of one outcome. A binary with a saved entry of the same digest is not weighed again; one that cannot be
    /// weighed keeps its entry and size, with the reason.
    private func entry(
        of outcome: BuildOutcome, saved: BuildReport.Build?, _ linked: LinkedBuilds.Archives
    ) -> BuildReport.Build {
        var build = outcome.reported(
            command: outcome.job.shellLine(output: "\(folder)/\(outcome.job.output)", go: plan.goCommand))
        guard let path = build.path else { return build }
        let file = "\(project.folder)/\(folder)/\(path)"
        do {
            var report: WeighReport
            if let saved, let earlier = saved.weigh, let digest = outcome.sha256, saved.sha256 == digest {
                report = earlier
            } else {
                let options = WeighOptions(digest: outcome.sha256 == nil, compressed: true, largest: true)
                report = try weigh(file, options, linked: linked.data)
                if let warning = linked.warning { report.warnings.append(warning) }
                report.file.sha256 = report.file.sha256 ?? outcome.sha256
            }
            report.file.path = path
            build.size = report.total
            build.compressed = report.file.compressed
            build.sha256 = report.file.sha256
            build.weigh = report
        } catch {
            // Budgets on sizes can be judged without the analysis.
            build.reason = (error as? FileError)?.reason ?? "\(error)"
            if let file = try? MappedFile(path: file) {
                build.size = file.bytes.byteCount
                build.compressed = CompressedSizes(of: file.bytes)?.total
            }
        }
        return build
    }
}

/// Results of the last run of a pipeline that hold for this one: binaries with the same digest are not analysed
/// again.
struct EarlierReport: Sendable {
    /// By path relative to `dist/PIPELINE`.
    var builds: [String: BuildReport.Build] = [:]
    var savings: [CutList] = []

    /// Empty when there is no report, or when another Pare made it, which may have explained less.
    init(folder: String, of project: Project) {
        guard case .build(let report)? = try? savedReport(project.path("\(folder)/report.json")),
            report.provenance?.executable == PareVersion.executable
        else { return }
        builds = Dictionary(report.builds.compactMap { build in build.path.map { ($0, build) } }) { $1 }
        savings = report.savings ?? []
    }
}
