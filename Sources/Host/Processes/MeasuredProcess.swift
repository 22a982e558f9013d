internal import CLauncher
internal import Glibc
internal import Subprocess
internal import SystemPackage

/// One run of a program as the child of a small launcher, which reads its use of resources at the end: nothing is sampled.
package struct MeasuredProcess: Sendable {
    /// Path of the program and its arguments.
    package var words: [String]
    /// Complete environment; nothing is inherited.
    package var environment: [String: String]
    package var workingDirectory: String
    /// Signal that `Handle.stop` sends.
    package var stopSignal = SIGTERM
    /// Joins standard output to standard error; else it is discarded.
    package var joinsOutput = false
    /// Lines are passed on at most this late: a tenth of the time that the program has run, where that is less.
    package var longestDelay = Duration.milliseconds(500)
    /// Time that the program may take.
    package var timeout: Duration?
    /// Time from the signal that asks it to end, after `timeout`, to the one that kills it and its group.
    package var grace = Duration.zero
    /// Runs it in a memory cgroup of its own, where one can be made: all of its processes are counted together, and ended after it.
    package var hasOwnGroup = false
    /// File that the launcher writes.
    package var result: String

    package init(
        words: [String], environment: [String: String], workingDirectory: String, timeout: Duration?, result: String
    ) {
        self.words = words
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.timeout = timeout
        self.result = result
    }

    package enum End: Sendable, Equatable {
        case exited(Int)
        case signaled(Int)
        /// The program was not started.
        case failed(String)
    }

    /// Resources of the program and of those of its children that it waited for. (getrusage(2))
    package struct Usage: Sendable, Equatable {
        package var end: End
        /// Peak resident memory of the largest process, in bytes.
        package var peakBytes = 0
        /// Peak memory of all processes together, in bytes; nil without a cgroup.
        package var treePeakBytes: Int?
        /// Microseconds.
        package var user = 0
        package var system = 0
        /// Microseconds from before the start to the end.
        package var wall = 0
        package var minorFaults = 0
        package var majorFaults = 0
        package var timedOut = false
    }

    /// A running program.
    package struct Handle: Sendable {
        fileprivate var launcher: pid_t

        /// Sends the signal that asks the program to end.
        package func stop() { kill(launcher, SIGUSR1) }
        /// Kills the program and all of its process group.
        package func end() { kill(launcher, SIGTERM) }

        /// The program and the processes below it.
        var descendants: ProcessTree { ProcessTree(below: launcher) }
    }

    /// Runs the program and calls `line` with each line of standard error. `work` goes on meanwhile and is cancelled at the program's
    /// end; where it throws, the program is killed. Throws what Subprocess and `work` throw, and `CancellationError`; no process of the group is left afterwards.
    package func run(
        line: (String) async -> Void, work: (@Sendable (Handle) async throws -> Void)? = nil
    ) async throws -> Usage {
        let group = hasOwnGroup ? MemoryGroup.make() : nil
        let result: Result<Usage, any Error>
        do {
            var usage = try await run(in: group, line: line, work: work)
            usage.treePeakBytes = group?.peakBytes
            result = .success(usage)
        } catch {
            result = .failure(error)
        }
        // In a task of its own, which goes on where this one is cancelled.
        await Task { await group?.remove() }.value
        return try result.get()
    }

    private func run(
        in group: MemoryGroup?, line: (String) async -> Void, work: (@Sendable (Handle) async throws -> Void)?
    ) async throws -> Usage {
        // Figures of an earlier run must not be taken for those of this one.
        try? removeTree(result)
        let start = ContinuousClock.now
        let name = unsafe String(cString: launcher_name())
        let arguments = [result, "\(stopSignal)", joinsOutput ? "1" : "0", group?.path ?? ""] + words
        let outcome = try await Subprocess.run(
            .path("/proc/self/exe"), arguments: Arguments(executablePathOverride: name, remainingValues: arguments),
            environment: .exactly(environment), workingDirectory: FilePath(workingDirectory), platformOptions: .launcher,
            input: .none, output: .discarded, error: .sequence
        ) { execution in
            let handle = Handle(launcher: execution.processIdentifier.value)
            let alarm = timeout.map { [grace] timeout in
                Task {
                    do { try await Task.sleep(for: timeout) } catch { return false }
                    if grace > .zero {
                        handle.stop()
                        try? await Task.sleep(for: grace)
                    }
                    handle.end()
                    return true
                }
            }
            let beside = work.map { work in
                Task {
                    do { try await work(handle) } catch {
                        handle.end()
                        throw error
                    }
                }
            }
            var lines = LineBuffer()
            do {
                for try await buffer in execution.standardError {
                    for text in lines.append(buffer.bytes) { await line(text) }
                    // A wake-up for each line would take processor time from the program; a full buffer waits for nothing.
                    guard buffer.bytes.byteCount < LineBuffer.longest else { continue }
                    try? await Task.sleep(for: min(start.duration(to: .now) / 10, longestDelay))
                }
                if let text = lines.rest { await line(text) }
            } catch {
                alarm?.cancel()
                beside?.cancel()
                throw error
            }
            alarm?.cancel()
            beside?.cancel()
            let timedOut = await alarm?.value ?? false
            let failure: (any Error)? =
                switch await beside?.result {
                case .failure(let error) where !(error is CancellationError): error
                default: nil
                }
            return (timedOut: timedOut, failure: failure)
        }
        try Task.checkCancellation()
        if let failure = outcome.closureResult.failure, !outcome.closureResult.timedOut { throw failure }
        // A launcher that is ended before it is one leaves no figures.
        guard outcome.closureResult.timedOut else { return try usage() }
        var usage = (try? usage()) ?? Usage(end: .signaled(Int(SIGKILL)))
        usage.timedOut = true
        return usage
    }

    /// The line that the launcher wrote. Throws `FileError` where it wrote none.
    private func usage() throws(FileError) -> Usage {
        let text: String
        do {
            text = try MappedFile(path: result).text
        } catch {
            throw FileError(path: words.first ?? "", reason: "the launcher was ended before it could report")
        }
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
        let numbers = fields.dropFirst().compactMap { Int($0) }
        switch (fields.first, numbers.count) {
        case ("failed", 1):
            return Usage(end: .failed(unsafe String(cString: strerror(Int32(truncatingIfNeeded: numbers[0])))))
        case ("exited", 7), ("signaled", 7):
            return Usage(
                end: fields.first == "exited" ? .exited(numbers[0]) : .signaled(numbers[0]), peakBytes: numbers[1] * 1024,
                user: numbers[2] &* 1000, system: numbers[3] &* 1000, wall: numbers[4], minorFaults: numbers[5],
                majorFaults: numbers[6])
        default: throw FileError(path: result, reason: "not the launcher's line: \(text.prefix(100))")
        }
    }
}
