internal import CLauncher
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
        /// Peak resident memory of go and its descendants, in bytes: the most that samples saw of all together, and at least that of
        /// the largest process.
        package var peakBytes: Int?
        /// User and system time of go and all that it waited for.
        package var processorSeconds = 0.0
        package var timedOut = false
    }

    /// Runs go and calls `line` with each line of standard error. When the task is cancelled, the whole group gets SIGTERM, then
    /// SIGKILL. No process of the group is left afterwards. Throws `FileError` where go is not started, and `CancellationError`.
    package func run(line: (String) async -> Void) async throws -> Exit {
        // The launcher writes into memory: a file would need a folder.
        let usage = FileDescriptor(rawValue: launcher_result())
        defer { try? usage.close() }
        guard usage.rawValue >= 0 else { throw FileError(path: executable, reason: "no memory file: \(Errno(rawValue: errno))") }
        var process = MeasuredProcess(
            words: [executable] + arguments, environment: environment, workingDirectory: workingDirectory, timeout: timeout,
            result: "/proc/\(getpid())/fd/\(usage.rawValue)")
        process.longestDelay = .zero
        process.grace = .seconds(1)
        let together = PeakMemory()
        let result = try await process.run(line: line) { handle in await together.sample(handle.descendants) }
        let status: TerminationStatus =
            switch result.end {
            case .exited(let code): .exited(.init(truncatingIfNeeded: code))
            case .signaled(let signal): .signaled(.init(truncatingIfNeeded: signal))
            case .failed(let reason): throw FileError(path: executable, reason: "cannot be started: \(reason)")
            }
        let peak = max(result.peakBytes, await together.bytes)
        return Exit(
            status: status, peakBytes: peak > 0 ? peak : nil, processorSeconds: Double(result.user + result.system) / 1e9,
            timedOut: result.timedOut)
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

    /// Options for a launcher in a process group of its own. When the task is cancelled, its program gets the signal to stop, a second
    /// later SIGKILL with all of its group.
    static var launcher: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .userDefinedOne, allowedDurationToNextStep: .seconds(1)),
            .send(signal: .terminate, allowedDurationToNextStep: .seconds(5)),
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
