internal import BinaryFormats
internal import Host
internal import Reports
internal import Savings
internal import Subprocess
internal import Toolchain

/// Runs a binary and expects that it ends well.
struct SmokeTest {
    private static let timeout = Duration.seconds(60)

    package var arguments: [String]
    package var environment: [String: String]
    /// The folder it runs in.
    package var folder: String

    /// `smoke --version`
    package static func name(_ arguments: [String]) -> String { (["smoke"] + arguments).joined(separator: " ") }

    package func run(_ binary: String, target: String, _ toolchain: GoToolchain) async throws -> BuildReport.Check {
        let name = Self.name(arguments)
        let words: [String]
        var environment = environment
        switch Runner(target: target, toolchain, path: SearchPath(environment: environment)).loading(interpreter(of: binary)) {
        case .command(let runner, let wanted):
            words = runner + [binary] + arguments
            environment.merge(wanted) { own, _ in own }
        case .unavailable(let reason): return BuildReport.Check(name: name, status: .skipped, message: reason)
        }
        var said = Excerpt()
        let process = GoProcess(
            executable: words[0], arguments: Array(words.dropFirst()), environment: environment, workingDirectory: folder,
            timeout: Self.timeout)
        do {
            let exit = try await process.run { said.append($0) }
            try Task.checkCancellation()
            if exit.status.isSuccess, !exit.timedOut { return BuildReport.Check(name: name, status: .passed) }
            if said.first.contains(where: { $0.hasSuffix("fatal error: bcryptprimitives.dll not found") }) {
                return BuildReport.Check(
                    name: name, status: .skipped,
                    message:
                        "\(words[0]) is too old for programs of Go 1.22 or newer: it has no bcryptprimitives.dll, wine 10 has")
            }
            let end =
                switch exit.status {
                case _ where exit.timedOut: "did not end within 60 seconds"
                case .exited(let code): "ended with exit code \(code)"
                case .signaled(let signal): "was ended by signal \(signal)"
                }
            return BuildReport.Check(name: name, status: .failed, message: ([end] + said.lines).joined(separator: "\n"))
        } catch let error where !(error is CancellationError) {
            return BuildReport.Check(name: name, status: .failed, message: "cannot be started: \(error)")
        }
    }

    /// The dynamic loader that the binary asks for (`PT_INTERP`), where it is ELF and asks for one.
    private func interpreter(of binary: String) -> String? {
        guard let file = try? MappedFile(path: binary), let image = try? Image(file.bytes), image.format == .elf,
            let section = image.section(named: ".interp")
        else { return nil }
        return String(image.reader(file.bytes).string(section.range).prefix { $0 != "\0" })
    }
}
