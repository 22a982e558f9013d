internal import ArgumentParser
internal import Reports
internal import Rendering
internal import Savings

struct SavingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "savings",
        abstract: "What removing each package, module and import would save: the linker's own work, done again without it.",
        discussion: """
            pare savings                                        what to cut first from the program in this folder
            pare savings -C ../app ./cmd/app --target windows/amd64
            pare savings --without net/http --without module:gopkg.in/yaml.v3
            pare savings --without 'example.com/app/web->net/http'    that import alone
            pare savings --prove 'example.com/app/web->net/http'      built both ways
            pare savings cmd/pprof --format json

            Sizes are those of the stripped file, modelled. A package is removed everywhere and its callers keep
            their own code; of an import only what goes through it. Savings are not additive.
            """)

    @OptionGroup var output: OutputOptions<SavingsReport>
    @OptionGroup var program: ProgramOptions

    @Option(help: ArgumentHelp("Rows of each list.", valueName: "n"))
    var top = 15

    @Flag(help: "Rank every package, module and import as well, those inside the standard library too.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "What to remove: a package, module:PATH, an import A->B, func:SYMBOL, file:NAME; tag:NAME toggles a build tag. May be repeated.",
            valueName: "what"))
    var without: [String] = []

    @Option(
        help: ArgumentHelp("Find the cheapest cuts that make the stripped file this small: 20MiB.", valueName: "size"),
        transform: MemoryLimit.init)
    var targetSize: MemoryLimit?

    @Option(
        help: ArgumentHelp(
            "Remove this as --without does, and build it: predicted against actual. Your files stay as they are.",
            valueName: "what"))
    var prove: String?

    @Argument(help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.")
    var main: String?

    func validate() throws {
        if prove != nil, !without.isEmpty { throw ValidationError("--prove builds one removal: leave --without away") }
        if targetSize != nil, prove != nil || !without.isEmpty {
            throw ValidationError("--target-size chooses the cuts: omit --without and --prove")
        }
        if top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
    }

    func run() async throws {
        let without = try RemovalSubject.list(without)
        let prove = try prove.map { try RemovalSubject($0, option: "--prove") }
        let program = try await program.load(main: main)
        let report =
            if let prove {
                try await self.program.telling { try await program.proof(of: prove, progress: $0) }
            } else {
                try await program.savings(without: without, targetSize: targetSize?.bytes)
            }
        let listing = all ? report : report.withoutRankings
        try await output.write { format, style in
            let isListing = format == .text || format == .markdown
            return try (isListing ? listing : report).rendered(as: format, top: top, style: style)
        }
    }
}
