import Fixtures
import Foundation
import Planning
import Reports
import Testing

@testable import Building

/// Commands around a build, and upx, with a go that is a script.
@Suite(.timeLimit(.minutes(10)))
struct HooksTests {
    let mock: MockGo

    init() throws {
        mock = try MockGo()
    }

    private func job(_ main: String, before: [String] = [], after: [String] = [], upx: [String]? = nil) -> BuildJob {
        var job = mock.jobs(main)[0]
        job.before = before.map { Hook(command: $0, place: "release.yml:7") }
        job.after = after.map { Hook(command: $0, place: "release.yml:9") }
        job.upx = upx
        return job
    }

    private func binary(_ name: String) -> String? { mock.folder.read("dist/\(name)_linux_amd64/strip/\(name)") }

    @Test func theyRunAroundTheBuildInTheProjectsFolder() async throws {
        let job = job(
            "ok", before: ["pwd >../order", "[ ! -e ../calls ] && echo before >>../order"],
            after: ["echo after >>../order; [ -e ../calls ] && echo signed >>{{path}}"])
        #expect(try await mock.builder().build([job]).map(\.status) == [.built])
        #expect(mock.folder.read("order")?.hasSuffix("/project\nbefore\nafter\n") == true)
        #expect(binary("ok") == "binary of ok\nsigned\n")
    }

    @Test func aFailedHookPreventsTheBuild() async throws {
        let outcomes = try await mock.builder().build([job("ok", before: ["echo no licence; exit 5", "touch ../second"])])
        #expect(outcomes.map(\.status) == [.failed])
        #expect(outcomes[0].reason == "release.yml:7: `echo no licence; exit 5` failed with exit code 5\nno licence")
        #expect(mock.folder.read("calls") == nil && mock.folder.read("second") == nil)
    }

    /// The binary of an earlier run stays as it was, even when the hook wrote into the new one.
    @Test func aFailedAfterHookLeavesNoPartialOutput() async throws {
        #expect(try await mock.builder().build([job("same")]).map(\.status) == [.built])
        let outcomes = try await mock.builder().build([
            job("same", after: ["echo half >>{{path}}; kill -9 $$"]), job("ok", after: ["false"]),
        ])
        #expect(outcomes.map(\.status) == [.failed, .failed])
        #expect(outcomes[0].reason == "release.yml:9: `echo half >>{{path}}; kill -9 $$` failed with signal 9")
        #expect(binary("same") == "binary of same\n")
        #expect(binary("ok") == nil)
        #expect(!mock.folder.list("dist").contains { $0.contains(".scratch") })
    }

    /// Else the binary of an earlier run, or nothing, would pass for the one that was built.
    @Test func theyLeaveABinary() async throws {
        #expect(try await mock.builder().build([job("same")]).map(\.status) == [.built])
        let outcomes = try await mock.builder().build([
            job("same", after: ["rm {{path}}"]), job("ok", after: ["mv {{path}} {{path}}.real; ln -s {{path}}.real {{path}}"]),
            job("ok2", after: ["true", ": >{{path}}"]),
        ])
        #expect(outcomes.map(\.status) == [.failed, .failed, .failed])
        #expect(
            outcomes[0].reason
                == "release.yml:9: `rm {{path}}` leaves no binary at {{path}}, expected the file that go has made, changed or not"
        )
        #expect(outcomes[2].reason?.hasPrefix("release.yml:9: `: >{{path}}` leaves no binary") == true)
        #expect(binary("same") == "binary of same\n")
        #expect(binary("ok") == nil && binary("ok2") == nil)
    }

    @Test func aFolderThatTheyLeaveReplacesAnEarlierOne() async throws {
        for word in ["one", "two"] {
            let hook = "mkdir {{path}}.dSYM; echo \(word) >{{path}}.dSYM/\(word)"
            #expect(try await mock.builder().build([job("ok", after: [hook])]).map(\.status) == [.built])
        }
        #expect(mock.folder.list("dist/ok_linux_amd64/strip/ok.dSYM") == ["two"])
    }

    @Test func theyShareTheTimeOfTheirBuild() async throws {
        let hanging = job("ok", before: ["echo waits for a password; sleep 600"])
        let outcomes = try await mock.builder { $0.timeout = .seconds(2) }.build([hanging])
        #expect(outcomes.map(\.status) == [.failed])
        #expect(
            outcomes[0].reason == """
                release.yml:7: `echo waits for a password; sleep 600` ended after 2.0 seconds, the time that --timeout gives a build
                waits for a password
                """)
        #expect(binary("ok") == nil)
        #expect(mock.processes() == [])
    }

    @Test func whatTheySayIsTalk() async throws {
        let lines = Lines()
        _ = try await mock.builder().build([job("ok", before: ["echo to output; echo to error >&2"])]) { event in
            if case .output(_, let line) = event { await lines.append(line) }
        }
        #expect(await lines.all.prefix(2) == ["to output", "to error"])
    }

    @Test func upxPacksBeforeTheHooks() async throws {
        _ = try mock.folder.script("echo \"$*\" >\"$MOCK_FOLDER/upx\"; for f; do :; done; echo packed >>\"$f\"", to: "bin/upx")
        var builder = mock.builder()
        builder.environment["PATH"] = "\(mock.folder.path)/bin:/usr/bin:/bin"
        let outcomes = try await builder.build([job("ok", after: ["echo signed >>{{path}}"], upx: ["--best"])])
        #expect(outcomes.map(\.status) == [.built])
        #expect(binary("ok") == "binary of ok\npacked\nsigned\n")
        #expect(mock.folder.read("upx")?.hasPrefix("-qq --best /") == true)

        _ = try mock.folder.script("echo 'upx: CantPackException' >&2; exit 2", to: "bin/upx")
        let failed = try await builder.build([job("ok2", upx: [])])
        #expect(failed.map(\.reason) == ["upx failed with exit code 2\nupx: CantPackException"])
        #expect(binary("ok2") == nil)
    }

    @Test func anInterruptionEndsThem() async throws {
        let task = Task { try await mock.builder().build([job("ok", before: ["touch ../hanging; sleep 600 & sleep 600"])]) }
        try await mock.wait(for: "hanging")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(mock.processes() == [])
    }
}

private actor Lines {
    private(set) var all: [String] = []

    func append(_ line: String) { all.append(line) }
}
