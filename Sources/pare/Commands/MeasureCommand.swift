internal import ArgumentParser
internal import Host
internal import Measuring
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Memory, time and garbage collection of a program under settings of Go's runtime, and which of them to take.",
        discussion: """
            pare measure -- ./app convert big.json              GOGC of 25 to 400, five runs each
            pare measure --set GOGC=50,100 --set GOMEMLIMIT=off,64MiB -- ./app convert big.json
            pare measure --predict -- ./app convert big.json    two are run, the others computed
            pare measure --binary old/app --binary new/app -- {{binary}} convert big.json
            pare measure --ready http://127.0.0.1:{{port}}/ --load 'hey -n 5000 http://127.0.0.1:{{port}}/' \\
                -- ./server --listen 127.0.0.1:{{port}}
            pare measure                                        the workloads of the pipeline, with all its presets
            pare measure -f pipelines/release.yml --entry serving
            pare measure --pack windows/amd64 -- ./app.exe convert big.json     a zip to run there
            pare measure --pack windows/amd64 --entry serving   the same of a workload of the pipeline
            pare measure --read measure.json                    the report of what it wrote

            Runs of all settings are interleaved. The result is the median, with half of the distance between the quartiles.
            """)

    @OptionGroup var output: OutputOptions<MeasureReport>

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Without a command: the pipeline whose `measure:` is run.", valueName: "file"),
        completion: .pipelineFiles)
    var file: String?

    @Option(
        help: ArgumentHelp(
            "Values of a variable: GOGC=50,100, GOMEMLIMIT=off,64MiB, GOMAXPROCS=1,2; args=-j1,-j2 adds arguments. May be repeated: every combination is measured.",
            valueName: "name=values"))
    var set: [String] = []

    @Option(help: ArgumentHelp("The binary that {{binary}} names; may be repeated.", valueName: "path"), completion: .file())
    var binary: [String] = []

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Runs of each point, 5.", valueName: "n"))
    var runs: Int?

    @Option(help: ArgumentHelp("Runs of each point before them, which do not count, 1.", valueName: "n"))
    var warmUp: Int?

    @Option(
        help: ArgumentHelp("Time for one run, 90s or 10m; what takes longer has failed.", valueName: "duration"),
        transform: TimeLimit.init)
    var timeout: TimeLimit?

    @Option(help: ArgumentHelp("The exit code of a run that ended well, 0.", valueName: "code"))
    var exit: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Arguments of a call that does nothing, --version: its time is the start-up.", valueName: "arguments"))
    var startup: String?

    @Option(
        help: ArgumentHelp(
            "A server is ready when this answers: http://127.0.0.1:{{port}}/, port:{{port}}, or line:TEXT that it prints.",
            valueName: "how"))
    var ready: String?

    @Option(help: ArgumentHelp("The command that uses the server, for a shell.", valueName: "command"))
    var load: String?

    @Option(help: ArgumentHelp("Signal that ends the server: TERM, INT, HUP, QUIT or KILL.", valueName: "signal"))
    var stop: String?

    @Flag(help: "Run two settings of GOGC and compute the others from them.")
    var predict = false

    @Option(help: ArgumentHelp("How much slower than the fastest a recommended setting may be, 5%.", valueName: "percent"))
    var slower: String?

    @Option(
        help: ArgumentHelp("Memory of the container that it will run in, 256MiB.", valueName: "size"), transform: MemoryLimit.init
    )
    var container: MemoryLimit?

    @Flag(help: "Show all columns, however wide: memory of all processes, pauses in total, page faults, too.")
    var wide = false

    @Flag(help: "Let pass what no budget of the pipeline could judge.")
    var lenient = false

    @Option(
        name: .customLong("entry"),
        help: ArgumentHelp("Only this entry of the pipeline's `measure:`; may be repeated.", valueName: "name"))
    var entries: [String] = []

    @Option(
        help: ArgumentHelp(
            "Run nothing: write a zip with the binaries and a runner for another machine, windows/amd64.",
            valueName: "target[=path]"), transform: PackPlace.init)
    var pack: PackPlace?

    @Option(
        help: ArgumentHelp("Run nothing: read the figures that the runner of a pack, or -o json=, wrote.", valueName: "path"),
        completion: .file(extensions: ["json"]))
    var read: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        if let read { return try validateReading(read) }
        try pack.map(validatePacking)
        if let runs, !(1...1000).contains(runs) { throw ValidationError("-n is \(runs), expected 1 to 1000") }
        if let warmUp, !(0...100).contains(warmUp) { throw ValidationError("--warm-up is \(warmUp), expected 0 to 100") }
        guard !command.isEmpty else { return try validatePipeline() }
        for (option, isGiven) in [("-f", file != nil), ("--entry", !entries.isEmpty), ("--lenient", lenient)] where isGiven {
            throw ValidationError(
                "\(option) is of a pipeline, whose `measure:` says the command; leave out what stands behind --")
        }
        if ready == nil, load != nil { throw ValidationError("--load is for a server: --ready says when it serves") }
        if ready != nil, load == nil { throw ValidationError("--ready is for a server: --load says what uses it") }
        for (option, isGiven) in [("--exit", exit != nil), ("--startup", startup != nil)] where isGiven && ready != nil {
            throw ValidationError("\(option) is for a program that ends by itself, --ready for a server")
        }
        if stop != nil, ready == nil { throw ValidationError("--stop is for a server: --ready says when it serves") }
        if binary.isEmpty, command.contains(where: { $0.contains("{{binary}}") }) {
            throw ValidationError("{{binary}} is in the command: --binary names it")
        }
        if !binary.isEmpty, !command.contains(where: { $0.contains("{{binary}}") }) {
            throw ValidationError("--binary is not in the command: write {{binary}} where it belongs")
        }
    }

    /// Throws for options that belong to a command.
    private func validatePipeline() throws {
        let given = [
            ("--set", !set.isEmpty), ("--binary", !binary.isEmpty), ("--exit", exit != nil), ("--startup", startup != nil),
            ("--ready", ready != nil), ("--load", load != nil), ("--stop", stop != nil), ("--timeout", timeout != nil),
        ].filter(\.1).map(\.0)
        if let option = given.first {
            throw ValidationError(
                "no command to measure; pare measure \(option) ... -- ./app its arguments. Of a pipeline, `measure:` says it")
        }
    }

    func run() async throws {
        if let read { return try await show(read) }
        if let pack { return try await command.isEmpty ? writePipeline(pack) : write(pack) }
        guard !command.isEmpty else { return try await runPipeline() }
        let slower = try percent(slower ?? "5%")
        let environment = currentEnvironment
        let measurement = try measurement(environment)
        let programs = try programs()
        let (predict, messages) = (predict, output.messages)
        let scratch = try ScratchFolder.temporary()
        defer { scratch.remove() }
        let guarding = ChildGuard(scratch: scratch.path)
        var variables = environment
        variables[ChildGuard.variable] = guarding.mark
        let run = MeasuringRun(
            measurement, programs: programs, environment: variables, workingDirectory: ".", scratch: scratch.path,
            anchorsOnly: predict)
        let result: Result<[MeasureReport.Point], any Error>
        do {
            result = .success(try await messages.telling { tell in try await run.points(progress: tell) })
        } catch {
            result = .failure(error)
        }
        await guarding.dismiss()
        var report = MeasureReport(
            machine: .init(target: Project.native, processors: Machine.this.processors), workload: workload,
            isServer: ready != nil, rounds: measurement.rounds, warmUp: measurement.warmUp, slower: slower,
            container: container?.bytes, points: try result.get())
        report.predict()
        report.recommendation = report.recommended()
        let finished = report
        try await write(finished)
        finished.tellFailures()
        if finished.hasFailed { throw ExitCode.buildFailed }
    }

    func write(_ report: MeasureReport) async throws {
        try await output.write { try report.rendered(as: $0, style: wide ? $1.wide : $1) }
    }

    var workload: String { command.map(shellQuoted).joined(separator: " ") }

    func percent(_ slower: String) throws -> Double {
        guard let percent = Double(slower.hasSuffix("%") ? String(slower.dropLast()) : slower), (0...1000).contains(percent)
        else {
            throw ValidationError("--slower is `\(slower)`, expected a percentage such as 5%")
        }
        return percent
    }

    func measurement(_ environment: [String: String]) throws -> Measurement {
        var measurement = Measurement(workload: .batch(words(command)), rounds: runs ?? 5, warmUp: warmUp ?? 1)
        var problems: [Problem] = []
        if let ready, let load {
            measurement.workload = .server(
                Measurement.Server(
                    start: words(command), ready: try readiness(ready), load: ["/bin/sh", "-c", load], stop: try stopSignal()))
        }
        measurement.exitCode = exit ?? 0
        measurement.call = startup.map { [words(command)[0]] + $0.split(separator: " ").map(String.init) }
        if let timeout { measurement.timeout = Int(timeout.duration.components.seconds) }
        if !set.isEmpty { measurement.settings = [] }
        for option in set {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                problems.append(
                    Problem(place: "--set \(option)", what: "no values", expected: "a name, =, and values: GOGC=50,100"))
                continue
            }
            measurement.settings.append(
                .init(
                    name: String(parts[0]),
                    values: parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
        }
        problems += measurement.problems(at: "--set")
        let inherited = Measurement(workload: measurement.workload, settings: measurement.inherited(from: environment))
        for setting in inherited.settings {
            output.messages.remark("every point has \(setting.name)=\(setting.values[0]) from the environment")
        }
        problems += inherited.problems(at: "environment")
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        measurement.settings = inherited.settings + measurement.settings
        let points = measurement.grid.map { MeasureReport.Point(binary: "", settings: $0) }
        if predict, MeasureReport.anchors(of: points).isEmpty {
            throw ValidationError(
                "--predict runs two values of GOGC without a GOMEMLIMIT, which --set does not have: --set GOGC=50,100,200")
        }
        return measurement
    }

    /// The program is found as a shell finds it.
    private func words(_ command: [String]) -> [String] {
        guard let first = command.first, !first.contains("/") else { return command }
        let path = SearchPath(environment: currentEnvironment).executable(first)
        return [path ?? first] + command.dropFirst()
    }

    private func readiness(_ text: String) throws -> Measurement.Readiness {
        guard let sign = Measurement.Readiness(text), sign.canBeAsked else {
            throw ValidationError("--ready is `\(text)`, expected http://127.0.0.1:{{port}}/, port:{{port}} or line:TEXT")
        }
        return sign
    }

    private func stopSignal() throws -> Measurement.StopSignal {
        guard let stop else { return .terminate }
        guard let signal = Measurement.StopSignal(name: stop) else {
            let names = Measurement.StopSignal.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--stop is `\(stop)`, expected one of \(names)")
        }
        return signal
    }

    /// Throws where a program is not there; one of another machine is skipped with the reason.
    private func programs() throws -> [MeasuringRun.Program] {
        let paths = binary.isEmpty ? [words(command)[0]] : binary
        for path in paths where !fileExists(path) {
            throw FileError(path: path, reason: "no such program")
        }
        return paths.map { path in
            MeasuringRun.Program(
                binary: path.contains("/") ? path : "./\(path)", skipped: reasonNotToRun(path, on: Project.native))
        }
    }
}

extension MeasureReport {
    /// Says each reason of a failure once.
    func tellFailures() {
        for (failure, points, said) in failures {
            complain(
                "\(points.count == 1 ? points[0] : "\(points.count) settings, \(points[0]) first"): \(failure)\(said.map { "\n    \($0)" }.joined())"
            )
        }
    }
}
