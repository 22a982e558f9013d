import Fixtures
import Testing

/// What people type wrong, and what they are told: on standard error, exit code 2.
struct UsageTests {
    @Test func withoutArgumentsItIntroducesItself() async throws {
        let run = try await runPare(in: TemporaryFolder())
        #expect(run.code == 0)
        #expect(run.output.contains("pare weigh ./app"))
        #expect(run.error == "")
    }

    @Test(arguments: [
        "build", "weigh", "diff", "gate", "report", "history", "savings", "try", "why", "targets", "presets", "init", "doctor",
    ])
    func helpShowsAnExample(command: String) async throws {
        let run = try await runPare("help", command, in: TemporaryFolder())
        #expect(run.code == 0)
        #expect(run.output.prefix { $0 != "[" }.contains("\npare \(command)") || run.output.contains("&& pare \(command)"))
        #expect(run.error == "")
    }

    @Test(arguments: [
        (["--bogus"], "pare: Unknown option '--bogus'"),
        (["wiegh", "app"], "pare: no command `wiegh`; did you mean `weigh`?"),
        (["frobnicate"], "pare: no command `frobnicate`; expected one of build, plan, merge, weigh, diff,"),
        (["weigh"], "pare: Missing expected argument '<file> ...'"),
        (["weigh", "--tpo", "3", "app"], "pare: Unknown option '--tpo'. Did you mean '--top'?"),
        (["weigh", "app", "--top=-1"], "pare: --top is -1, expected 0 or more"),
        (["weigh", "app", "--by", "pkg"], "pare: unknown dimension `pkg`; expected some of owner, group, module, package"),
        (
            ["weigh", "app", "-o", "app.html"],
            "pare: The value 'app.html' is invalid for '-o <format=path>': expected text, json, csv, markdown, html"
        ),
        (["weigh", "app", "--format", "xml"], "pare: The value 'xml' is invalid"),
        (["targets", "linx/*"], "pare: no target matches `linx/*`; `pare targets` lists them"),
        (["gate"], "pare: pipelines: no pipeline here; `pare init` writes a first one"),
        (["build"], "pare: pipelines: no pipeline here; `pare init` writes a first one"),
        (["init"], "pare: go.mod: neither in this folder nor above or below; run pare init where it is"),
    ])
    func mistakes(arguments: [String], complaint: String) async throws {
        let folder = try folderWithBinaries()
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        let run = try await runShell("$PARE \(words)", in: folder)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.error.hasPrefix(complaint), "\(run.error)")
    }
}
