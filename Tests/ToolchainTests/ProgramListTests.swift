import Fixtures
import Foundation
import Host
import Planning
import Testing

@testable import Toolchain

/// When go is asked again about a program's packages.
@Suite(.runsGo)
struct ProgramListTests {
    /// A module with a package, an embedded folder, a nested folder without a package, and a module that replaces another.
    private func module() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            "module example.org/app\n\ngo 1.21\n\nrequire example.org/dep v1.0.0\n\nreplace example.org/dep => ./dep\n",
            to: "go.mod")
        try folder.write("module example.org/dep\n\ngo 1.21\n", to: "dep/go.mod")
        try folder.write("package dep\n\nfunc F() {}\n", to: "dep/dep.go")
        try folder.write(
            """
            package main

            import (
            \t"embed"

            \t"example.org/app/in/side"
            \t"example.org/dep"
            )

            //go:embed files
            var files embed.FS

            func main() { side.F(); dep.F(); _, _ = files.ReadDir(".") }

            """, to: "main.go")
        try folder.write("package side\n\nfunc F() {}\n", to: "in/side/side.go")
        try folder.write("//go:build extra\n\npackage side\n\nimport _ \"strings\"\n", to: "in/side/extra.go")
        try folder.write("text", to: "files/one.txt")
        try FileManager.default.createDirectory(atPath: folder.path + "/files/empty", withIntermediateDirectories: true)
        return folder
    }

    private func list(
        _ folder: TemporaryFolder, tags: [String] = [], variables: [EnvironmentVariable] = [],
        environment: [String: String] = [:],
        isFresh: Bool = false
    ) async throws -> ProgramList {
        var all = currentEnvironment.merging(
            [
                "PARE_GO": GoBuild.go ?? "", "GOFLAGS": "", "GOWORK": "", "GOPROXY": "off", "GOTOOLCHAIN": "local",
                "CGO_ENABLED": "0",
            ]
        ) { $1 }
        all.merge(environment) { $1 }
        let request = ProgramRequest(
            folder: folder.path, main: ".", target: "linux/amd64",
            flags: tags.isEmpty ? [] : ["-tags=\(tags.joined(separator: ","))"],
            variables: variables)
        let go = try await request.go(all)
        let settings = try await GoSettings(go.toolchain, environment: go.environment, folder: go.folder)
        let cache = UserCache(environment: ["PARE_CACHE": folder.path + "/cache"])
        return try await ProgramList(request, go, settings, cache: cache, isFresh: isFresh) { _ in }
    }

    @Test func aSecondQuestionDoesNotAskGo() async throws {
        let folder = try module()
        let first = try await list(folder)
        let second = try await list(folder)
        #expect(!first.isSaved && second.isSaved)
        #expect(second.packages.map(\.path) == first.packages.map(\.path))
        #expect(second.packages.map(\.archive) == first.packages.map(\.archive))
        #expect(second.requirements.map(\.path) == ["example.org/dep"])
        #expect(second.pattern == ".")
        #expect(try await !list(folder, isFresh: true).isSaved)
    }

    /// Names of changes, and a line of shell that makes each.
    static let changes = [
        ("a file is written with the same bytes", "cp in/side/side.go x && cat x > in/side/side.go"),
        ("a file is replaced by one of the same date", "cp -p in/side/side.go x && mv x in/side/side.go"),
        ("its date is turned back", "touch -d @1000000000 in/side/side.go"),
        ("a file of another tag changes", "echo >> in/side/extra.go"),
        ("a file comes", "printf 'package side\\n' > in/side/new.go"), ("a file goes", "rm in/side/extra.go"),
        ("a file is renamed", "mv in/side/extra.go in/side/other.go"), ("go.mod changes", "echo '// more' >> go.mod"),
        ("go.sum comes", "touch go.sum"),
        ("vendor comes", "mkdir -p vendor && echo '## none' > vendor/modules.txt; rm -r vendor/modules.txt"),
        ("go.mod of a replacement changes", "echo '// more' >> dep/go.mod"),
        ("a package of it changes", "echo '// more' >> dep/dep.go"),
        ("an embedded file changes", "echo more >> files/one.txt"), ("an embedded file comes", "echo two > files/empty/two.txt"),
        ("a C file comes", "echo > in/side/asm.h"), ("a profile comes", "touch default.pgo"),
    ]

    @Test(arguments: changes.indices)
    func aChangeAsksGo(index: Int) async throws {
        let (name, script) = Self.changes[index]
        let folder = try module()
        _ = try await list(folder)
        #expect(try await list(folder).isSaved, "\(name)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-ec", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(name)")
        let saved = try? await list(folder).isSaved
        #expect(saved != true, "\(name)")
    }

    @Test func aWorkspaceAndANestedModuleAskGo() async throws {
        let folder = try module()
        _ = try await list(folder)
        try folder.write("go 1.21\n\nuse .\n", to: "go.work")
        #expect((try? await list(folder).isSaved) != true)
        #expect((try? await list(folder).isSaved) != false)
        try FileManager.default.removeItem(atPath: folder.path + "/go.work")
        #expect(try await list(folder).isSaved)
        try folder.write("module example.org/app/in\n", to: "in/go.mod")
        await #expect(throws: ProgramError.self) { try await list(folder) }
    }

    @Test func flagsAndSettingsAskGo() async throws {
        let folder = try module()
        _ = try await list(folder)
        #expect(try await !list(folder, tags: ["extra"]).isSaved)
        #expect(try await list(folder, tags: ["extra"]).isSaved)
        #expect(try await !list(folder, variables: [EnvironmentVariable("GOARCH", "arm64")]).isSaved)
        #expect(try await !list(folder, environment: ["GOFLAGS": "-trimpath"]).isSaved)
        #expect(try await list(folder).isSaved)
        for flag in ["-modfile=go.mod", "-overlay=\(folder.path)/none.json"] {
            try folder.write("{}", to: "none.json")
            for _ in 0..<2 { #expect((try? await list(folder, environment: ["GOFLAGS": flag]).isSaved) != true) }
        }
    }

    @Test func whatGoIrrelevantlyGetsDoesNot() async throws {
        let folder = try module()
        _ = try await list(folder)
        try folder.write("binary", to: "app")
        try folder.write("package side\n", to: "in/side/side_test.go")
        try folder.write("# read me\n", to: "in/side/README.md")
        #expect(try await list(folder).isSaved)
    }

    @Test func aDamagedFileIsWrittenAgain() async throws {
        let folder = try module()
        let first = try await list(folder)
        let path = "cache/lists/" + (try #require(folder.list("cache/lists").first))
        let text = try #require(folder.read(path))
        for damaged in [
            "", "pare list", String(text.dropLast(5)), text.replacing("example.org/app", with: "example.org/apq"), text + "x",
        ] {
            try folder.write(damaged, to: path)
            let again = try await list(folder)
            #expect(!again.isSaved)
            #expect(again.packages.map(\.archive) == first.packages.map(\.archive))
            #expect(folder.read(path)?.hasPrefix("pare list 1 ") == true)
        }
        #expect(try await list(folder).isSaved)
    }

    @Test func aLostArchiveAsksGo() async throws {
        let folder = try module()
        let cache = ["GOCACHE": folder.path + "/gocache"]
        let first = try await list(folder, environment: cache)
        #expect(try await list(folder, environment: cache).isSaved)
        let archive = try #require(first.packages.first { $0.path == "example.org/dep" }?.archive)
        try FileManager.default.removeItem(atPath: archive)
        #expect(try await !list(folder, environment: cache).isSaved)
        #expect(fileExists(archive))
    }
}
