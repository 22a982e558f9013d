import Fixtures
import Foundation
import Planning
import Rendering
import Reports
import Testing

@testable import Building
@testable import Host
@testable import Toolchain

/// Checks with real programs.
@Suite(.runsGo, .timeLimit(.minutes(15)))
struct BinaryChecksTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.com/stamped\n\ngo 1.24\n", to: "go.mod")
        try folder.write(
            """
            package main

            import "os"

            var stamp = "never"

            func main() {
            \tif len(os.Args) > 1 && os.Args[1] == "--fail" {
            \t\tprintln("no luck")
            \t\tos.Exit(3)
            \t}
            \tprintln(stamp)
            }
            """, to: "main.go")
    }

    private func job(_ flags: String..., target: String = "linux/amd64") -> BuildJob {
        let parts = target.split(separator: "/").map(String.init)
        return BuildJob(
            main: ".", target: target, preset: "p", workingDirectory: ".",
            environment: [.init("GOOS", parts[0]), .init("GOARCH", parts[1]), .init("CGO_ENABLED", "0")], flags: flags,
            output: "stamped_\(parts[0])/p/stamped")
    }

    private func checks(_ verification: Verification) async throws -> BinaryChecks {
        let environment = ProcessInfo.processInfo.environment.merging(["GOFLAGS": ""]) { $1 }
        let builder = Builder(
            toolchain: try await GoToolchain.find(environment: environment), environment: environment, projectFolder: folder.path,
            outputFolder: folder.path + "/dist/release")
        return BinaryChecks(verification: verification, builder: builder)
    }

    /// A whole standard library is compiled for each cache: one test for all that needs a second build.
    @Test func builtAgainElsewhere() async throws {
        let checks = try await checks(Verification(reproducible: true))
        let jobs = [job("-trimpath", "-ldflags=-X main.stamp=2026-11-23T10:55:00Z")]
        #expect(try await checks.builder.build(jobs).map(\.status) == [.built])
        let same = try await checks.run("reproducible", on: jobs)
        #expect(same == [BuildReport.Check(name: "reproducible", status: .passed)])

        let later = [job("-trimpath", "-ldflags=-X main.stamp=2026-11-23T10:56:07Z")]
        let stamped = try #require(try await checks.builtAgain(jobs, again: later).first)
        #expect(stamped.status == .failed)
        let message = try #require(stamped.message)
        #expect(message.hasPrefix("built again in another folder it differs\n"))
        #expect(message.contains("bytes in .rodata: example.com/stamped"), "\(message)")
        #expect(!folder.list("dist/release").contains { $0.hasPrefix(".scratch") })

        // Without -trimpath the compiler writes down where the sources were.
        let paths = [job()]
        #expect(try await checks.builder.build(paths).map(\.status) == [.built])
        let elsewhere = try #require(try await checks.builtAgain(paths, again: paths).first)
        #expect(elsewhere.status == .failed)
        let lines = try #require(elsewhere.message).split(separator: "\n")
        #expect(
            lines[0]
                == "built again in another folder it differs: without -trimpath it holds the paths of its sources; say `trimpath: true`"
        )
        #expect(lines.contains { $0.contains(" bytes in .gopclntab: ") })
    }

    @Test func smokeIsARunThatEndsWell() async throws {
        let checks = try await checks(Verification(smoke: [["--version"], ["--fail"]]))
        #expect(checks.names == ["smoke --version", "smoke --fail"])
        let jobs = [job(), job(target: "plan9/amd64"), job("-buildmode=c-shared")]
        #expect(try await checks.builder.build([jobs[0]]).map(\.status) == [.built])
        #expect(
            try await checks.run("smoke --version", on: jobs) == [
                BuildReport.Check(name: "smoke --version", status: .passed),
                BuildReport.Check(name: "smoke --version", status: .skipped, message: "nothing here runs plan9/amd64"),
                BuildReport.Check(name: "smoke --version", status: .skipped, message: "a library, which nothing runs by itself"),
            ])
        #expect(
            try await checks.run("smoke --fail", on: [jobs[0]]) == [
                BuildReport.Check(name: "smoke --fail", status: .failed, message: "ended with exit code 3\nno luck")
            ])
    }
}
