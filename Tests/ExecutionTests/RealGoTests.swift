import Fixtures
import Foundation
import Planning
import Reporting
import Testing

@testable import Execution

/// The builder with the real thing: a program for two systems.
@Suite(
    .enabled(
        if: SearchPath(environment: ProcessInfo.processInfo.environment).executable("go") != nil,
        "no go on PATH: make setup installs one"))
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
        #expect(first[0].peakBytes.map { $0 > 10_000_000 } == true)
        #expect(folder.read("dist/hello_linux_amd64/default/hello")?.contains("ELF") == true)
        #expect(folder.read("dist/hello.exe_windows_amd64/default/hello.exe")?.hasPrefix("MZ") == true)

        try FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: folder.path + "/main.go")
        #expect(try await builder.build(jobs).map(\.status) == [.unchanged, .unchanged, .failed])
        try folder.write("package main\n\nfunc main() { println(\"changed\") }\n", to: "main.go")
        #expect(try await builder.build(jobs).map(\.status) == [.built, .built, .failed])
    }

    @Test(.timeLimit(.minutes(5))) func mainPackagesOfAModuleAndOfAWorkspace() async throws {
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
