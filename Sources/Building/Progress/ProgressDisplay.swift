package import Host
package import Planning
internal import Reports

/// Shows a running build on standard error.
package actor ProgressDisplay {
    private var text: ProgressText
    private let terminal: Terminal
    private let write: @Sendable (String) -> Void
    private let started = ContinuousClock.now

    /// Each of `commands`, of one job each, is shown when it is run. `write` gets text as it is to appear; by default it goes to standard error, and nothing happens when that is closed.
    package init(
        _ jobs: [BuildJob], terminal: Terminal, commands: [String]? = nil,
        write: @escaping @Sendable (String) -> Void = { try? StandardStream.error.write($0) }
    ) {
        text = ProgressText(jobs, terminal: terminal, commands: commands)
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

/// Progress of a plan as text for standard error: a value, so that it can be tested without
/// time or terminal.
///
/// On a terminal one line is redrawn and only failures stay above it; elsewhere each finished build is a line, and silence is
/// broken every ten seconds.
struct ProgressText {
    private static let silence = Duration.seconds(10)
    private static let eraseLine = "\r\u{1B}[2K"

    private let titles: [String]
    private let terminal: Terminal
    private let commands: [String]?
    private var running: [Int] = []
    private var done = 0
    private var failed = 0
    private var packages = 0
    private var activity = ""
    /// Lines of builds that have not ended; those of a failed one are in the report, once for all builds that say the same.
    private var said: [Int: [String]] = [:]
    private var known: Set<String> = []
    private var lastLine = Duration.zero

    package init(_ jobs: [BuildJob], terminal: Terminal, commands: [String]? = nil) {
        titles = jobs.map(\.title)
        self.commands = commands
        self.terminal = terminal
    }

    /// Text for an event at `elapsed` since the start.
    package mutating func text(for event: BuildEvent, elapsed: Duration) -> String {
        switch event {
        case .started(let job):
            running.append(job)
            return commands.map { permanent("\(titles[job]): \($0[job])", elapsed) } ?? live(elapsed)
        case .compiling:
            packages += 1
            return live(elapsed)
        case .checking(let check, let builds, let done):
            let all = builds == 1 ? "1 build" : "\(builds) builds"
            activity = "checking \(done > 0 ? "\(done) of \(all)" : all): \(check)"
            return terminal.isInteractive || done > 0 ? live(elapsed) : permanent("\(counter) \(activity)", elapsed)
        case .output(let job, let line):
            if commands == nil { said[job, default: []].append(line) }
            return line.isEmpty || commands == nil ? "" : permanent("\(titles[job]) | \(line)", elapsed)
        case .finished(let job, let outcome):
            running.removeAll { $0 == job }
            done += 1
            guard outcome.status == .failed else {
                let lines = news(of: job).map { permanent($0, elapsed) }.joined()
                return lines + (terminal.isInteractive ? live(elapsed) : permanent(finished(job, outcome), elapsed))
            }
            failed += 1
            let line = finished(job, outcome)
            return permanent(terminal.colour ? "\u{1B}[31m\(line)\u{1B}[0m" : line, elapsed)
        }
    }

    /// Lines of a build that succeeded, such as warnings, but for those that another build has said.
    private mutating func news(of job: Int) -> [String] {
        (said.removeValue(forKey: job) ?? []).filter { !$0.isEmpty && known.insert($0).inserted }.map { "\(titles[job]) | \($0)" }
    }

    /// Text when time passes and nothing happens.
    mutating func tick(elapsed: Duration) -> String {
        if terminal.isInteractive { return live(elapsed) }
        return elapsed - lastLine >= Self.silence ? permanent(summary(elapsed), elapsed) : ""
    }

    /// Clears the live line; nothing is shown after it.
    package func end() -> String {
        terminal.isInteractive ? Self.eraseLine : ""
    }

    private func live(_ elapsed: Duration) -> String {
        terminal.isInteractive ? Self.eraseLine + summary(elapsed).prefix(max(0, terminal.width - 1)) : ""
    }

    private mutating func permanent(_ line: String, _ elapsed: Duration) -> String {
        lastLine = elapsed
        return terminal.isInteractive ? "\(Self.eraseLine)\(line)\n\(live(elapsed))" : line + "\n"
    }

    private func finished(_ job: Int, _ outcome: BuildOutcome) -> String {
        let seconds = outcome.status == .unchanged ? nil : outcome.seconds.map { ", " + Self.tenths($0) + " s" }
        let cause = outcome.status == .built ? outcome.cause.map { ", \($0)" } : nil
        return "\(counter) \(titles[job]): \(outcome.status.rawValue)\(cause ?? "")\(seconds ?? "")"
    }

    private func summary(_ elapsed: Duration) -> String {
        var parts = ["\(counter) \(Self.clock(elapsed))"]
        if failed > 0 { parts.append("\(failed) failed") }
        if packages > 0 { parts.append(packages == 1 ? "1 package compiled" : "\(packages) packages compiled") }
        parts.append(activity)
        parts.append(running.map { titles[$0] }.joined(separator: ", "))
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private var counter: String {
        let total = "\(titles.count)"
        let done = "\(done)"
        return "[" + String(repeating: " ", count: max(0, total.count - done.count)) + "\(done)/\(total)]"
    }

    private static func clock(_ elapsed: Duration) -> String {
        let (minutes, seconds) = elapsed.components.seconds.quotientAndRemainder(dividingBy: 60)
        return "\(minutes):" + (seconds < 10 ? "0" : "") + "\(seconds)"
    }

    private static func tenths(_ seconds: Double) -> String {
        let (whole, tenth) = Int((seconds * 10).rounded()).quotientAndRemainder(dividingBy: 10)
        return "\(whole).\(tenth)"
    }
}
