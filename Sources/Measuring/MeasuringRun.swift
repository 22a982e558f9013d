internal import Host
package import Planning
internal import Profiles
package import Reports

/// Binaries under every point of a grid: each round runs every point once, so that a machine that becomes slower does so for all.
package struct MeasuringRun: Sendable {
    package struct Program: Sendable {
        package var binary: String
        /// Preset of the pipeline that built it.
        package var preset: String?
        /// Target, if the pipeline builds several for this machine.
        package var target: String?
        /// Why it cannot run here.
        package var skipped: String?
        /// Why there is none.
        package var failure: String?

        package init(binary: String, preset: String? = nil, target: String? = nil, skipped: String? = nil, failure: String? = nil)
        {
            self.binary = binary
            self.preset = preset
            self.target = target
            self.skipped = skipped
            self.failure = failure
        }
    }

    package var measurement: Measurement
    package var programs: [Program]
    package var environment: [String: String]
    package var workingDirectory: String
    /// Folder for the launcher's files.
    package var scratch: String
    /// Runs only those that predictions are computed from.
    package var anchorsOnly: Bool

    package init(
        _ measurement: Measurement, programs: [Program], environment: [String: String], workingDirectory: String, scratch: String,
        anchorsOnly: Bool = false
    ) {
        self.measurement = measurement
        self.programs = programs
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.scratch = scratch
        self.anchorsOnly = anchorsOnly
    }

    /// All points before the first run; those that are predicted only are skipped.
    package var planned: [MeasureReport.Point] {
        var points = programs.flatMap { program in
            measurement.grid.map { settings in
                var point = MeasureReport.Point(binary: program.binary, settings: settings)
                (point.preset, point.target) = (program.preset, program.target)
                (point.skipped, point.failure) = (program.skipped, program.failure)
                return point
            }
        }
        if anchorsOnly { leaveOutPredicted(&points) }
        return points
    }

    /// Throws `CancellationError`; a point that fails is marked, and the others go on.
    package func points(progress: @Sendable (String) -> Void) async throws -> [MeasureReport.Point] {
        var points = planned
        let shown = points.indices.filter { points[$0].skipped == nil && points[$0].failure == nil }
        let rounds = measurement.warmUp + measurement.rounds
        for round in 0..<rounds {
            // The order turns by one, so that no point always follows the same other.
            let turn = shown.isEmpty ? 0 : round % shown.count
            for (number, index) in (shown[turn...] + shown[..<turn]).enumerated()
            where points[index].failure == nil && points[index].skipped == nil {
                progress("round \(round + 1) of \(rounds), run \(number + 1) of \(shown.count): \(points[index].label)")
                do {
                    let run = try await run(points[index])
                    if round >= measurement.warmUp { points[index].runs.append(run) }
                } catch let failure as WorkloadFailure {
                    // (runtime.check for GOAMD64 and others)
                    if let reason = failure.said.first(where: { $0.hasPrefix("This program can only be run on") }) {
                        points[index].skipped = reason
                        points[index].failure = nil
                        continue
                    }
                    points[index].failure = failure.reason
                    points[index].said = failure.said.isEmpty ? nil : failure.said
                }
                try Task.checkCancellation()
            }
        }
        return points
    }

    private func leaveOutPredicted(_ points: inout [MeasureReport.Point]) {
        let anchors = Set(MeasureReport.anchors(of: points))
        for index in points.indices where !anchors.contains(index) {
            points[index].skipped = points[index].skipped ?? MeasureReport.predictedOnly
        }
    }

    /// Runs a binary once under the first point, without a figure, as one that was built with `-cover` writes its counters to `folder`.
    /// Throws a `WorkloadFailure` and `CancellationError`.
    package func runOnce(_ binary: String, coverage folder: String) async throws {
        var point = MeasureReport.Point(binary: binary, settings: measurement.grid.first ?? [])
        point.settings.append(EnvironmentVariable("GOCOVERDIR", folder))
        _ = try await run(point)
    }

    /// One run of a point. Throws `WorkloadFailure` and `CancellationError`.
    private func run(_ point: MeasureReport.Point) async throws -> MeasureReport.Run {
        let workload = workload(of: point)
        do {
            switch measurement.workload {
            case .batch(let words):
                var run = try await workload.batch(words, exitCode: measurement.exitCode)
                if let call = measurement.call { run.startup = try await workload.time(of: call) }
                return run
            case .server(let server): return try await workload.serve(server)
            }
        } catch  where !(error is WorkloadFailure || error is CancellationError) {
            throw WorkloadFailure(reason: "\(error)")
        }
    }

    private func workload(of point: MeasureReport.Point) -> Workload {
        var variables = environment
        var extra: [String] = []
        for setting in point.settings {
            switch (setting.name, setting.value) {
            case (Measurement.Setting.arguments, let value): extra += value.split(separator: " ").map(String.init)
            case (let name, ""): variables[name] = nil
            case (let name, let value): variables[name] = value
            }
        }
        let debug = (variables["GODEBUG"] ?? "").split(separator: ",").filter { !$0.hasPrefix("gctrace=") }
        variables["GODEBUG"] = (debug + ["gctrace=1"]).joined(separator: ",")
        return Workload(
            binary: point.binary, extra: extra, variables: variables, workingDirectory: workingDirectory,
            timeout: .seconds(measurement.timeout), result: "\(scratch)/result")
    }
}

/// A run that did not end as it should.
package struct WorkloadFailure: Error, CustomStringConvertible {
    var reason: String
    /// Lines that the program or the load printed.
    var said: [String] = []

    package var description: String { ([reason] + said.prefix(1)).joined(separator: ": ") }
}
