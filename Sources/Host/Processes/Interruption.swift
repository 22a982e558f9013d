internal import Dispatch
internal import Glibc

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
