internal import Host
internal import Planning
internal import Profiles
internal import Reports
internal import Subprocess

/// One run of a program with its variables.
struct Workload: Sendable {
    var binary: String
    /// Arguments that the point adds.
    var extra: [String]
    var variables: [String: String]
    var workingDirectory: String
    var timeout: Duration
    var result: String

    /// Standard error of the program: the collector's lines counted, an excerpt of the others.
    private struct Output {
        var trace = CollectorTrace()
        var excerpt = Excerpt()

        /// False for a line of the collector.
        mutating func add(_ line: String) -> Bool {
            if trace.add(line) { return false }
            excerpt.append(String(line.prefix(200)))
            return true
        }

        var lines: [String] { excerpt.lines }
    }

    func batch(_ words: [String], exitCode: Int) async throws -> MeasureReport.Run {
        var output = Output()
        let process = process(words, port: nil)
        let usage = try await process.run { line in _ = output.add(line) }
        if usage.timedOut {
            throw WorkloadFailure(reason: "did not end within \(timeout.components.seconds) s", said: output.lines)
        }
        guard usage.end == .exited(exitCode) else { throw WorkloadFailure(reason: usage.end.words, said: output.lines) }
        return MeasureReport.Run(usage, output.trace, time: usage.wall, startup: nil)
    }

    /// Nanoseconds of a call that does nothing; many programs end one with another exit code than 0.
    func time(of call: [String]) async throws -> Int {
        var output = Output()
        var alone = self
        alone.extra = []
        let usage = try await alone.process(call, port: nil).run { line in _ = output.add(line) }
        if usage.timedOut {
            throw WorkloadFailure(
                reason: "the call for the start-up did not end within \(timeout.components.seconds) s", said: output.lines)
        }
        guard case .exited = usage.end else {
            throw WorkloadFailure(reason: "the call for the start-up \(usage.end.words)", said: output.lines)
        }
        return usage.wall
    }

    func serve(_ server: Measurement.Server) async throws -> MeasureReport.Run {
        let port = try freePort()
        let readiness = Readiness(server.ready) { filled($0, port: port) }
        if let taken = await readiness.takenPort() {
            throw WorkloadFailure(reason: "port \(taken) is taken by another program before the start")
        }
        var output = Output()
        let (lines, sink) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(100))
        var process = process(server.start, port: port)
        process.joinsOutput = true
        if case .line = server.ready { process.longestDelay = Readiness.interval }
        process.stopSignal = server.stop.number
        let times = Times()
        let start = ContinuousClock.now
        let usage = try await process.run { line in
            if output.add(line) { sink.yield(line) }
        } work: { handle in
            try await readiness.wait(lines)
            await times.set(startup: start.duration(to: .now))
            let load = ContinuousClock.now
            try await self.load(server.load, port: port)
            await times.set(load: load.duration(to: .now))
            handle.stop()
            try await Task.sleep(for: .seconds(server.grace))
            await times.wasKilled()
            handle.end()
        }
        sink.finish()
        guard let startup = await times.startup else {
            let end =
                usage.timedOut ? "was not ready within \(timeout.components.seconds) s" : usage.end.words + " before it was ready"
            throw WorkloadFailure(reason: end, said: output.lines)
        }
        guard let load = await times.load else {
            let end =
                usage.timedOut ? "the load did not end within \(timeout.components.seconds) s" : usage.end.words + " under load"
            throw WorkloadFailure(reason: end, said: output.lines)
        }
        if await times.killed {
            throw WorkloadFailure(
                reason: "did not end within \(server.grace) s of SIG\(server.stop.rawValue)", said: output.lines)
        }
        switch usage.end {
        // Many servers end with another exit code when they are asked to.
        case .exited, .signaled(Int(server.stop.number)): break
        default: throw WorkloadFailure(reason: "after SIG\(server.stop.rawValue): \(usage.end.words)", said: output.lines)
        }
        return MeasureReport.Run(usage, output.trace, time: load.nanoseconds, startup: startup.nanoseconds)
    }

    private actor Times {
        private(set) var startup: Duration?
        private(set) var load: Duration?
        private(set) var killed = false
        func set(startup: Duration) { self.startup = startup }
        func set(load: Duration) { self.load = load }
        func wasKilled() { killed = true }
    }

    private func process(_ words: [String], port: UInt16?) -> MeasuredProcess {
        var process = MeasuredProcess(
            words: filled(words, port: port) + extra, environment: variables, workingDirectory: workingDirectory,
            timeout: timeout, result: result)
        process.hasOwnGroup = true
        return process
    }

    private func filled(_ words: [String], port: UInt16?) -> [String] {
        words.map { filled($0, port: port) }
    }

    private func filled(_ word: String, port: UInt16?) -> String {
        let word = word.replacing("{{binary}}", with: binary)
        return port.map { word.replacing("{{port}}", with: "\($0)") } ?? word
    }

    /// Runs the load to its end. Throws where it fails; at the server's end it is killed.
    private func load(_ words: [String], port: UInt16) async throws {
        let words = filled(words, port: port)
        var variables = variables
        for name in ["GODEBUG", "GOGC", "GOMEMLIMIT", "GOMAXPROCS"] { variables[name] = nil }
        var said = Excerpt()
        let process = GoProcess(
            executable: words[0], arguments: Array(words.dropFirst()), environment: variables, workingDirectory: workingDirectory)
        do {
            let exit = try await process.run { said.append($0) }
            guard exit.end == .exited(0) else {
                throw WorkloadFailure(
                    reason: "the load \(exit.end.words)", said: said.lines)
            }
        } catch  where !(error is WorkloadFailure || error is CancellationError) {
            throw WorkloadFailure(reason: "the load \(words[0]) cannot be started: \(error)")
        }
    }
}

extension GoProcess.Exit {
    var end: MeasuredProcess.End {
        switch status {
        case .exited(let code): .exited(Int(code))
        case .signaled(let signal): .signaled(Int(signal))
        }
    }
}

extension MeasuredProcess.End {
    var words: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        case .failed(let reason): "cannot be started: \(reason)"
        }
    }
}

extension Measurement.StopSignal {
    /// (signal(7))
    var number: Int32 {
        switch self {
        case .hangup: 1
        case .interrupt: 2
        case .quit: 3
        case .kill: 9
        case .terminate: 15
        }
    }
}

extension Duration {
    var nanoseconds: Int { Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000) }
}

extension MeasureReport.Run {
    init(_ usage: MeasuredProcess.Usage, _ trace: CollectorTrace, time: Int, startup: Int?) {
        self.init(
            peak: usage.peakBytes, time: time, user: usage.user, system: usage.system, startup: startup,
            minorFaults: usage.minorFaults, majorFaults: usage.majorFaults,
            collector: trace.cycles == 0
                ? nil
                : MeasureReport.Collector(
                    cycles: trace.cycles, pauses: trace.pauses, longestPause: trace.longestPause,
                    processorTime: trace.processorTime,
                    liveHeap: trace.liveHeap, goal: trace.goal, stacks: trace.stacks, globals: trace.globals,
                    allocated: trace.allocated),
            treePeak: usage.treePeakBytes)
    }
}
