internal import CProcess
internal import Glibc
package import Subprocess
internal import SystemPackage

/// One run of go, in its own process group, so that its compilers end with it.
package struct GoProcess {
    package var executable: String
    package var arguments: [String]
    /// Complete environment; nothing is inherited.
    package var environment: [String: String]
    package var workingDirectory: String
    /// Time after which the process is killed.
    package var timeout: Duration?

    package init(
        executable: String, arguments: [String], environment: [String: String], workingDirectory: String, timeout: Duration? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.timeout = timeout
    }

    package struct Exit {
        package var status: TerminationStatus
        /// Peak resident memory of go and its descendants, in bytes: sampled, and at least that of the largest process if known.
        /// Nil if the process ended before the first sample.
        package var peakBytes: Int?
        package var timedOut = false
    }

    /// Runs go and calls `line` with each line of standard error. When the task is cancelled, the whole group gets SIGTERM, then
    /// SIGKILL. No process of the group is left afterwards.
    package func run(line: (String) async -> Void) async throws -> Exit {
        var group: pid_t?
        do {
            let exit = try await run(group: &group, line: line)
            await end(group)
            return exit
        } catch {
            await end(group)
            throw error
        }
    }

    private func run(group: inout pid_t?, line: (String) async -> Void) async throws -> Exit {
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments), environment: .exactly(environment),
            workingDirectory: FilePath(workingDirectory), platformOptions: .ownGroup, input: .none, output: .discarded,
            error: .sequence
        ) { execution in
            let process = execution.processIdentifier.value
            group = process
            let alarm = timeout.map { end(process, after: $0) }
            let memory = Task { await ProcessTree(process).peakMemory() }
            defer {
                alarm?.cancel()
                memory.cancel()
            }
            var lines = LineBuffer()
            for try await buffer in execution.standardError {
                for text in lines.append(buffer.bytes) { await line(text) }
            }
            if let text = lines.rest { await line(text) }
            let largest = try await peakOfLargest(process)
            alarm?.cancel()
            memory.cancel()
            let together = await memory.value
            let peak = max(largest, together)
            return (peak: peak > 0 ? peak : nil, timedOut: await alarm?.value ?? false)
        }
        return Exit(
            status: result.terminationStatus, peakBytes: result.closureResult.peak, timedOut: result.closureResult.timedOut)
    }

    /// True if the timeout expired before the task was cancelled. The process is not reaped meanwhile, so its process id is not
    /// reused.
    private func end(_ process: pid_t, after timeout: Duration) -> Task<Bool, Never> {
        Task {
            do {
                try await Task.sleep(for: timeout)
            } catch {
                return false
            }
            kill(-process, SIGTERM)
            try? await Task.sleep(for: .seconds(1))
            kill(-process, SIGKILL)
            return true
        }
    }

    /// Kills processes left in the group and waits for their end: at most a second, as zombies stay in the group until they are
    /// reaped.
    private func end(_ group: pid_t?) async {
        guard let group, kill(-group, SIGKILL) == 0 else { return }
        await Task.detached {
            for _ in 0..<200 where kill(-group, 0) == 0 { try? await Task.sleep(for: .milliseconds(5)) }
        }.value
    }

    /// Waits for the end of the process without reaping it and returns the peak of its largest process. Polls at growing
    /// intervals: at most a hundredth of the time is lost, and hardly any processor time. 0 if the peak is unknown: a child
    /// starts as a copy of this process, whose resident memory counts for the child. (getrusage(2), exec_mmap of Linux)
    private func peakOfLargest(_ process: pid_t) async throws -> Int {
        let start = ContinuousClock.now
        while true {
            var information = unsafe siginfo_t()
            var usage = rusage()
            let answer = unsafe waitid_rusage(process, &information, WEXITED | WNOHANG | WNOWAIT, &usage)
            guard answer == 0 else { return 0 }
            if unsafe information.si_signo == SIGCHLD {
                var own = rusage()
                unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &own)
                return usage.ru_maxrss > own.ru_maxrss ? usage.ru_maxrss * 1024 : 0
            }
            try await Task.sleep(for: max(.milliseconds(2), min(start.duration(to: .now) / 100, .milliseconds(50))))
        }
    }
}

extension Environment {
    /// An environment of exactly these variables, without inherited ones.
    package static func exactly(_ variables: [String: String]) -> Environment {
        var keyed: [Environment.Key: String] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { keyed[key] = value }
        }
        return .custom(keyed)
    }
}

extension PlatformOptions {
    /// Options for a separate process group, which gets SIGTERM, then SIGKILL, when the task is cancelled.
    package static var ownGroup: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return options
    }
}

/// Splits a stream of bytes into lines. Overlong lines are split too, so that memory stays bounded.
struct LineBuffer {
    package static let longest = 4096
    private var pending: [UInt8] = []

    /// The lines completed by these bytes, without line ends.
    package mutating func append(_ bytes: RawSpan) -> [String] {
        var lines: [String] = []
        for index in bytes.byteOffsets {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            if byte == UInt8(ascii: "\n") || pending.count == Self.longest {
                if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
                lines.append(String(decoding: pending, as: UTF8.self))
                pending.removeAll(keepingCapacity: true)
            }
            if byte != UInt8(ascii: "\n") { pending.append(byte) }
        }
        return lines
    }

    /// The last line if the stream ended without a line feed.
    package var rest: String? { pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self) }
}
