import Fixtures
import Foundation
import Testing

/// What `pare help` offers: its examples are taken, and so are the values that it lists.
struct HelpTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
        try pipeline(mains: "./cmd/tool", budgets: "budgets: [{ artifact: \"*\", max: 20MiB }]")
    }

    private static let commands = [
        "build", "weigh", "diff", "explore", "explain", "gate", "report", "history", "history import", "history merge",
        "history push", "history fetch", "history prune", "history bisect-size", "savings", "try", "why", "tags", "targets",
        "presets", "doctor", "completions",
    ]

    /// Lines such as `pare weigh ./app --top 5    a remark`.
    private func examples(_ command: String) async throws -> [String] {
        let help = try await runShell("$PARE help \(command)", in: folder, environment: environment)
        #expect(help.code == 0)
        return help.output.components(separatedBy: "\nUSAGE")[0].split(separator: "\n").compactMap { line in
            let text = line.trimmingCharacters(in: .whitespaces)
            guard text.hasPrefix("pare ") else { return nil }
            return text.components(separatedBy: "  ")[0].components(separatedBy: " > ")[0]
        }
    }

    @Test(arguments: commands) func examplesAreTaken(command: String) async throws {
        try folder.write("", to: "old/app")
        for example in try await examples(command) {
            // The other end of a pipe need not be installed.
            let own = example.split(separator: " | ").first ?? ""
            let line = "timeout 20 $PARE" + own.dropFirst("pare".count)
            let run = try await runShell("cp app old/app; cp app new; \(line) </dev/null", in: folder, environment: environment)
            #expect(!run.error.contains("Usage: pare"), "\(example): \(run.error)")
            #expect(run.code >= 0 && run.code <= 3, "\(example): \(run)")
        }
    }

    @Test(arguments: ["weigh app", "diff app grown", "explain app main.main"]) func formatsAreTaken(command: String) async throws
    {
        let word = String(command.prefix { $0 != " " })
        let help = try await runShell("$PARE help \(word) | tr -s ' \\n' ' '", in: folder, environment: environment)
        let list = try #require(help.output.components(separatedBy: "standard output. (values: ").dropFirst().first)
        let values = list.prefix { $0 != ";" && $0 != ")" }.components(separatedBy: ", ")
        #expect(values.count > 1)
        for value in values {
            let run = try await runShell("$PARE \(command) --format \(value)", in: folder, environment: environment)
            #expect(run.code == 0 && !run.output.isEmpty, "\(value): \(run.error)")
        }
    }
}
