internal import ArgumentParser
internal import Host
internal import Reports
internal import Savings

struct TryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try", abstract: "A removal as a patch of your sources, to look at, apply or throw away.",
        discussion: """
            pare try 'example.com/app/web->net/http'            prints the patch
            pare try net/http/pprof -o pprof.patch && git apply pprof.patch
            pare try net/http/pprof --apply                     edits files that git has no changes of
            pare try module:example.com/unused                  the command that drops a requirement

            Imports are removed; functions that use them have empty bodies with a comment. No file is touched
            without --apply. An import that a type or signature uses stays, and its lines are listed.
            """)

    @OptionGroup var program: ProgramOptions
    @OptionGroup var messages: MessageOptions

    @Option(name: .short, help: ArgumentHelp("Write the patch to a file.", valueName: "file"))
    var output: String?

    @Flag(help: "Edit the files.")
    var apply = false

    @Flag(help: "Edit files with changes that are not committed, too.")
    var force = false

    @Argument(help: "An import A->B, a package or module:PATH.")
    var what: String

    @Argument(
        help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.",
        completion: .programs)
    var main: String?

    func validate() throws {
        if force, !apply { throw ValidationError("--force goes with --apply") }
        if apply, output != nil { throw ValidationError("--apply edits the files: leave -o away") }
    }

    func run() async throws {
        let subject = try RemovalSubject(what, option: "try")
        let trial = try await program.load(main: main, messages).trial(of: subject)
        for note in trial.notes { messages.remark("note: \(note)") }
        if !trial.commands.isEmpty {
            try StandardStream.output.write(trial.commands.map { $0 + "\n" }.joined())
        } else if apply {
            try await trial.apply(force: force, environment: currentEnvironment)
            try StandardStream.output.write(trial.files.map { "edited \($0.path)\n" }.joined())
        } else if let output {
            try replaceFile(at: output, with: trial.patch)
        } else {
            try StandardStream.output.write(trial.patch)
        }
    }
}
