internal import ArgumentParser
internal import Host

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "A script that completes commands, options, targets, presets, programs and formats in a shell.",
        discussion: """
            source <(pare completions bash)
            pare completions zsh > ~/.zfunc/_pare
            pare completions fish > ~/.config/fish/completions/pare.fish

            `make install` puts all three in place.
            """)

    @OptionGroup var messages: MessageOptions

    @Argument(help: "bash, zsh or fish.")
    var shell: ShellName

    func run() throws {
        try StandardStream.output.write(Pare.completionScript(for: shell.shell) + "\n")
    }
}

enum ShellName: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    fileprivate var shell: CompletionShell {
        switch self {
        case .bash: .bash
        case .zsh: .zsh
        case .fish: .fish
        }
    }
}
