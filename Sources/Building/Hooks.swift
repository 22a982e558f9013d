internal import GoSource
internal import Host
package import Planning
internal import Savings
internal import Subprocess

/// Runs commands of the user, and upx. What they print on either stream is talk, told line by line.
package struct HookRun {
    /// Environment that the commands inherit.
    package var environment: [String: String]
    /// The project's folder, in which they run.
    package var folder: String
    /// Remaining time for the commands; nil for no limit.
    package var limit: TimeBudget?

    package init(environment: [String: String], folder: String, limit: TimeBudget? = nil) {
        self.environment = environment
        self.folder = folder
        self.limit = limit
    }

    /// A command that failed, and the last lines it said.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// One after the other until one fails; throws `Failure`, or `CancellationError` after ending it.
    package func run(_ hooks: [Hook], path: String = "", line: (String) async -> Void) async throws {
        for hook in hooks {
            try await run(
                "/bin/sh", ["-c", "exec 1>&2\n" + hook.command(path: path)], name: "\(hook.place): `\(hook.command)`", line: line)
        }
    }

    /// Packs a binary in place, then runs the hooks that follow the build; throws what `run` throws.
    func finish(_ job: BuildJob, at path: String, line: (String) async -> Void) async throws {
        if let arguments = job.upx {
            guard let upx = SearchPath(environment: environment).executable("upx") else {
                throw Failure(description: "upx is not on PATH")
            }
            // `UPX` holds options of the user's own.
            var packing = self
            packing.environment["UPX"] = nil
            try await packing.run(upx, ["-qq"] + arguments + [path], name: "upx", line: line)
        }
        try await run(job.after, path: path, line: line)
    }

    private func run(
        _ executable: String, _ arguments: [String], name: String, line: (String) async -> Void
    ) async throws {
        let process = GoProcess(
            executable: executable, arguments: arguments, environment: environment, workingDirectory: folder,
            timeout: limit?.rest)
        var said: [String] = []
        let exit = try await process.run { text in
            said = said.suffix(19) + [text]
            await line(text)
        }
        try Task.checkCancellation()
        if exit.timedOut, let limit {
            throw Failure(description: (["\(name) \(limit)"] + said).joined(separator: "\n"))
        }
        guard exit.status.isSuccess else {
            let status =
                switch exit.status {
                case .exited(let code): "exit code \(code)"
                case .signaled(let signal): "signal \(signal)"
                }
            throw Failure(description: (["\(name) failed with \(status)"] + said).joined(separator: "\n"))
        }
    }
}

extension BuildJob {
    /// A packer or hook changes the binary after go has made it, so that it must not be a hard link to the earlier one.
    var isChangedAfterwards: Bool { upx != nil || !after.isEmpty }
}

/// A hook before or after all builds that failed: exit code 3.
package struct HookError: Error, CustomStringConvertible {
    package var description: String

    package init(_ failure: HookRun.Failure) {
        description = failure.description
    }
}

/// The time that a build and its hooks may take together, from when it is made.
package struct TimeBudget: Sendable, CustomStringConvertible {
    private let whole: Duration
    private let end: ContinuousClock.Instant

    package init(_ whole: Duration) {
        self.whole = whole
        end = .now + whole
    }

    var rest: Duration { max(.zero, ContinuousClock.now.duration(to: end)) }

    /// Reason reported for a timeout.
    package var description: String { "ended after \(whole / .seconds(1)) seconds, the time that --timeout gives a build" }
}
