internal import Reporting
internal import Subprocess

/// Runs a binary and expects that it ends well.
struct SmokeTest {
    private static let timeout = Duration.seconds(60)

    var arguments: [String]
    var environment: [String: String]
    /// The folder it runs in.
    var folder: String

    /// `smoke --version`
    static func name(_ arguments: [String]) -> String { (["smoke"] + arguments).joined(separator: " ") }

    func run(_ binary: String, target: String, _ toolchain: GoToolchain) async throws -> BuildReport.Check {
        let name = Self.name(arguments)
        let words: [String]
        switch Runner(target: target, toolchain, path: SearchPath(environment: environment)) {
        case .command(let runner): words = runner + [binary] + arguments
        case .unavailable(let reason): return BuildReport.Check(name: name, status: .skipped, message: reason)
        }
        var said: [String] = []
        let process = GoProcess(
            executable: words[0], arguments: Array(words.dropFirst()), environment: environment, workingDirectory: folder,
            timeout: Self.timeout)
        do {
            let exit = try await process.run { said = said.suffix(9) + [$0] }
            try Task.checkCancellation()
            if exit.status.isSuccess, !exit.timedOut { return BuildReport.Check(name: name, status: .passed) }
            let end =
                switch exit.status {
                case _ where exit.timedOut: "did not end within 60 seconds"
                case .exited(let code): "ended with exit code \(code)"
                case .signaled(let signal): "was ended by signal \(signal)"
                }
            return BuildReport.Check(name: name, status: .failed, message: ([end] + said).joined(separator: "\n"))
        } catch let error where !(error is CancellationError) {
            return BuildReport.Check(name: name, status: .failed, message: "cannot be started: \(error)")
        }
    }
}
