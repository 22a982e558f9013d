package import Building
package import Measuring
package import Planning
internal import Reports
internal import Toolchain

extension PipelineMeasurement {
    /// The binaries of an entry for another machine, and what runs them there.
    package enum Packing: Sendable {
        case pack(MeasurePack)
        /// Builds that failed, with the reasons: a pack without them would compare less than was asked for.
        case failed([String])
    }

    /// Builds the binaries of the only entry for `target`, `windows/amd64`, and plans its points for the machine there.
    ///
    /// Throws as `results` does.
    package func packing(
        _ entry: MeasurementPlan, target: String, building: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> Packing {
        try await run.guarded { run in
            try await run.runHooks(run.plan.before)
            let outcomes = Self.outcomes(try await run.builder.build(run.plan.jobs, report: building), of: entry)
            let failures = outcomes.filter { !$0.isWhole }
            guard failures.isEmpty else {
                return .failed(failures.map { "\($0.job.name): \($0.reason ?? "another build had failed")" })
            }
            let measuring = MeasuringRun(
                entry.measurement, programs: Self.programs(outcomes, run), environment: [:], workingDirectory: ".",
                scratch: ".", anchorsOnly: anchorsOnly)
            var report = Self.report(entry, run, on: .init(target: target, processors: 0), points: measuring.planned)
            if entry.cover { report.warnings = [Self.noCoverage] }
            return .pack(pack(entry, target, report, binaries: measuring.programs.map(\.binary), folder: run.project.folder))
        }
    }

    /// Why a report of a pack has no part of code that never ran.
    package static let noCoverage =
        "what never runs is not known, as a pack has no build for `cover: true`: run one of `go build -cover` there, and `pare unused --coverage` on its data"

    private func pack(
        _ entry: MeasurementPlan, _ target: String, _ report: MeasureReport, binaries: [String], folder: String
    ) -> MeasurePack {
        let measurement = entry.measurement
        let words: [String]
        var load: String?
        switch measurement.workload {
        case .batch(let command): words = command
        // The load is `/bin/sh -c LINE`; there the line is for the shell of that system.
        case .server(let server):
            words = server.start
            load = server.load.last
        }
        var pack = MeasurePack(
            target: target, measurement: measurement, command: words, load: load, report: report, binaries: binaries)
        (pack.call, pack.folder) = (measurement.call, folder)
        return pack
    }
}
