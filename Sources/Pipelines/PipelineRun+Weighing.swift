internal import Building
internal import Host
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

extension PipelineRun {
    /// The report's entries of all outcomes, in their order. Throws `CancellationError`.
    func weighed(_ outcomes: [BuildOutcome], _ earlier: EarlierReport) async throws -> [BuildReport.Build] {
        @Sendable func known(_ outcome: BuildOutcome) -> WeighReport? {
            guard let digest = outcome.sha256, let saved = earlier.builds[outcome.job.output], saved.sha256 == digest else {
                return nil
            }
            return saved.weigh
        }
        // Slices that are no builds of the report are weighed when the universal file is new.
        let shown = outcomes.filter(\.slices.isEmpty)
        let places = Set(shown.map(\.job.output))
        let joined = outcomes.filter { !$0.slices.isEmpty && $0.isWhole && known($0) == nil }
        let hidden = joined.flatMap(\.slices).filter { !places.contains($0.job.output) }
        let entries = try await LinkedBuilds(shown + hidden, self, earlier.builds).inOrder { outcome, linked in
            let isShown = places.contains(outcome.job.output)
            return entry(of: outcome) { file in
                if let known = known(outcome) { return known }
                let options = WeighOptions(digest: outcome.sha256 == nil, compressed: isShown, largest: true)
                var report = try weigh(file, options, linked: linked.data)
                if let warning = linked.warning { report.warnings.append(warning) }
                return report
            }
        }
        let reports = Dictionary(zip((shown + hidden).map(\.job.output), entries)) { $1 }
        return outcomes.map { outcome in
            if let single = reports[outcome.job.output] { return single }
            return entry(of: outcome) { file in
                if let known = known(outcome) { return known }
                let options = WeighOptions(digest: outcome.sha256 == nil, compressed: true, largest: true)
                let slices = outcome.slices.compactMap { slice in
                    reports[slice.job.output]?.weigh.flatMap { report in report.goarch.map { ($0, report) } }
                }
                // A hook may have signed the file, each slice of it.
                let isJoined = outcome.job.after.isEmpty && slices.count == outcome.slices.count
                return try (isJoined ? weigh(file, options, slices: Dictionary(slices) { $1 }) : nil) ?? weigh(file, options)
            }
        }
    }

    /// The report's entry of one outcome with the weights of its file. A binary that cannot be weighed keeps its entry and size, with
    /// the reason.
    private func entry(of outcome: BuildOutcome, weighing: (_ file: String) throws -> WeighReport) -> BuildReport.Build {
        var build = outcome.reported(
            command: outcome.job.shellLine(output: "\(folder)/\(outcome.job.output)", go: plan.goCommand))
        guard let path = build.path else { return build }
        let file = "\(project.folder)/\(folder)/\(path)"
        do {
            var report = try weighing(file)
            report.file.sha256 = report.file.sha256 ?? outcome.sha256
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
