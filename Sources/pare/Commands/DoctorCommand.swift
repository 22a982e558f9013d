internal import ArgumentParser
internal import Host
internal import Pipelines
internal import Rendering
internal import Toolchain

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What is missing on this machine, and the command that installs it.",
        discussion: """
            pare doctor
            """)

    @OptionGroup var messages: MessageOptions

    func run() async throws {
        let checks = await Doctor.checks(
            environment: currentEnvironment, catalogue: try Project.here.catalogue())
        let rows = checks.map { check in
            switch check.finding {
            case .found(let path, let version): ["ok", check.name, "\(version) (\(path))"]
            case .unusable(let reason):
                [check.required ? "FAIL" : "bad", check.name, "\(reason), for: \(check.purpose); install: \(check.installation)"]
            case .missing:
                [check.required ? "FAIL" : "-", check.name, "not found, for: \(check.purpose); install: \(check.installation)"]
            }
        }
        try StandardStream.output.write(messages.style.wrapped(alignedText(rows)))
        if checks.contains(where: \.stops) { throw ExitCode.unusable }
    }
}
