import Fixtures
import Testing

@Suite(.runsGo)
struct TryCommandTests {
    @Test func aPatchApplies() async throws {
        let folder = try sampleModule()
        let edge = "'example.org/app/fetch->go/parser'"
        let run = try await runShell(
            "git init -q . && $PARE try \(edge) -o try.patch && git apply --check try.patch && cat try.patch", in: folder,
            environment: goEnvironment())
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("--- a/fetch/fetch.go\n+++ b/fetch/fetch.go\n"))
        #expect(run.output.contains("-\t\"go/parser\"\n") || run.output.contains("-import \"go/parser\"\n"))
        #expect(run.output.contains("+\t// pare: removed use of go/parser\n"))
        #expect(folder.read("fetch/fetch.go")?.contains("parser.ParseFile") == true)
    }

    @Test func filesAreEditedWhenTheyAreCommitted() async throws {
        let folder = try sampleModule()
        let commit = "git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm a"
        let edge = "'example.org/app/fetch->go/parser'"
        let run = try await runShell(
            "\(commit) && echo >> fetch/fetch.go && $PARE try \(edge) --apply; echo $?; git checkout -q . && $PARE try \(edge) --apply && $PARE_GO build ./...",
            in: folder, environment: goEnvironment())
        #expect(run.code == 0, "\(run.error)")
        #expect(run.error.contains("fetch/fetch.go has changes that are not committed; commit them, or add --force"))
        #expect(run.output.hasPrefix("2\nedited "))
        #expect(folder.read("fetch/fetch.go")?.contains("parser.ParseFile") == false)
    }

    @Test func aDeadRequirementIsACommand() async throws {
        let run = try await runPare("try", "module:example.org/unused", in: sampleModule(), environment: goEnvironment())
        #expect(run.output == "go mod edit -droprequire=example.org/unused\ngo mod tidy\n")
    }
}
