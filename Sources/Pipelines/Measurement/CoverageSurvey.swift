internal import Building
internal import Host
internal import Measuring
internal import Planning
internal import Profiles
internal import Reports
internal import Savings
internal import Toolchain

/// Functions of a build that a workload never runs, by one run of a second build with `-cover`.
struct CoverageSurvey: Sendable {
    let run: PipelineRun
    let measuring: MeasuringRun
    let scratch: String

    /// Throws what stopped it, in words, and `CancellationError`.
    func unused(_ job: BuildJob) async throws -> UnusedReport {
        var covered = job
        covered.flags += ["-cover", "-coverpkg=all"]
        (covered.upx, covered.before, covered.after) = (nil, [], [])
        var builder = run.builder
        builder.outputFolder = "\(scratch)/cover"
        let outcome = try await builder.build([covered]).first
        guard let outcome, outcome.isWhole else {
            throw FileError(path: job.output, reason: "cannot be built with -cover: \(outcome?.reason ?? "no reason")")
        }
        let folder = "\(scratch)/counters"
        try? removeTree(folder)
        try createFolder(folder)
        try await measuring.runOnce("\(builder.outputFolder)/\(job.output)", coverage: folder)
        var files = CoverageFiles()
        for name in try names(inFolder: folder).sorted() where name.hasPrefix("covmeta.") || name.hasPrefix("covcounters.") {
            try files.add(MappedFile(path: "\(folder)/\(name)").copy(), name: name)
        }
        var evidence = RunEvidence()
        evidence.add(files.coverage)
        let program = try await LinkedProgram.load(
            ProgramRequest(job.linked, in: run.project.folder), environment: run.builder.environment)
        var report = try await program.unused(evidence, sources: ["the workload of `measure:`"])
        guard !report.packages.isEmpty else {
            throw FileError(
                path: job.output, reason: "wrote no coverage; a program that is killed, or ends by a signal, writes none")
        }
        report.warnings = files.orphans
        return report
    }
}
