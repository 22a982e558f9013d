internal import ArgumentParser
internal import Building
internal import Gating
internal import Host
internal import Pipelines
internal import Planning
internal import Reports
internal import Toolchain

/// The report that growth is measured against.
struct BaselineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What growth is measured against: auto, the merge base with the branch that the change is for; git:REVISION; or a saved report. A commit without a report is built.",
            valueName: "what"))
    var baseline: String?

    @Option(
        help: ArgumentHelp("Folder of saved reports in which the baseline's is looked for first.", valueName: "folder"))
    var baselineFrom: String?

    @Flag(help: "Fail when there is no baseline.")
    var requireBaseline = false

    func validate() throws {
        if baseline == "git:" { throw ValidationError("--baseline git: names no revision, such as git:main") }
        guard baseline == nil else { return }
        if requireBaseline { throw ValidationError("--require-baseline needs --baseline, such as --baseline auto") }
        if baselineFrom != nil { throw ValidationError("--baseline-from needs --baseline, such as --baseline auto") }
    }

    /// The baseline of a plan, whose commits are built by `builds`; nil with a warning where there is none. Throws `ExitCode` then
    /// with --require-baseline.
    func find(_ plan: BuildPlan, _ builds: CommitBuilds) async throws -> Baseline? {
        guard let baseline else { return nil }
        let name = BaselineName(baseline)
        do {
            if case .file(let path) = name { return try savedBaseline(path) }
            let history = plan.history ?? Pipeline.defaultHistory
            let finder = BaselineFinder(
                plan: plan, builds: builds, history: builds.project.path(history), reports: baselineFrom)
            let found = try await interruptible { try await finder.find(name) { complain($0) } }
            complain("baseline \(found.title): \(found.place)")
            return Baseline(found.report, path: found.argument)
        } catch let error as MissingBaseline {
            complain("\(requireBaseline ? "" : "warning: ")no baseline: \(error)")
            if requireBaseline { throw ExitCode.broken }
            return nil
        }
    }
}

/// The report in a file, of a pipeline or of one binary, or of the binary that it is.
func savedBaseline(_ path: String) throws -> Baseline {
    if path == "auto" || path.hasPrefix("git:"), !fileExists(path) {
        throw FileError(path: path, reason: "only `pare build` finds the report of a commit; name a saved report")
    }
    switch try reportOrBinary(path) {
    case .build(let report): return Baseline(report, path: path)
    case .weigh(let report): return Baseline(BuildReport(report), path: path)
    case .measure: throw ReportError.noSizes(path)
    }
}
