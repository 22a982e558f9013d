import Fixtures
import Foundation
import Planning
import Reports
import Testing

@testable import Building
@testable import Host

/// What is built again, with a go that is a script.
@Suite(.timeLimit(.minutes(10)))
struct FreshnessTests {
    let mock: MockGo
    let jobs: [BuildJob]

    init() async throws {
        mock = try MockGo()
        jobs = mock.jobs("ok1", "ok2")
        try mock.folder.write("go1.27.3", to: "goroot/VERSION")
        try mock.folder.write("compiler", to: "goroot/tool/compile")
        try mock.folder.write("module example.com/app", to: "project/go.mod")
        try mock.folder.write("package main", to: "project/main.go")
        try mock.folder.write("package lib", to: "elsewhere/lib/lib.go")
        try mock.folder.write("module example.com/lib", to: "elsewhere/lib/go.mod")
        let root = mock.folder.path
        try mock.folder.write(
            """
            fmt\t\(root)/goroot/src/fmt\ttrue\t
            example.com/project\t\(root)/project\tfalse\t\(root)/project/go.mod\tstatic
            example.com/lib\t\(root)/elsewhere/lib\tfalse\t\(root)/elsewhere/lib/go.mod

            """, to: "list")
    }

    private func build(_ change: (inout Builder.Options) -> Void = { _ in }) async throws -> [BuildOutcome] {
        try await mock.builder(change).build(jobs)
    }

    @Test func nothingIsBuiltTwice() async throws {
        let first = try await build()
        #expect(first.map(\.status) == [.built, .built])
        #expect(mock.takeCalls() == 2)
        let second = try await build()
        #expect(second.map(\.status) == [.unchanged, .unchanged])
        #expect(mock.takeCalls() == 0)
        #expect(second.map(\.seconds) == first.map(\.seconds))
        #expect(second.map(\.peakBytes) == first.map(\.peakBytes))
        #expect(second[0].sha256 == SHA256.hexadecimal(of: "binary of ok1\n"))
        #expect(try await build { $0.force = true }.map(\.status) == [.built, .built])
        #expect(mock.takeCalls() == 2)
    }

    @Test(arguments: [
        ("project/main.go", "project"), ("project/new.go", "project"), ("elsewhere/lib/lib.go", "elsewhere/lib"),
        ("project/static/page.html", "project"), ("project/go.mod", "project/go.mod"), ("project/go.sum", "project/go.sum"),
        ("project/vendor/modules.txt", "modules.txt"), ("elsewhere/lib/go.mod", "elsewhere/lib"),
        ("goroot/VERSION", "goroot/VERSION"), ("goroot/tool/compile", "goroot/tool/compile"), ("bin/go", "bin/go"),
    ])
    func aChangedFileIsBuiltAgain(file: String, named: String) async throws {
        _ = try await build()
        _ = mock.takeCalls()
        let before = mock.folder.read(file)
        if file == "bin/go" {
            _ = try mock.folder.script(
                "# changed\n" + (before ?? "").split(separator: "\n").dropFirst().joined(separator: "\n"), to: file)
        } else {
            try mock.folder.write("changed", to: file)
        }
        let outcomes = try await build()
        #expect(mock.takeCalls() == 2, "\(file)")
        #expect(outcomes[0].cause?.contains(named) == true, "\(outcomes[0].cause ?? "")")
        #expect(outcomes[0].cause?.hasSuffix("changed") == true)
        #expect(try await build().map(\.status) == [.unchanged, .unchanged])
        #expect(mock.takeCalls() == 0)
    }

    @Test func aRemovedFileIsBuiltAgain() async throws {
        try mock.folder.write("package main", to: "project/more.go")
        _ = try await build()
        _ = mock.takeCalls()
        try FileManager.default.removeItem(atPath: mock.folder.path + "/project/more.go")
        _ = try await build()
        #expect(mock.takeCalls() == 2)
    }

    @Test func anUnchangedBuildIsSkipped() async throws {
        _ = try await build()
        _ = mock.takeCalls()
        try mock.folder.write("package main", to: "project/main.go")
        try mock.folder.write("package main", to: "project/main_test.go")
        try mock.folder.write("changed", to: "project/README.md")
        #expect(try await build().map(\.status) == [.unchanged, .unchanged])
        #expect(mock.takeCalls() == 0)
    }

