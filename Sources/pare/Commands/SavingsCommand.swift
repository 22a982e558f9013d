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
            pare savings --prove-top 10                               the first ten, each built
            pare savings --target-size 20MiB --prove-plan             cuts that reach it, built as one
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
            "Remove this as --without does, and build it: predicted against actual. Your files stay as they are. May be repeated: all in one build.",
            valueName: "what"))
    var prove: [String] = []

    @Option(
        help: ArgumentHelp("Build the first suggestions, each against the program as it is.", valueName: "n"))
    var proveTop: Int?

    @Flag(
        help:
            "Build the program with all cuts of the plan: that of --target-size, or else the one that turns method elimination on."
    )
    var provePlan = false

    @Argument(
        help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.",
        completion: .programs)
    var main: String?

    func validate() throws {
        if !prove.isEmpty, !without.isEmpty { throw ValidationError("--prove removes what it names: leave --without away") }
        if proveTop != nil, !prove.isEmpty || !without.isEmpty {
            throw ValidationError("--prove-top builds suggestions: leave --prove and --without away")
        }
        if provePlan, proveTop != nil || !prove.isEmpty || !without.isEmpty {
            throw ValidationError("--prove-plan builds a plan: leave --prove, --prove-top and --without away")
        }
        if let proveTop, proveTop < 1 { throw ValidationError("--prove-top is \(proveTop), expected 1 or more") }
        if targetSize != nil, !prove.isEmpty || proveTop != nil || !without.isEmpty {
            throw ValidationError("--target-size chooses the cuts: omit --without and --prove; --prove-plan builds them")
        }
        if top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
    }

    func run() async throws {
        let without = try RemovalSubject.list(without)
        let prove = try RemovalSubject.list(prove, option: "--prove")
        let program = try await program.load(main: main, output.messages)
        let report =
            if !prove.isEmpty {
                try await output.messages.telling { try await program.proof(of: prove, progress: $0) }
            } else if let proveTop {
                try await output.messages.telling { try await program.proofs(ofTop: proveTop, progress: $0) }
            } else {
                try await planned(program, without)
            }
        let listing = all ? report : report.withoutRankings
        try await output.write { format, style in
            let isListing = format == .text || format == .markdown
            return try (isListing ? listing : report).rendered(as: format, top: top, style: style)
        }
    }

    /// Savings, with the plan built when that is asked for.
    private func planned(_ program: LinkedProgram, _ without: [RemovalSubject]) async throws -> SavingsReport {
        var report = try await program.savings(without: without, targetSize: targetSize?.bytes)
        guard provePlan else { return report }
        if let plan = report.sizePlan {
            report.sizePlan = try await output.messages.telling { try await program.proof(of: plan, progress: $0) }
        } else if let plan = report.methodElimination.plan, plan.isReached {
            report.methodElimination.plan = try await output.messages.telling { try await program.proof(of: plan, progress: $0) }
        } else {
            throw ValidationError(
                report.methodElimination.enabled
                    ? "--prove-plan: method elimination is on already; name a --target-size"
                    : "--prove-plan: no set of imports turns method elimination on; name a --target-size")
        }
        return report
    }
}
