internal import ArgumentParser
internal import Rendering
internal import Reports
internal import Savings

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Why a package is in a program: who imports it, who calls it, what would remove it.",
        discussion: """
            pare why net/http
            pare why crypto/tls -C ../app ./cmd/app --target windows/amd64
            pare why net/http cmd/pprof --format json
            pare why crypto/tls --without net/smtp              what still keeps it when that is gone
            pare why net/http --format dot | dot -Tsvg > why.svg
            """)

    @OptionGroup var output: OutputOptions<WhyReport>
    @OptionGroup var program: ProgramOptions

    @Option(
        help: ArgumentHelp(
            "Why it is there when this is gone: a package, module:PATH, an import A->B, func:SYMBOL, file:NAME, tag:NAME. May be repeated.",
            valueName: "what"))
    var without: [String] = []

    @Flag(help: "All ways in, the whole graph of imports, all lines of source.")
    var all = false

    @Argument(help: "An import path: net/http.")
    var package: String

    @Argument(
        help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.",
        completion: .programs)
    var main: String?

    func run() async throws {
        let without = try RemovalSubject.list(without)
        let program = try await program.load(main: main, output.messages)
        let report = try await program.why(package, without: without)
        try await output.write { try report.rendered(as: $0, top: all ? .max : nil, style: $1) }
    }
}
