import Fixtures
import Foundation
import Planning
import Testing

@testable import Host
@testable import Toolchain

private let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

/// What templates say of a real repository.
@Suite(.enabled(if: SearchPath(environment: ["PATH": path]).executable("git") != nil, "no git on PATH"))
struct GitDescriptionTests {
    private let folder: TemporaryFolder
    private let environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        environment = [
            "PATH": path, "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": folder.path + "/..",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "1700000000 +0100",
            "GIT_COMMITTER_DATE": "1700000000 +0100",
        ]
    }

    private func git(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path] + arguments
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func values(_ text: String = "{{version}}", adding: [String: String] = [:]) async throws -> TemplateValues {
        await .discover(try pipeline(text), in: folder.path, environment: environment.merging(adding) { $1 })
    }

    private func pipeline(_ text: String = "{{version}}") throws -> Pipeline {
        try Pipeline.draft(
            "mains: [.]\ntargets: [native]\nldflags: [\"-X main.a=\(text)\"]\n", file: "release.yml",
            catalogue: .builtIn(native: Project.native)
        ).whole()
    }

    @Test func aTagAndWhatIsOnTopOfIt() async throws {
        try git("init", "-q")
        try folder.write("one", to: "file")
        try git("add", "file")
        try git("commit", "-qm", "one")
        try git("checkout", "-qb", "feature/x")
        let untagged = try await values()
        #expect(untagged.branch == "feature/x")
        #expect(untagged.version.map { untagged.commit?.hasPrefix($0) == true && $0.count >= 7 } == true)
        try git("tag", "v1.4.0")
        let tagged = try await values()
        #expect(tagged.version == "v1.4.0")
        #expect(tagged.commit?.count == 40)
        #expect(tagged.date == "2023-11-14T22:13:20Z")
        #expect(tagged.absence == nil)
        try git("checkout", "-q", "--detach")
        #expect(try await values("{{branch}}").branch == "HEAD")
        try folder.write("two", to: "file")
        #expect(try await values().version == "v1.4.0-dirty")
        #expect(try await values("{{date}}", adding: ["SOURCE_DATE_EPOCH": "1"]).date == "1970-01-01T00:00:01Z")
        let wrong = try await values("{{date}}", adding: ["SOURCE_DATE_EPOCH": "yesterday"])
        #expect(wrong.date == nil)
        #expect(wrong.absence == "SOURCE_DATE_EPOCH is `yesterday`, not seconds since 1970")
        #expect(try await values("{{target}}").version == nil)
    }

    @Test func aShallowCloneMayLackTheTags() async throws {
        try git("init", "-q")
        try folder.write("one", to: "file")
        try git("add", "file")
        try git("commit", "-qm", "one")
        try git("tag", "v1.0.0")
        try folder.write("two", to: "file")
        try git("commit", "-qam", "two")
        #expect(try await values().lacksHistory == false)
        try git("clone", "-q", "--depth", "1", "file://\(folder.path)", "\(folder.path)/clone")
        try git("-C", "clone", "fetch", "-q")
        let values = await TemplateValues.discover(try pipeline(), in: folder.path + "/clone", environment: environment)
        #expect(values.lacksHistory && values.version.map { values.commit?.hasPrefix($0) == true } == true)
        try git("-C", "clone", "tag", "v1.0.1")
        #expect(
            await TemplateValues.discover(try pipeline(), in: folder.path + "/clone", environment: environment).lacksHistory
                == false)
    }

    @Test(.enabled(if: getuid() == 0, "only root can give files away")) func somebodyElsesRepository() async throws {
        try git("init", "-q")
        try FileManager.default.setAttributes([.ownerAccountID: 65534], ofItemAtPath: folder.path)
        #expect(
            try await values().absence?.hasSuffix("; git config --global --add safe.directory \(folder.path)") == true)
    }

    @Test func withoutARepository() async throws {
        let values = try await values()
        #expect(values.version == nil)
        #expect(values.absence?.hasPrefix("git says \"fatal: not a git repository") == true)
        #expect(try await self.values("{{date}}", adding: ["SOURCE_DATE_EPOCH": "0"]).date == "1970-01-01T00:00:00Z")
    }

    @Test func withoutACommit() async throws {
        try git("init", "-q")
        #expect(try await values().absence?.hasPrefix("git says \"fatal: your current branch") == true)
    }

    @Test func withoutGit() async throws {
        let values = try await values(adding: ["PATH": folder.path])
        #expect(values.absence == "git is not on PATH")
    }
}

struct GitHeadTests {
    @Test(
        arguments: [
            ("abc 7 HEAD -> refs/heads/main, tag: refs/tags/v1.2.3, refs/remotes/origin/main", "main", "v1.2.3"),
            ("abc 7 HEAD, tag: refs/tags/v2, tag: refs/tags/v1, refs/heads/other", nil, "v1"), ("abc 7 ", nil, nil),
            ("abc 7", nil, nil),
            ("abc 7 HEAD -> refs/heads/a/b", "a/b", nil),
        ] as [(String, String?, String?)])
    func namesAreThoseOfTheCommit(line: String, branch: String?, tag: String?) {
        #expect(GitHead(line) == GitHead(commit: "abc", seconds: 7, branch: branch, tag: tag))
    }

    @Test func noCommitIsNoHead() async throws {
        #expect(GitHead("") == nil)
        let folder = try TemporaryFolder()
        #expect(await GitHead.read(in: folder.path, environment: ["PATH": path, "GIT_CEILING_DIRECTORIES": folder.path]) == nil)
        #expect(await GitHead.read(in: folder.path, environment: [:]) == nil)
    }
}
