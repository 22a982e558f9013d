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
            """)

    @OptionGroup var output: OutputOptions<WhyReport>
    @OptionGroup var program: ProgramOptions

    @Argument(help: "An import path: net/http.")
    var package: String

    @Argument(help: "The main package: ./cmd/app, or cmd/pprof of the Go distribution; by default the only one there.")
    var main: String?

    func run() async throws {
        let program = try await program.load(main: main)
        let report = try await program.why(package)
        try await output.write { try report.rendered(as: $0, style: $1) }
    }
}
