internal import Glibc
internal import Host
internal import Planning
internal import Reports
internal import Savings
internal import Subprocess
internal import SystemPackage

/// One `go build`: made in a scratch folder, moved to its place by rename.
struct Step {
    package var job: BuildJob
    /// The job's number in what is reported.
    package var number: Int
    package var executable: String
    /// Environment that go inherits; the job's own variables are added.
    package var environment: [String: String]
    /// Folder in which hooks run, absolute.
    package var projectFolder: String
    /// Folder in which go runs, absolute.
    package var folder: String
    /// `dist/PIPELINE`, absolute.
    package var output: String
    package var processors: Int
    /// Bytes up to which go's tools need not collect garbage, unless the user's environment says how they do.
    var heap: Int?
    /// For go and the hooks around it together.
    package var timeout: Duration?
    /// The earlier binary is as it was built, and serves when go finds it up to date.
    var reuse: Bool
    /// Keeps the files of a build that fails.
    package var keep: Bool
    /// Asks go where the time goes.
    package var timings: Bool

    /// Start and files of a build.
    struct Trace {
        /// When go began, in `FileStamp.now`.
        package var start = FileStamp.now
        /// Files moved to their places, relative to `output`.
        package var files: [String] = []
    }

    /// The outcome, a failed build too. Throws `CancellationError` only.
    package func run(
        scratch: ScratchFolder, report: @Sendable (BuildEvent) async -> Void
    ) async throws -> (outcome: BuildOutcome, trace: Trace) {
        await report(.started(job: number))
        var trace = Trace()
        let started = ContinuousClock.now
        var outcome: BuildOutcome
        do {
            outcome = try await built(scratch, &trace, report)
        } catch let error where !(error is CancellationError) {
            try Task.checkCancellation()
            outcome = BuildOutcome(job: job, status: .failed, reason: "\(error)")
        }
        outcome.seconds = (ContinuousClock.now - started) / .seconds(1)
        return (outcome, trace)
    }

    private func built(
        _ scratch: ScratchFolder, _ trace: inout Trace, _ report: @Sendable (BuildEvent) async -> Void
    ) async throws -> BuildOutcome {
        let destination = FilePath("\(output)/\(job.output)")
        let staging = FilePath(try scratch.folder(number))
        let staged = staging.appending(destination.lastComponent?.string ?? "binary")
        // With the earlier binary in place go can tell that it is up to date; it replaces a file, it never writes into one.
        if reuse, !job.isChangedAfterwards { _ = unsafe link(destination.string, staged.string) }
        let limit = timeout.map(TimeBudget.init)
        let hooks = HookRun(environment: environment, folder: projectFolder, limit: limit)
        try await hooks.run(job.before) { await report(.output(job: number, line: $0)) }
        trace.start = try await FileStamp.tick()
        var said = LastLines()
        var compiled = 0
        var problem: CProblem?
        let graph = "\(scratch.path)/\(number).actions"
        let exit = try await go(writing: staged.string, timings ? ["-debug-actiongraph=\(graph)"] : [], limit).run { line in
            let event = BuildEvent(job: number, line: line)
            switch event {
            case .compiling: compiled += 1
            case .output:
                said.append(line)
                problem = problem ?? CProblem(line)
            default: break
            }
            await report(event)
        }
        try Task.checkCancellation()
        if let remedy = problem?.remedy(for: job), !exit.status.isSuccess {
            said.append(remedy)
            await report(.output(job: number, line: remedy))
        }
        var outcome = BuildOutcome(job: job, status: .failed, peakBytes: exit.peakBytes)
        if exit.timedOut, let limit {
            said.append("\(limit)")
        } else if case .signaled(let signal) = exit.status {
            said.append("go was ended by signal \(signal)" + (signal == SIGKILL ? ", as when memory runs out" : ""))
        }
        if keep, exit.timedOut || !exit.status.isSuccess { said.append("kept until the next run: \(staging.string)") }
        outcome.reason = said.text ?? "\(exit.status)"
        guard exit.status.isSuccess, !exit.timedOut else { return outcome }
        guard let made = FileStamp(staged.string) else {
            outcome.reason = said.text ?? "go build succeeded but wrote no file"
            return outcome
        }
        outcome.status = made.inode == FileStamp(destination.string)?.inode ? .unchanged : .built
        outcome.reason = nil
        outcome.work = BuildWork(processorSeconds: exit.processorSeconds, compiled: compiled)
        if timings { outcome.timings = ActionGraph(file: graph)?.timings }
        try await hooks.finish(job, at: staged.string) { await report(.output(job: number, line: $0)) }
        if job.isChangedAfterwards, !isWhole(staged) {
            let last = job.after.last.map { "\($0.place): `\($0.command)`" } ?? "upx"
            outcome.status = .failed
            outcome.reason = "\(last) leaves no binary at {{path}}, expected the file that go has made, changed or not"
            return outcome
        }
        let names = try move(staging, to: destination.removingLastComponent())
        trace.files = names.map { FilePath(job.output).removingLastComponent().appending($0).string }
        return outcome
    }

    /// A file with something in it, and no link to one, which would lead into the scratch folder.
    private func isWhole(_ binary: FilePath) -> Bool {
        var status = stat()
        return unsafe lstat(binary.string, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    }

    private func go(writing path: String, _ flags: [String], _ limit: TimeBudget?) -> GoProcess {
        var environment = environment
        for variable in job.environment { environment[variable.name] = variable.value }
        environment["PWD"] = folder
        environment["GOMAXPROCS"] = environment["GOMAXPROCS"] ?? "\(processors)"
        if let heap, environment["GOGC"] == nil, environment["GOMEMLIMIT"] == nil {
            environment["GOGC"] = "off"
            environment["GOMEMLIMIT"] = "\(heap)"
        }
        return GoProcess(
            executable: executable,
            arguments: ["build", "-v", "-p=\(processors)"] + (keep ? ["-work"] : []) + flags
                + job.arguments(output: path).dropFirst(),
            environment: environment, workingDirectory: folder, timeout: limit?.rest)
    }

    /// Moves all files that go wrote, for some build modes a header too, to their places. Returns the names.
    private func move(_ folder: FilePath, to place: FilePath) throws -> [String] {
        try createFolders(place.string)
        let names = try names(inFolder: folder.string).sorted()
        for name in names {
            let target = place.appending(name)
            do {
                // A folder, as of debug symbols for macOS, replaces no folder that has something in it.
                if FileStamp(target.string)?.isFolder == true { try removeTree(target.string) }
                try rename(folder.appending(name), to: target)
            } catch {
                throw FileError(path: target.string, error)
            }
        }
        return names
    }
}

/// The last lines of an output, for a report's `reason`.
private struct LastLines {
    private var lines: [String] = []
    private var dropped = 0

    package mutating func append(_ line: String) {
        lines.append(line)
        if lines.count > 20 {
            lines.removeFirst()
            dropped += 1
        }
    }

    package var text: String? {
        if lines.isEmpty { return nil }
        return ((dropped > 0 ? ["... \(dropped) more lines"] : []) + lines).joined(separator: "\n")
    }
}
