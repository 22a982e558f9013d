package import Host
package import Planning

/// Shows a running build on standard error.
package actor BuildProgress {
    private var text: ProgressText
    private let terminal: Terminal
    private let write: @Sendable (String) -> Void
    private let started = ContinuousClock.now

    /// `write` gets text as it is to appear; by default it goes to standard error, and nothing happens when that is closed.
    package init(
        _ jobs: [BuildJob], terminal: Terminal,
        write: @escaping @Sendable (String) -> Void = { try? StandardStream.error.write($0) }
    ) {
        text = ProgressText(jobs, terminal: terminal)
        self.terminal = terminal
        self.write = write
    }

    package func report(_ event: BuildEvent) {
        show(text.text(for: event, elapsed: elapsed))
    }

    /// Runs `body`, keeps the clock on the screen going meanwhile, and clears the live line at its end.
    package nonisolated func during<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        let interval = Duration.milliseconds(terminal.isInteractive ? 200 : 1000)
        let clock = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: interval)
                await tick()
            }
        }
        do {
            let result = try await body()
            await end(clock)
            return result
        } catch {
            await end(clock)
            throw error
        }
    }

    private var elapsed: Duration { ContinuousClock.now - started }

    private func tick() {
        show(text.tick(elapsed: elapsed))
    }

    private func end(_ clock: Task<Void, any Error>) async {
        clock.cancel()
        _ = await clock.result
        show(text.end())
    }

    private func show(_ text: String) {
        if !text.isEmpty { write(text) }
    }
}
