import Fixtures
import Foundation
import Testing

/// The owners of data in builds of a pipeline, whose archives say them: the same stripped and unstripped, and nearly those of
/// the same file without its archives. `PARE_SLOW_TESTS=1` adds programs of the Go distribution.
@Suite(.runsGo, .timeLimit(.minutes(30)), .serialized)
struct DataOwnersTests {
    private struct Report: Decodable {
        struct Build: Decodable {
            var main: String
            var target: String
            var preset: String
            var path: String
            var weigh: Weigh
        }
        struct Weigh: Decodable {
            var packages: [Package]
            var warnings: [String]
        }
        struct Package: Decodable {
            var path: String
            var kinds: [String: Int]
            var size: Int
            var inferred: Int?
        }
        var builds: [Build]
    }

    /// Bytes of data, strings and embedded files by package.
    private func data(_ weigh: Report.Weigh) -> [String: [String: Int]] {
        Dictionary(
            uniqueKeysWithValues: weigh.packages.map { package in
                (package.path, package.kinds.filter { ["data", "strings", "embedded"].contains($0.key) })
            }
        ).filter { !$0.value.isEmpty }
    }

    private func build(_ pipeline: String, in folder: TemporaryFolder) async throws -> [Report.Build] {
        try folder.write(pipeline, to: "pipelines/data.yml")
        let run = try await runPare("build", in: folder, environment: goEnvironment())
        #expect(run.code == 0, "\(run.error)")
        let report = try JSONDecoder().decode(Report.self, from: Data((folder.read("dist/data/report.json") ?? "").utf8))
        return report.builds
    }

    private func expectAgreement(_ builds: [Report.Build]) {
        for build in builds {
            #expect(build.weigh.warnings == [], "\(build.main) \(build.target) \(build.preset)")
            guard let other = builds.first(where: { $0.main == build.main && $0.target == build.target }) else { continue }
            let (mine, theirs) = (data(build.weigh), data(other.weigh))
            for package in Set(mine.keys).union(theirs.keys) {
                #expect(mine[package] == theirs[package], "\(package) in \(build.main) \(build.target) \(build.preset)")
            }
        }
    }

    /// Of the bytes that the archives give to packages, how many others have when the file is weighed on its own: at most 3 %.
    private func expectFewElsewhere(_ build: Report.Build, in folder: TemporaryFolder) async throws {
        let run = try await runPare("weigh", "dist/data/\(build.path)", "--format", "json", in: folder)
        #expect(run.code == 0, "\(run.error)")
        let found = try JSONDecoder().decode(Report.Weigh.self, from: Data(run.output.utf8))
        let (truth, inferred) = (data(build.weigh), data(found))
        func sum(_ kinds: [String: Int]?) -> Int { kinds?.values.reduce(0, +) ?? 0 }
        let total = truth.values.reduce(0) { $0 + sum($1) }
        let elsewhere = truth.reduce(0) { $0 + max(0, sum($1.value) - sum(inferred[$1.key])) }
        #expect(total > 200_000)
        #expect(elsewhere * 100 <= total * 3, "\(build.main) \(build.target): \(elsewhere) of \(total) bytes")
        let marked = found.packages.reduce(0) { $0 + ($1.inferred ?? 0) }
        #expect(marked >= elsewhere)
        #expect(build.weigh.packages.allSatisfy { $0.inferred ?? 0 == 0 })
    }

    @Test func strippedFilesOfOthersNameTheirPackages() async throws {
        let folder = try TemporaryFolder()
        let builds = try await build(
            """
            name: data
            std: true
            mains: [cmd/pprof, cmd/link]
            targets: [linux/amd64]
            presets: [strip]
            savings: false
            report: [json]

            """, in: folder)
        #expect(builds.count == 2)
        for build in builds { try await expectFewElsewhere(build, in: folder) }
    }

    @Test func strippedAndUnstrippedAgree() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/blobs\n\ngo 1.22\n", to: "go.mod")
        var state: UInt64 = 7
        func blob(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: state >> 33)
            }
        }
        try folder.write(
            """
            package main

            import (
            \t"os"

            \t"example.org/blobs/bytes"
            \t"example.org/blobs/table"
            \t"example.org/blobs/text"
            )

            var version string

            func main() {
            \tn := len(os.Args)
            \tprintln(version, text.At(n), bytes.At(n), table.At(n))
            \tdefer func() { println("deferred", text.At(n+1)) }()
            }

            """, to: "main.go")
        try folder.write(
            "package text\n\nimport _ \"embed\"\n\n//go:embed blob\nvar blob string\n\n//go:embed both\nvar both string\n\n"
                + "func At(i int) byte { return blob[i] + both[i] }\n", to: "text/text.go")
        try folder.write(
            "package bytes\n\nimport \"embed\"\n\n//go:embed blob\nvar blob []byte\n\n//go:embed both\nvar files embed.FS\n\n"
                + "func At(i int) byte {\n\tboth, _ := files.ReadFile(\"both\")\n\treturn blob[i] + both[i]\n}\n",
            to: "bytes/bytes.go")
        let numbers = (0..<20_000).map { String($0 * 7 + 0x401000) }.joined(separator: ", ")
        try folder.write(
            "package table\n\nvar numbers = [...]uint64{\(numbers)}\n\nfunc At(i int) uint64 { return numbers[i] }\n",
            to: "table/table.go")
        try folder.write(blob(150_000), to: "text/blob")
        try folder.write(blob(150_000), to: "bytes/blob")
        let both = blob(60_000)
        try folder.write(both, to: "text/both")
        try folder.write(both, to: "bytes/both")
        let builds = try await build(
            """
            name: data
            module: .
            mains: [.]
            targets: [linux/amd64, windows/amd64, darwin/arm64, linux/386]
            presets: [default, strip]
            ldflags: ["-X main.version=1.2.3"]
            savings: false
            report: [json]

            """, in: folder)
        #expect(builds.count == 8)
        expectAgreement(builds)
        for build in builds {
            func size(_ package: String) -> Int { data(build.weigh)["example.org/blobs/\(package)"]?.values.reduce(0, +) ?? 0 }
            // Each has its own, and half of what both embed.
            #expect((180_000..<181_000).contains(size("text")), "\(build.target) \(build.preset): \(size("text"))")
            #expect((180_000..<181_500).contains(size("bytes")), "\(build.target) \(build.preset): \(size("bytes"))")
            #expect((160_000..<160_500).contains(size("table")), "\(build.target) \(build.preset): \(size("table"))")
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["PARE_SLOW_TESTS"] == "1", "PARE_SLOW_TESTS is not 1"))
    func programsOfTheGoDistribution() async throws {
        let folder = try TemporaryFolder()
        let builds = try await build(
            """
            name: data
            std: true
            mains: [cmd/pprof, cmd/link, cmd/go, cmd/compile]
            targets: [linux/amd64, windows/amd64, darwin/arm64, linux/arm64]
            presets: [default, strip, small]
            savings: false
            report: [json]

            """, in: folder)
        #expect(builds.count == 48)
        expectAgreement(builds.filter { $0.preset != "small" })
        expectAgreement(builds.filter { $0.preset == "small" })
        for build in builds where build.preset != "default" { try await expectFewElsewhere(build, in: folder) }
    }
}
