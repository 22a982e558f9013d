internal import ArgumentParser
internal import Building
internal import GoSource
internal import Host
internal import Measuring
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

/// `windows/amd64`, or `windows/amd64=path.zip`.
struct PackPlace: Sendable {
    var target: String
    var path: String?

    init(_ argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        (target, path) = (parts[0], parts.count > 1 ? parts[1] : nil)
        if path?.isEmpty == true { throw ValidationError("no path behind `=`; write \(target)=measure.zip or \(target)") }
        let words = target.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2, MeasurePack.systems.contains(words[0]),
            !words[1].isEmpty, words[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else {
            throw ValidationError(
                "`\(target)` is no target of a pack: GOOS/GOARCH, where GOOS is one of \(MeasurePack.systems.joined(separator: ", "))"
            )
        }
    }
}

extension MeasureCommand {
    /// Throws for options that do not go with `--pack`.
    func validatePacking(_ place: PackPlace) throws {
        if lenient { throw ValidationError("--pack judges nothing: --lenient belongs to pare gate FILE") }
        guard output.outputs.isEmpty, output.format == .text else {
            throw ValidationError("--pack has no figures yet: -o and --format belong to pare measure --read FILE")
        }
        if let path = place.path {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
            guard isFolder(folder) else { throw ValidationError("--pack: there is no folder \(folder); mkdir -p \(folder)") }
        }
    }

    /// Throws for options that belong to a run.
    func validateReading(_ path: String) throws {
        let others = [
            ("--pack", pack != nil), ("--set", !set.isEmpty), ("--binary", !binary.isEmpty), ("--ready", ready != nil),
            ("--load", load != nil), ("--stop", stop != nil), ("--timeout", timeout != nil), ("-n", runs != nil),
            ("--warm-up", warmUp != nil), ("--exit", exit != nil), ("--startup", startup != nil), ("-f", file != nil),
            ("--entry", !entries.isEmpty), ("a command", !command.isEmpty),
        ].filter(\.1)
        if let (option, _) = others.first {
            throw ValidationError("--read \(path) runs nothing: leave out \(option)")
        }
    }

    /// Writes the archive of an entry of a pipeline.
    func writePipeline(_ place: PackPlace) async throws {
        let chosen = try await chosen(on: place)
        guard let entry = chosen.entries.first else { return }
        let (isPrediction, messages) = (predict, output.messages)
        let packing = try await interruptible {
            var measurement = PipelineMeasurement(run: chosen.run, entries: [entry])
            measurement.anchorsOnly = isPrediction
            let run = measurement
            let progress = messages.progress(of: chosen.plan)
            return try await run.packing(entry, target: place.target) { event in await progress.report(event) }
        }
        switch packing {
        case .failed(let reasons):
            for reason in reasons { complain(reason) }
            complain("no pack of \(entry.name) is written: \(counted(reasons.count, "build")) of it failed")
            throw ExitCode.buildFailed
        case .pack(let pack):
            for warning in pack.report.warnings ?? [] { output.messages.remark("\(entry.name): \(warning)") }
            let scratch = try ScratchFolder.temporary()
            defer { scratch.remove() }
            try await write(pack, place, chosen.builder.toolchain, scratch)
        }
    }

    /// Writes the archive for another machine.
    func write(_ place: PackPlace) async throws {
        // The environment of the other machine counts.
        let measurement = try measurement([:])
        var words = command
        if binary.isEmpty { words[0] = "{{binary}}" }
        let paths = binary.isEmpty ? [command[0]] : binary
        for path in paths {
            guard fileExists(path) else {
                throw FileError(path: path, reason: "no such program; build it for \(place.target), or name it with --binary")
            }
            if let reason = reasonNotToRun(path, on: place.target) {
                throw FileError(path: path, reason: "\(reason); build it for \(place.target)")
            }
        }
        let scratch = try ScratchFolder.temporary()
        defer { scratch.remove() }
        let run = MeasuringRun(
            measurement, programs: paths.map { .init(binary: $0) }, environment: [:], workingDirectory: ".",
            scratch: scratch.path, anchorsOnly: predict)
        let report = MeasureReport(
            machine: .init(target: place.target, processors: 0), workload: workload, isServer: ready != nil,
            rounds: measurement.rounds, warmUp: measurement.warmUp, slower: try percent(slower ?? "5%"),
            container: container?.bytes, points: run.planned)
        var made = MeasurePack(
            target: place.target, measurement: measurement, command: words, load: load, report: report, binaries: paths)
        made.call = startup.map { [words[0]] + $0.split(separator: " ").map(String.init) }
        let go = try await GoToolchain.find(environment: currentEnvironment, oldest: GoVersion(1, 21))
        try await write(made, place, go, scratch)
    }

    private func write(_ pack: MeasurePack, _ place: PackPlace, _ go: GoToolchain, _ scratch: ScratchFolder) async throws {
        let path = place.path ?? "\(pack.name).zip"
        let (program, environment, folder) = (go.executable, currentEnvironment, scratch.path)
        do {
            try await output.messages.telling { tell in
                tell("building the runner for \(place.target) by \(go.version)")
                try await pack.write(to: path, go: program, environment: environment, scratch: folder)
            }
        } catch let error as RunnerError {
            throw FileError(path: path, reason: "\(error)")
        }
        let count = pack.binaries.count
        let isWindows = place.target.hasPrefix("windows/")
        try StandardStream.output.write(
            """
            \(path): \(count == 1 ? "1 binary" : "\(count) binaries"), \(counted(pack.report.points.count, "point")), a runner for \(place.target) by \(go.version)

                there   \(pack.name)\(isWindows ? "\\" : "/")\(pack.runner)
                here    pare measure --read measure.json

            """)
    }

    /// Shows figures that were measured before.
    func show(_ path: String) async throws {
        // 400 points with 100 runs each have 15 MB.
        let largest = 64 << 20
        var report = try MappedFile.reading(path) { file in
            guard file.bytes.byteCount <= largest else {
                throw FileError(path: path, reason: "is larger than \(largest >> 20) MiB, which no saved measurement is")
            }
            return try MeasureReport(json: file.text, name: path)
        }
        if let slower { report.slower = try percent(slower) }
        if let container { report.container = container.bytes }
        try report.recompute(path)
        let finished = report
        try await write(finished)
        finished.tellFailures()
        if finished.hasFailed { throw ExitCode.buildFailed }
    }
}
