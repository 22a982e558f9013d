import Fixtures
import Foundation
import Planning
import Reports
import Testing

@testable import Building
@testable import Host
@testable import Savings
@testable import Toolchain

/// The builder with the real thing: a program for two systems.
@Suite(.runsGo)
struct RealGoTests {
    @Test(.timeLimit(.minutes(15))) func helloForTwoSystems() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/hello\n\ngo 1.24\n", to: "go.mod")
        try folder.write("package main\n\nfunc main() { println(\"hello\") }\n", to: "main.go")
        try folder.write("package main\n\nfunc main() { missing() }\n", to: "wrong/main.go")
        let environment = ProcessInfo.processInfo.environment
        let builder = Builder(
            toolchain: try await GoToolchain.find(environment: environment), environment: environment, projectFolder: folder.path,
            outputFolder: folder.path + "/dist")
        let jobs = [(".", "linux", "hello"), (".", "windows", "hello.exe"), ("./wrong", "linux", "wrong")].map {
            main, system, name in
            BuildJob(
                main: main, target: "\(system)/amd64", preset: "default", workingDirectory: ".",
                environment: [.init("GOOS", system), .init("GOARCH", "amd64"), .init("CGO_ENABLED", "0")], flags: ["-trimpath"],
                output: "\(name)_\(system)_amd64/default/\(name)")
        }
        let first = try await builder.build(jobs)
        #expect(first.map(\.status) == [.built, .built, .failed])
        #expect(first[2].reason == "# example.com/hello/wrong\nwrong/main.go:3:15: undefined: missing")
        // Not known when this process, busy with other tests, never came to look.
        #expect(first[0].peakBytes ?? .max > 10_000_000)
        #expect(folder.read("dist/hello_linux_amd64/default/hello")?.contains("ELF") == true)
        #expect(folder.read("dist/hello.exe_windows_amd64/default/hello.exe")?.hasPrefix("MZ") == true)

