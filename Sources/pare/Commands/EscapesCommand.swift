internal import ArgumentParser
internal import Building
internal import Host
internal import Profiles
internal import Rendering
internal import Reports
internal import Toolchain

struct EscapesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escapes",
        abstract: "Values that the compiler places on the heap, and why; with a profile, those that matter first.",
        discussion: """
            pare escapes                               the packages of this module
            pare escapes --profile heap.pb.gz ./cmd/app
            pare escapes --packages all cmd/gofmt      all that is compiled into it

            The program is built with -gcflags=-m=2, whose answers go keeps like those of any build.
            """)

    @OptionGroup var output: OutputOptions<EscapesReport>
    @OptionGroup var program: ProgramOptions

    @Option(help: ArgumentHelp("Packages to ask about; by default those of the module.", valueName: "pattern"))
    var packages: String?

    @Option(
        help: ArgumentHelp("A heap profile of a run, whose allocated bytes rank the lines; may be repeated.", valueName: "path"))
    var profile: [String] = []

    @Option(help: ArgumentHelp("Rows of each list.", valueName: "n"))
    var top: Int?

    @Argument(help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.")
    var main: String?

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
    }

    func run() async throws {
        let request = try program.request(main: main)
        let profiles = try profile.map(Self.source)
        let (environment, pattern) = (currentEnvironment, packages)
        let report = try await output.messages.telling { tell in
            tell("compiling with -m=2")
            return try await EscapeSurvey(request, environment: environment).report(of: pattern, profiles)
        }
        try await output.write { try report.rendered(as: $0, top: top, style: $1) }
    }

    private static func source(_ path: String) throws -> HeapReport.Source {
        let source = try requiredProfile(path)
        guard source.profile.type(named: "alloc_space") != nil else {
            let types = source.profile.types.map(\.name).joined(separator: ", ")
            throw FileError(path: path, reason: "no profile of the heap: it has \(types)")
        }
        return source
    }
}
