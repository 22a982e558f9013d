internal import FoundationEssentials
internal import Glibc
public import Planning
internal import Reporting
internal import Subprocess
internal import SystemPackage

/// Runs the jobs of a plan. Each binary appears in the output folder whole or not at all.
public struct Builder: Sendable {
    public var toolchain: GoToolchain
    /// What go inherits; a job's own variables come on top.
    public var environment: [String: String]
    /// Folder that the jobs' working directories are relative to.
    public var projectFolder: String
    /// `dist/PIPELINE`; the jobs' outputs are relative to it.
    public var outputFolder: String
    /// Jobs at once; as many as processors when nothing is said.
    public var width: Int
    /// Processors to use.
    public var processors: Int
    /// The first failure ends the others.
    public var failFast: Bool

    public init(
        toolchain: GoToolchain, environment: [String: String], projectFolder: String, outputFolder: String, width: Int? = nil,
        processors: Int? = nil, failFast: Bool = false
    ) {
        self.toolchain = toolchain
        self.environment = environment
        self.projectFolder = projectFolder
        self.outputFolder = outputFolder
        self.processors = processors ?? ProcessInfo.processInfo.activeProcessorCount
        self.width = width ?? self.processors
        self.failFast = failFast
    }

    /// One outcome a job, in the order of `jobs`; a failed build is an outcome, not an error.
    ///
    /// Throws `FileError` when the output folder cannot be used, `CancellationError` after ending every process it has started.
    public func build(
        _ jobs: [BuildJob], report: @escaping @Sendable (BuildEvent) async -> Void = { _ in }
    ) async throws -> [BuildOutcome] {
        let output = absolute(outputFolder)
        let scratch = try ScratchFolder(in: output)
        defer { scratch.remove() }
        var schedule = BuildSchedule(jobs, width: width, processors: processors)
        var outcomes = jobs.map { BuildOutcome(job: $0, status: .skipped, reason: "not built: another build had failed") }
        try await withThrowingTaskGroup(of: (Int, BuildOutcome).self) { group in
            func startReady() {
                while let (index, processors) = schedule.next() {
                    group.addTask {
                        await report(.started(job: index))
                        let started = ContinuousClock.now
                        var outcome = try await build(
                            jobs[index], index, scratch: scratch, output: output, processors: processors, report: report)
                        outcome.seconds = (ContinuousClock.now - started) / .seconds(1)
                        await report(.finished(job: index, outcome: outcome))
                        return (index, outcome)
                    }
                }
            }
            startReady()
            while let (index, outcome) = try await group.next() {
                outcomes[index] = outcome
                schedule.finished(index, succeeded: outcome.status != .failed)
                if outcome.status == .failed, failFast {
                    group.cancelAll()
                    while let result = await group.nextResult() {
                        if case .success(let (index, outcome)) = result { outcomes[index] = outcome }
                    }
                    break
                }
                startReady()
            }
        }
        try Task.checkCancellation()
        return outcomes
    }

    private func build(
        _ job: BuildJob, _ index: Int, scratch: ScratchFolder, output: String, processors: Int,
        report: @Sendable (BuildEvent) async -> Void
    ) async throws -> BuildOutcome {
        let destination = FilePath("\(output)/\(job.output)")
        var said = Tail()
        var peakBytes: Int?
        do {
            let folder = FilePath(try scratch.folder(index))
            let staged = folder.appending(destination.lastComponent?.string ?? "binary")
            // With the earlier binary in place go can tell that it is up to date; it replaces a file, it never writes into one.
            if !job.isChangedAfterwards { _ = unsafe link(destination.string, staged.string) }
            let hooks = HookRun(environment: self.environment, folder: absolute(projectFolder))
            try await hooks.run(job.before) { await report(.output(job: index, line: $0)) }
            var environment = ["GOMAXPROCS": "\(processors)"].merging(environment) { $1 }
            for variable in job.environment { environment[variable.name] = variable.value }
            let go = GoProcess(
                executable: toolchain.executable,
                arguments: ["build", "-v", "-p=\(processors)"] + job.arguments(output: staged.string).dropFirst(),
                environment: environment,
                workingDirectory: absolute(projectFolder) + "/" + job.workingDirectory)
            let exit = try await go.run { line in
                let event = BuildEvent(job: index, line: line)
                if case .output = event { said.append(line) }
                await report(event)
            }
            peakBytes = exit.peakBytes
            try Task.checkCancellation()
            guard exit.status.isSuccess else {
                if case .signaled(let signal) = exit.status {
                    said.append("go was ended by signal \(signal)" + (signal == SIGKILL ? ", as when memory runs out" : ""))
                }
                return BuildOutcome(job: job, status: .failed, peakBytes: peakBytes, reason: said.text ?? "\(exit.status)")
            }
            guard let made = inode(staged) else {
                return BuildOutcome(
                    job: job, status: .failed, peakBytes: peakBytes, reason: said.text ?? "go build succeeded but wrote no file")
            }
            let isUnchanged = made == inode(destination)
            try await hooks.finish(job, at: staged.string) { await report(.output(job: index, line: $0)) }
            try move(folder, to: destination.removingLastComponent())
            return BuildOutcome(job: job, status: isUnchanged ? .unchanged : .built, peakBytes: peakBytes)
        } catch let error where !(error is CancellationError) {
            try Task.checkCancellation()
            return BuildOutcome(job: job, status: .failed, peakBytes: peakBytes, reason: "\(error)")
        }
    }

    /// Everything go wrote, for some build modes a header beside the library, goes to its place by rename.
    private func move(_ folder: FilePath, to place: FilePath) throws {
        try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.string) {
            do {
                try rename(folder.appending(name), to: place.appending(name))
            } catch {
                throw FileError(path: place.appending(name).string, error)
            }
        }
    }

    private func inode(_ path: FilePath) -> UInt? {
        var status = stat()
        return unsafe stat(path.string, &status) == 0 ? status.st_ino : nil
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

/// The last lines of an output, for a report's `reason`.
private struct Tail {
    private var lines: [String] = []
    private var dropped = 0

    mutating func append(_ line: String) {
        lines.append(line)
        if lines.count > 20 {
            lines.removeFirst()
            dropped += 1
        }
    }

    var text: String? {
        if lines.isEmpty { return nil }
        return ((dropped > 0 ? ["... \(dropped) more lines"] : []) + lines).joined(separator: "\n")
    }
}
