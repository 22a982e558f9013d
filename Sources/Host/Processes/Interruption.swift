internal import Dispatch
internal import Glibc
internal import Subprocess
internal import SystemPackage

/// An interruption by Ctrl-C or SIGTERM, thrown after all child processes have ended.
package struct Interruption: Error, Equatable {
    package var signal: Int32

    /// Exit code by shell convention: 130 for Ctrl-C, 143 for SIGTERM.
    package var exitCode: Int32 { 128 + signal }
}

/// Runs `body` in a task that Ctrl-C and SIGTERM cancel; waits for its clean-up, then throws `Interruption`.
package func interruptible<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let (received, continuation) = AsyncStream.makeStream(of: Int32.self)
    let sources = [SIGINT, SIGTERM].map { number in
        _ = signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler { continuation.yield(number) }
        source.activate()
        return source
    }
    let task = Task(operation: body)
    let watch = Task {
        var first: Int32?
        for await signal in received {
            first = first ?? signal
            task.cancel()
        }
        return first
    }
    let result = await withTaskCancellationHandler {
        await task.result
    } onCancel: {
        task.cancel()
    }
    for source in sources {
        source.cancel()
        _ = signal(Int32(source.handle), SIG_DFL)
    }
    continuation.finish()
    if case .failure(is CancellationError) = result, let signal = await watch.value { throw Interruption(signal: signal) }
    return try result.get()
}

/// Kills the processes that a run has started even if the run itself is killed.
///
/// A shell in its own session waits on a pipe whose other end only this process holds. When the pipe is closed without a line,
/// the shell kills every process with the run's mark in its environment and removes the scratch folder, if there is one.
package struct ChildGuard {
    package static let variable = "PARE_RUN"
    /// Value of `PARE_RUN` for all processes that the run starts.
    package let mark: String
    private let pipe: FileDescriptor?
    private let shell: Task<Void, Never>?

    private static let script = """
        read -r _ && exit
        for signal in TERM KILL KILL KILL; do
            found=$(grep -lsFzx "PARE_RUN=$1" /proc/[0-9]*/environ | cut -d / -f 3)
            [ -n "$found" ] || break
            kill -s $signal $found
            sleep 0.5
        done
        [ -z "$2" ] || rm -rf "$2"
        """

    /// Starts the guard. Without a shell there is no guard, and the run continues.
    package init(scratch: String? = nil) {
        mark = "\(getpid())-\(UInt32.random(in: .min ... .max))"
        guard let ends = try? FileDescriptor.pipe(options: .closeOnExec) else {
            pipe = nil
            shell = nil
            return
        }
        pipe = ends.writeEnd
        let arguments = ["-c", Self.script, "pare-guard", mark, scratch ?? ""]
        shell = Task.detached {
            var options = PlatformOptions()
            options.createSession = true
            _ = try? await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(arguments),
                environment: .exactly(["PATH": "/usr/local/bin:/usr/bin:/bin"]),
                platformOptions: options, input: .fileDescriptor(ends.readEnd, closeAfterSpawningProcess: true),
                output: .discarded, error: .discarded)
        }
    }

    /// Ends the guard, after all processes of the run have ended.
    package func dismiss() async {
        _ = try? pipe?.writeAll("done\n".utf8)
        try? pipe?.close()
        await shell?.value
    }
}
