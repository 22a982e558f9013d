internal import ArgumentParser
internal import Host
internal import Reports
internal import Rendering
internal import Savings

struct TagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "The build tags that a program's packages ask for, and what each costs or saves.",
        discussion: """
            pare tags                             the program in this folder
            pare tags -C ../app ./cmd/app --target windows/amd64
            pare tags cmd/pprof --limit 3         builds no more than three of them

            Sizes are those of stripped programs that are built, once each: results are kept in the user's cache.
            """)

    @OptionGroup var output: OutputOptions<TagsReport>
    @OptionGroup var program: ProgramOptions

    @Option(help: ArgumentHelp("Tags to build, those that change most files.", valueName: "n"))
    var limit = 8

    @Option(help: ArgumentHelp("Time for building with other tags than now, about.", valueName: "seconds"))
    var seconds = 40

    @Argument(
        help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.",
        completion: .programs)
    var main: String?

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit is \(limit), expected 0 or more") }
        if seconds < 0 { throw ValidationError("--seconds is \(seconds), expected 0 or more") }
    }

    func run() async throws {
        let request = try program.request(main: main)
        let environment = currentEnvironment
        let report = try await output.messages.telling { tell in
            try await TagSurvey(request, environment: environment).report(limit: limit, seconds: seconds, progress: tell)
        }
        try await output.write { try report.rendered(as: $0, style: $1) }
    }
}