    @Test func flagsAndEnvironmentCount() async throws {
        _ = try await build()
        _ = mock.takeCalls()
        var changed = jobs
        changed[0].flags = ["-ldflags=-s"]
        changed[1].environment.append(EnvironmentVariable("GOAMD64", "v3"))
        let outcomes = try await mock.builder().build(changed)
        #expect(mock.takeCalls() == 2)
        #expect(outcomes.map(\.cause) == ["other flags", "another GOAMD64"])

        for (name, counts) in [
            ("GOFLAGS", true), ("CGO_CFLAGS", true), ("CPATH", true), ("GOMAXPROCS", false), ("EDITOR", false),
        ] {
            var builder = mock.builder()
            builder.environment[name] = "-other"
            let outcomes = try await builder.build(changed)
            #expect(mock.takeCalls() == (counts ? 2 : 0), "\(name)")
            #expect(outcomes[0].cause == (counts ? "another \(name)" : nil))
            _ = try await mock.builder().build(changed)
            _ = mock.takeCalls()
        }
    }

    /// Flags, and a file that only they or what they name speak of.
    @Test(arguments: [
        ("-pgo=cpu.pprof", "cpu.pprof"), ("-pgo=profile", "profile"), ("-pgo=my profile", "my profile"),
        ("-overlay=overlay.json", "overlay.json"), ("-overlay=overlay.json", "other main"),
        ("-ldflags=-extldflags=-Wl,--version-script=x.map", "x.map"),
    ])
    func filesThatFlagsNameCount(flag: String, file: String) async throws {
        try mock.folder.write(#"{"Replace":{"main.go":"other main","gone.go":""}}"#, to: "project/overlay.json")
        for name in ["cpu.pprof", "profile", "my profile", "other main", "x.map"] {
            try mock.folder.write("one", to: "project/" + name)
        }
        var jobs = jobs
        jobs[0].flags = [flag]
        _ = try await mock.builder().build(jobs)
        #expect(try await mock.builder().build(jobs).map(\.status) == [.unchanged, .unchanged])
        try mock.folder.write(#"{"Replace":{}}"#, to: "project/" + file)
        let outcomes = try await mock.builder().build(jobs)
        #expect(outcomes.map(\.status) == [.built, .unchanged])
        #expect(outcomes[0].cause?.hasSuffix("/project/\(file) changed") == true)
    }

    /// Go looks into no library: with the earlier binary in place it would say that all is as it was.
    @Test func aChangedLibraryIsLinked() async throws {
        try mock.folder.write("one", to: "project/libc.a")
        var job = mock.jobs("same")[0]
        job.environment.append(EnvironmentVariable("CGO_LDFLAGS", "\(mock.folder.path)/project/libc.a"))
        #expect(try await mock.builder().build([job]).map(\.status) == [.built])
        #expect(try await mock.builder().build([job]).map(\.status) == [.unchanged])
        try mock.folder.write("two", to: "project/libc.a")
        #expect(try await mock.builder().build([job]).map(\.status) == [.built])
    }

    @Test func anotherCompilerOnPATHCounts() async throws {
        for folder in ["first", "second"] { _ = try mock.folder.script("echo \(folder)", to: "\(folder)/some-cc") }
        var jobs = jobs
        jobs[0].environment += [EnvironmentVariable("CGO_ENABLED", "1"), EnvironmentVariable("CC", "some-cc -m64")]
        var builder = mock.builder()
        builder.environment["PATH"] = "\(mock.folder.path)/first:/usr/bin:/bin"
        _ = try await builder.build(jobs)
        #expect(try await builder.build(jobs).map(\.status) == [.unchanged, .unchanged])
        builder.environment["PATH"] = "\(mock.folder.path)/second:\(mock.folder.path)/first:/usr/bin:/bin"
        let outcomes = try await builder.build(jobs)
        #expect(outcomes.map(\.status) == [.built, .unchanged])
        #expect(outcomes[0].cause == "another compiler on PATH")
    }

    @Test func anotherUPXCounts() async throws {
        var job = mock.jobs("ok")[0]
        job.upx = []
        var builder = mock.builder()
        builder.environment["PATH"] = "\(mock.folder.path)/tools:/usr/bin:/bin"
        for version in ["4", "5"] {
            _ = try mock.folder.script("for f; do :; done; echo packed by \(version) >>\"$f\"", to: "tools/upx")
            #expect(try await builder.build([job]).map(\.status) == [.built])
            #expect(mock.folder.read("dist/ok_linux_amd64/strip/ok") == "binary of ok\npacked by \(version)\n")
            #expect(try await builder.build([job]).map(\.status) == [.unchanged])
        }
    }

    @Test func theHeaderOfALibraryIsAnOutput() async throws {
        let jobs = mock.jobs("library")
        let header = "dist/library_linux_amd64/strip/library.h"
        for change in [nil, "", "other header"] {
            if let change, change.isEmpty {
                try FileManager.default.removeItem(atPath: mock.folder.path + "/" + header)
            } else if let change {
                try mock.folder.write(change, to: header)
            }
            #expect(try await mock.builder().build(jobs).map(\.status) == [.built])
            #expect(mock.folder.read(header) == "header\n")
            #expect(try await mock.builder().build(jobs).map(\.status) == [.unchanged])
        }
    }

    /// What hooks write, and the folder of the results in that of the main package, is older than what go reads.
    @Test func theFirstBuildIsRememberedAsTheLater() async throws {
        var jobs = mock.jobs("generated")
        jobs[0].before = [Hook(command: "date +%N >generated.go", place: "release.yml:7")]
        var builder = mock.builder()
        builder.outputFolder = mock.folder.path + "/project/dist"
        for _ in 0..<3 {
            #expect(try await builder.build(jobs).map(\.status) == [.built])
            let again = try await builder.build(jobs)
            #expect(again.map(\.status) == [.unchanged], "\(again[0].cause ?? "not known")")
            try FileManager.default.removeItem(atPath: builder.outputFolder)
        }
    }

    @Test(arguments: [("go1.27.3", false), ("go1.28-devel_3bc2f1", true)])
    func packagesOfADistributionInDevelopmentCount(version: String, count: Bool) async throws {
        try mock.folder.write("package fmt", to: "goroot/src/fmt/print.go")
        var builder = mock.builder()
        builder.environment["MOCK_VERSION"] = version
        _ = try await builder.build(jobs)
        try mock.folder.write("package fmt // changed", to: "goroot/src/fmt/print.go")
        #expect(try await builder.build(jobs).map(\.status) == (count ? [.built, .built] : [.unchanged, .unchanged]))
    }

    /// Of a variable that the job sets, the environment's value does not matter, nor is it what has changed.
    @Test func whatTheJobSetsIsNotTheEnvironments() async throws {
        var jobs = jobs
        jobs[0].environment.append(EnvironmentVariable("GOAMD64", "v1"))
        _ = try await mock.builder().build(jobs)
        var builder = mock.builder()
        builder.environment["GOAMD64"] = "v3"
        #expect(try await builder.build(jobs).map(\.cause) == [nil, "another GOAMD64"])
        builder.environment["GOEXPERIMENT"] = "none"
        #expect(try await builder.build(jobs).map(\.cause) == ["another GOEXPERIMENT", "another GOEXPERIMENT"])
    }

    @Test(arguments: ["", "other bytes"]) func aBinaryThatWasTouchedIsBuiltAgain(contents: String) async throws {
        _ = try await build()
        _ = mock.takeCalls()
        let file = "dist/ok1_linux_amd64/strip/ok1"
        if contents.isEmpty {
            try FileManager.default.removeItem(atPath: mock.folder.path + "/" + file)
        } else {
            try mock.folder.write(contents, to: file)
        }
        let outcomes = try await build()
        #expect(outcomes.map(\.status) == [.built, .unchanged])
        #expect(mock.takeCalls() == 1)
        #expect(mock.folder.read(file) == "binary of ok1\n")
    }

    /// Go may have read the file before or after the change.
    @Test func aChangeDuringTheBuildIsBuiltAgain() async throws {
        let jobs = mock.jobs("hang1")
        let builder = mock.builder()
        let build = Task { try await builder.build(jobs) }
        try await mock.wait(for: "hanging")
        try mock.folder.write("package main // changed", to: "project/main.go")
        try mock.folder.write("go on", to: "go-on")
        #expect(try await build.value.map(\.status) == [.built])
        #expect(mock.takeCalls() == 1)
        #expect(try await builder.build(jobs).map(\.status) == [.built])
        #expect(try await builder.build(jobs).map(\.status) == [.unchanged])
        #expect(mock.takeCalls() == 1)
    }

    @Test func whatWasInterruptedGoesOn() async throws {
        let jobs = mock.jobs("ok1", "hang1")
        let builder = mock.builder(width: 1)
        let build = Task { try await builder.build(jobs) }
        try await mock.wait(for: "hanging")
        build.cancel()
        await #expect(throws: CancellationError.self) { try await build.value }
        #expect(mock.takeCalls() == 2)
        try mock.folder.write("go on", to: "go-on")
        #expect(try await builder.build(jobs).map(\.status) == [.unchanged, .built])
        #expect(mock.takeCalls() == 1)
    }

    @Test func aFailedBuildIsTriedAgain() async throws {
        let jobs = mock.jobs("ok", "fail")
        #expect(try await mock.builder().build(jobs).map(\.status) == [.built, .failed])
        #expect(try await mock.builder().build(jobs).map(\.status) == [.unchanged, .failed])
        #expect(mock.takeCalls() == 3)
    }

    @Test func aFilteredRunKeepsTheOtherBuilds() async throws {
        _ = try await build()
        _ = mock.takeCalls()
        var part = jobs
        part.removeLast()
        part[0].flags = ["-v"]
        _ = try await mock.builder().build(part)
        #expect(try await build().map(\.status) == [.built, .unchanged])
    }
}