        try FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: folder.path + "/main.go")
        #expect(try await builder.build(jobs).map(\.status) == [.unchanged, .unchanged, .failed])
        try folder.write("package main\n\nfunc main() { println(\"changed\") }\n", to: "main.go")
        #expect(try await builder.build(jobs).map(\.status) == [.built, .built, .failed])
    }

    /// What go list says of a module of two packages with an embedded folder, and what go itself would build again.
    @Test(.timeLimit(.minutes(15))) func whatGoReadsIsWhatCounts() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/hello\n\ngo 1.24\n", to: "go.mod")
        try folder.write(
            """
            package main

            import (
            \t"embed"
            \t"example.com/hello/internal/greeting"
            )

            //go:embed text/*.txt
            var text embed.FS

            func main() {
            \tentries, _ := text.ReadDir("text")
            \tprintln(greeting.Text, len(entries))
            }
            """, to: "main.go")
        try folder.write("embedded", to: "text/a.txt")
        try folder.write("package greeting\n\nconst Text = \"hello\"\n", to: "internal/greeting/text.go")
        try folder.write("package greeting\n\nconst Other = 1\n", to: "internal/greeting/text_windows.go")
        try folder.write("package unused\n", to: "unused/unused.go")
        let environment = ProcessInfo.processInfo.environment.merging(["GOFLAGS": ""]) { $1 }
        let builder = Builder(
            toolchain: try await GoToolchain.find(environment: environment), environment: environment, projectFolder: folder.path,
            outputFolder: folder.path + "/dist")
        let jobs = ["", "-s -w"].map { flags in
            BuildJob(
                main: ".", target: "linux/amd64", preset: flags.isEmpty ? "default" : "strip", workingDirectory: ".",
                environment: [.init("GOOS", "linux"), .init("GOARCH", "amd64"), .init("CGO_ENABLED", "0")],
                flags: flags.isEmpty ? [] : ["-ldflags=\(flags)"],
                output: "hello_linux_amd64/\(flags.isEmpty ? "default" : "strip")/hello")
        }
        func build(_ note: String, expecting status: BuildReport.Status) async throws -> [BuildEvent] {
            let (events, continuation) = AsyncStream.makeStream(of: BuildEvent.self)
            let outcomes = try await builder.build(jobs) { continuation.yield($0) }
            continuation.finish()
            #expect(outcomes.map(\.status) == [status, status], "\(note): \(outcomes.map { $0.cause ?? $0.reason ?? "" })")
            return await events.reduce(into: []) { $0.append($1) }
        }
        let first = try await build("first", expecting: .built)
        #expect(first.contains { $0 == .compiling(job: 0, package: "example.com/hello") })
        // The second preset links; go compiles nothing for it but the main package, whose build info names the linker's flags.
        let compiled = first.compactMap { if case .compiling(job: 1, let package) = $0 { package } else { nil } }
        #expect(Set(compiled).subtracting(["example.com/hello"]) == [])
        let second = try await build("second", expecting: .unchanged)
        #expect(!second.contains { if case .started = $0 { true } else { false } })

        for (file, text, status) in [
            ("internal/greeting/text.go", "package greeting\n\nconst Text = \"good day\"\n", BuildReport.Status.built),
            ("text/b.txt", "more", .built), ("unused/unused.go", "package unused // changed\n", .unchanged),
            ("text/note.md", "not embedded", .unchanged), ("main_test.go", "package main\n", .unchanged),
        ] {
            try folder.write(text, to: file)
            _ = try await build(file, expecting: status)
        }
    }

    /// Go stamps the commit into the binary, so that a commit that changes no source changes the binary.
    @Test(
        .timeLimit(.minutes(15)),
        .enabled(
            if: SearchPath(environment: ProcessInfo.processInfo.environment).executable("git") != nil, "no git on PATH"))
    func aCommitIsStampedUnlessItIsNot() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.com/hello\n\ngo 1.24\n", to: "go.mod")
        try folder.write("package main\n\nfunc main() {}\n", to: "main.go")
        let environment = ProcessInfo.processInfo.environment.merging(["GOFLAGS": ""]) { $1 }
        func git(_ arguments: String...) throws {
            let git = Process()
            git.executableURL = URL(filePath: "/usr/bin/env")
            git.arguments = ["git", "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@example.com"] + arguments
            git.standardOutput = FileHandle.nullDevice
            try git.run()
            git.waitUntilExit()
            #expect(git.terminationStatus == 0)
        }
        try git("init", "-q")
        try git("add", "main.go", "go.mod")
        try git("commit", "-q", "-m", "first")
        let builder = Builder(
            toolchain: try await GoToolchain.find(environment: environment), environment: environment, projectFolder: folder.path,
            outputFolder: folder.path + "/dist/release")
        let jobs = [[], ["-buildvcs=false"]].map { flags in
            BuildJob(
                main: ".", target: "linux/amd64", preset: "p\(flags.count)", workingDirectory: ".",
                environment: [.init("GOOS", "linux"), .init("GOARCH", "amd64"), .init("CGO_ENABLED", "0")], flags: flags,
                output: "hello_linux_amd64/p\(flags.count)/hello")
        }
        #expect(try await builder.build(jobs).map(\.status) == [.built, .built])
        // What Pare itself writes is no change of the working tree.
        #expect(try await builder.build(jobs).map(\.status) == [.unchanged, .unchanged])
        try git("commit", "-q", "--allow-empty", "-m", "second")
        let outcomes = try await builder.build(jobs)
        #expect(outcomes.map(\.status) == [.built, .unchanged])
        #expect(outcomes[0].cause == "another commit, or changes to it")
    }

    @Test(.timeLimit(.minutes(15))) func mainPackagesOfAModuleAndOfAWorkspace() async throws {
        let folder = try TemporaryFolder()
        for module in ["server", "agent"] {
            try folder.write("module example.com/\(module)\n\ngo 1.24\n", to: "\(module)/go.mod")
        }
        for main in ["server/main.go", "server/cmd/api/main.go", "agent/main.go"] {
            try folder.write("package main\n\nfunc main() {}\n", to: main)
        }
        try folder.write("package lib\n", to: "server/lib/lib.go")
        try folder.write("go 1.24\n\nuse (\n\t./agent\n\t./server\n)\n", to: "go.work")
        let environment = ProcessInfo.processInfo.environment
        let toolchain = try await GoToolchain.find(environment: environment)
        #expect(
            try await toolchain.mainPackages(in: folder.path, environment: environment).sorted()
                == ["./agent", "./server", "./server/cmd/api"])
        #expect(
            try await toolchain.mainPackages(in: folder.path + "/server", environment: environment) == [".", "./cmd/api"])
    }
}
