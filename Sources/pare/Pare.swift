internal import ArgumentParser
internal import Building
internal import GoSource
internal import Host
internal import Pipelines
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

/// Arguments in, text out, exit code: 0 fine, 1 a budget or check failed or a budget was not judged, 2 usage, configuration or unreadable input,
/// 3 a build failed.
struct Pare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pare",
        abstract: "Builds Go programs for many targets, explains every byte of every binary, and stops growth.",
        discussion: """
            pare weigh ./app                    where its bytes are, by package
            pare diff old/app new/app           what changed
            pare savings                        what removing each dependency would save
            pare init && pare build             a release matrix, weighed and judged
            pare weigh - <./app                 `-` is a binary or a report on standard input

            Exit codes: 0 fine, 1 a budget or check failed or was not judged, 2 usage or unreadable input, 3 a build failed.
            """,
        version: "pare \(PareVersion.number)",
        subcommands: [
            BuildCommand.self, PlanCommand.self, MergeCommand.self, WeighCommand.self, DiffCommand.self, ExploreCommand.self,
            ExplainCommand.self, GateCommand.self,
            ReportCommand.self, VerifyReleaseCommand.self,
            HistoryCommand.self, SavingsCommand.self, TryCommand.self, WhyCommand.self, TagsCommand.self, HeapCommand.self,
            UnusedCommand.self, EscapesCommand.self, MeasureCommand.self, TargetsCommand.self, PresetsCommand.self,
            InitCommand.self,
            DoctorCommand.self, CompletionsCommand.self,
        ])
}

@main
enum Main {
    static func main() async {
        StandardStream.occupyClosedStreams()
        StandardStream.ignoreBrokenPipes()
        prepareHeap()
        do {
            try explainAbnormalEnd()
        } catch {
            exit(status(of: error))
        }
        await exit(status())
    }

    private static func status() async -> ExitCode {
        do {
            let words = CommandLine.arguments.dropFirst()
            try checkCommand(words.first == "help" ? words.dropFirst() : words)
            var command = try Pare.parseAsRoot(words.first == "-V" ? ["--version"] : Array(words))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return status(of: error)
        }
    }

    /// Reports an unknown command alone; ArgumentParser would reject every later argument as well.
    private static func checkCommand(
        _ words: ArraySlice<String>, in parent: CommandConfiguration = Pare.configuration
    ) throws {
        let known = parent.subcommands.map { $0.configuration }
        guard let word = words.first, !word.hasPrefix("-"), !known.isEmpty, word != "help" else { return }
        if let command = known.first(where: { $0.commandName == word }) {
            return try checkCommand(words.dropFirst(), in: command)
        }
        let names = known.compactMap { $0.commandName }
        let hint = nearestName(to: word, among: names + ["help"]) ?? names.first { $0.hasPrefix(word) }
        let advice =
            hint.map { "did you mean `\($0)`?" } ?? "expected one of \((names + ["help"]).joined(separator: ", "))"
        let name = parent.commandName ?? ""
        throw ValidationError("no command \(name == "pare" ? "" : "of `pare \(name)` ")`\(word)`; \(advice)")
    }

    /// Prints the error and returns the exit code for the shell.
    private static func status(of error: any Error) -> ExitCode {
        switch error {
        case let code as ExitCode: return code
        case is StandardStream.Closed: return .success
        case let interruption as Interruption:
            complain("interrupted: all started processes were killed")
            return ExitCode(interruption.exitCode)
        case let error as ConfigurationError:
            for problem in error.problems { complain(problem.description.visible) }
            return .unusable
        case let error as ProgramError:
            complain("\(error)")
            return error.isFailedBuild ? .buildFailed : .unusable
        case is HookError:
            complain("\(error)")
            return .buildFailed
        case is FileError, is ReportError, is GoToolchainError:
            complain("\(error)")
            return .unusable
        default:
            let message = Pare.fullMessage(for: error)
            guard Pare.exitCode(for: error) == .success else {
                complain(message.hasPrefix("Error: ") ? String(message.dropFirst("Error: ".count)) : message)
                return .unusable
            }
            try? StandardStream.output.write(message + "\n")
            return .success
        }
    }

    private static func exit(_ code: ExitCode) -> Never {
        Pare.exit(withError: code)
    }
}

extension ExitCode {
    static let broken = ExitCode(1)
    static let unusable = ExitCode(2)
    static let buildFailed = ExitCode(3)
}
