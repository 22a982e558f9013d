internal import ArgumentParser
internal import Host
internal import Building
internal import Pipelines
internal import Planning
internal import Rendering

enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// Colours, progress and remarks: options of every command.
struct MessageOptions: ParsableArguments {
    @Option(
        name: .customLong("color"),
        help: ArgumentHelp("Colours; `auto` is on a terminal, unless NO_COLOR is set.", valueName: "when"))
    var colour = ColourChoice.auto

    @Flag(name: .shortAndLong, help: "Print the result, warnings and errors; no progress and no remarks.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Print each step as a line of its own on standard error.")
    var verbose = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose contradict each other") }
    }

    func terminal(_ stream: StandardStream) -> Terminal {
        var terminal = Terminal(stream, environment: currentEnvironment)
        if colour != .auto { terminal.colour = colour == .always }
        return terminal
    }

    /// Width and colours of standard output.
    var style: TextStyle { TextStyle(terminal(.output)) }

    /// A line to standard error that --quiet leaves out.
    func remark(_ text: String) {
        if !quiet { complain(text) }
    }

    /// Runs something that tells its steps: on a terminal each replaces the last and none is left at the end; with --verbose each
    /// is a line.
    func telling<Value: Sendable>(
        _ work: @escaping @Sendable (@escaping @Sendable (String) -> Void) async throws -> Value
    ) async throws -> Value {
        let (terminal, isVerbose) = (terminal(.error), verbose)
        let isShown = !quiet && !verbose && terminal.isInteractive
        let erase = isShown ? "\r\u{1B}[2K" : ""
        defer { try? StandardStream.error.write(erase) }
        return try await interruptible {
            try await work { step in
                if isVerbose { complain(step) }
                if isShown { try? StandardStream.error.write(erase + step.prefix(max(0, terminal.width - 1))) }
            }
        }
    }
}

extension MessageOptions {
    /// Progress of a plan's builds; with --verbose each command that is run and each build that ends is a line.
    func progress(of plan: BuildPlan) -> ProgressDisplay {
        var terminal = terminal(.error)
        if verbose { terminal.isInteractive = false }
        let isQuiet = quiet
        return ProgressDisplay(
            plan.jobs, terminal: terminal, commands: verbose ? plan.jobs.map { $0.shellLine(output: $0.output) } : nil
        ) { text in
            if !isQuiet { try? StandardStream.error.write(text) }
        }
    }
}
