import Testing

@testable import Planning

struct HookTests {
    @Test func aPathIsOneWordOfTheShell() throws {
        let hook = Hook(command: "printf '%s|' {{path}} {{ path }}", place: "release.yml:1")
        #expect(try run("/bin/sh", ["-c", hook.command(path: "a b/it's")]).output == "a b/it's|a b/it's|")
    }

    /// What git or the environment says cannot end the word it stands in.
    @Test func valuesAreWordsToo() throws {
        let hook = Hook(command: "printf '%s|' {{version}} {{target}} {{path}}", place: "release.yml:1")
            .filled { ["version": "v1;$(echo evil)", "target": "linux/amd64"][$0] }
        #expect(hook.command == "printf '%s|' 'v1;$(echo evil)' linux/amd64 {{path}}")
        #expect(try run("/bin/sh", ["-c", hook.command(path: "p")]).output == "v1;$(echo evil)|linux/amd64|p|")
    }
}
