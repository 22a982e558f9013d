internal import Building
internal import Host
internal import Reports
internal import Toolchain

/// What the last run of a pipeline has found, as far as it holds for this one: of binaries with the same digest nothing is found
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
