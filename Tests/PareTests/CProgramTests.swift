import Fixtures
import Foundation
import Testing

private let searchPath =
    [(GoBuild.go ?? "") as NSString].map(\.deletingLastPathComponent)
    + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)

private func has(_ command: String) -> Bool {
    searchPath.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(command)") }
}

/// Real builds of the programs in Tests/Programs by the compilers that are installed.
@Suite(.runsGo, .timeLimit(.minutes(10)), .serialized)
struct CProgramTests {
    private struct Report: Decodable {
        struct Build: Decodable {
            var preset: String
            var status: String
            var size: Int?
            var path: String?
            var command: String
            var checks: [Check]?

            struct Check: Decodable {
                var status: String
                var message: String?
            }

            enum CodingKeys: String, CodingKey {
                case preset, status, size, path, checks
                case command = "go build line"
            }
        }
        var builds: [Build]
    }

    /// Builds a copy of a program for one target and runs it, where something here can; the report's builds by preset, and the
    /// folder.
    private func build(
        _ program: String, target: String, presets: String, settings: String = ""
    ) async throws -> (builds: [String: Report.Build], folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let source = "\(GoBuild.checkout)/Tests/Programs/\(program)"
        for name in try FileManager.default.contentsOfDirectory(atPath: source) {
            try FileManager.default.copyItem(atPath: "\(source)/\(name)", toPath: "\(folder.path)/\(name)")
        }
        try folder.write(
            "name: c\nmodule: .\nmains: [.]\ntargets: [\(target)]\npresets: [\(presets)]\n\(settings)\nreport: [json]\n"
                + "verify: { smoke: [hello] }\n",
            to: "pipelines/c.yml")
        let cache = try await runGo(["env", "GOCACHE"]).trimmingCharacters(in: .whitespacesAndNewlines)
        let environment = [
            "PATH": searchPath.joined(separator: ":"), "GOCACHE": cache, "GOTOOLCHAIN": "local", "GOWORK": "off",
            "ZIG_GLOBAL_CACHE_DIR": "\(GoBuild.checkout)/.toolchain/fixtures/zig",
        ]
        let run = try await runPare("build", in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        let report = try JSONDecoder().decode(Report.self, from: Data((folder.read("dist/c/report.json") ?? "").utf8))
        #expect(report.builds.allSatisfy { $0.status == "built" })
        for build in report.builds {
            let check = try #require(build.checks?.first)
            if check.status == "skipped" { noteSkip("\(program) for \(target) is built but not run: \(check.message ?? "")") }
        }
        return (Dictionary(uniqueKeysWithValues: report.builds.map { ($0.preset, $0) }), folder)
    }

    private func output(_ build: Report.Build?, in folder: TemporaryFolder, by runner: String = "") async throws -> String {
        let path = try #require(build?.path)
        return try await runShell("\(runner) ./dist/c/\(path) a", in: folder).output
    }

    private let sums = "e8b7be43 af63dc4c8601ec8c\ncbf43926 6d5573923c6cdfc\n"
    private let presets = "O2, gc-sections, Os+lto+gc-sections"

    private func expectSmaller(_ builds: [String: Report.Build]) throws {
        let plain = try #require(builds["O2"]?.size)
        let smallest = try #require(builds["Os+lto+gc-sections"]?.size)
        #expect(smallest < plain)
    }

    @Test(.enabled(if: has("gcc"), "no gcc on PATH: apt-get install gcc libc6-dev"))
    func forThisMachine() async throws {
        let (builds, folder) = try await build("digest", target: "native", presets: presets)
        try expectSmaller(builds)
        for build in builds.values { #expect(try await output(build, in: folder) == sums) }
    }

    @Test(
        .enabled(
            if: has("aarch64-linux-gnu-gcc"),
            "no aarch64-linux-gnu-gcc on PATH: apt-get install g++-aarch64-linux-gnu"))
    func forLinuxOnArm() async throws {
        let (builds, _) = try await build("digest", target: "linux/arm64", presets: presets)
        try expectSmaller(builds)
        guard has("qemu-aarch64") else {
            try skip("no qemu-aarch64 on PATH, built but not run: apt-get install qemu-user")
        }
        #expect(builds.values.allSatisfy { $0.checks?.first?.status == "passed" })
    }

    /// A library of the system, linked by gcc for a target; `file` is there where it is installed for that.
    @Test(
        arguments: zip(
            ["native", "linux/arm64", "windows/amd64"],
            [
                ("gcc", "/usr/include/zlib.h", "apt-get install gcc zlib1g-dev"),
                (
                    "aarch64-linux-gnu-gcc", "/usr/lib/aarch64-linux-gnu/libz.so",
                    "dpkg --add-architecture arm64; apt-get update; apt-get install g++-aarch64-linux-gnu zlib1g-dev:arm64"
                ),
                (
                    "x86_64-w64-mingw32-gcc", "/usr/x86_64-w64-mingw32/lib/libz.a",
                    "apt-get install g++-mingw-w64-x86-64 libz-mingw-w64-dev"
                ),
            ]))
    func linksZlib(target: String, needs: (compiler: String, file: String, installation: String)) async throws {
        guard has(needs.compiler), FileManager.default.fileExists(atPath: needs.file) else {
            try skip("no \(needs.compiler) or no \(needs.file): \(needs.installation)")
        }
        let (builds, folder) = try await build("deflate", target: target, presets: "O2, Os+lto+gc-sections")
        #expect(builds.values.allSatisfy { $0.checks?.first?.status != "failed" })
        guard target == "native" else { return }
        for build in builds.values { #expect(try await output(build, in: folder) == "1000 -> 17 -> 1000\n") }
    }

    @Test(
        .enabled(
            if: has("x86_64-w64-mingw32-gcc"), "no x86_64-w64-mingw32-gcc on PATH: apt-get install g++-mingw-w64-x86-64"))
    func forWindows() async throws {
        let (builds, folder) = try await build("digest", target: "windows/amd64", presets: presets)
        try expectSmaller(builds)
        #expect(
            FileManager.default.contents(atPath: "\(folder.path)/dist/c/\(builds["O2"]?.path ?? "")")?.prefix(2)
                == Data("MZ".utf8))
    }

    @Test(
        .enabled(if: has("clang") && has("ld.lld"), "no clang and ld.lld on PATH: apt-get install clang lld"))
    func byClang() async throws {
        let (builds, folder) = try await build("digest", target: "native", presets: presets, settings: "toolchain: clang")
        try expectSmaller(builds)
        #expect(builds["O2"]?.command.contains("CC=clang CXX=clang++") == true)
        for build in builds.values { #expect(try await output(build, in: folder) == sums) }
    }

    @Test(.enabled(if: has("zig") || has("python-zig"), "no zig on PATH: pipx install ziglang"))
    func byZig() async throws {
        let (builds, folder) = try await build(
            "digest", target: "native", presets: presets + ", strip", settings: "toolchain: zig\nenv: { CGO_ENABLED: 1 }")
        #expect(builds["O2"]?.command.contains("zig cc -target") == true)
        // Not by leaving symbols and DWARF out, as `strip` does.
        let sizes = presets.split(separator: ", ").compactMap { builds[String($0)]?.size }
        #expect((sizes.max() ?? 0) < (sizes.min() ?? 0) * 3 / 2, "\(sizes)")
        #expect((builds["strip"]?.size ?? .max) < (sizes.min() ?? 0) * 2 / 3)
        for build in builds.values { #expect(try await output(build, in: folder) == sums) }
    }

    @Test(.enabled(if: has("gccgo") || has("gccgo-12"), "no gccgo on PATH: apt-get install gccgo"))
    func goCodeByGccgo() async throws {
        let (builds, folder) = try await build(
            "words", target: "native", presets: "O0, O2, O3, Os, lto, gc-sections, strip", settings: "compiler: gccgo")
        let sizes = builds.compactMapValues(\.size)
        #expect(Set(sizes.values).count == 7, "\(sizes)")
        #expect(folder.read("dist/c/report.json")?.contains("Go's own linker leaves code out do not hold") == true)
        let plain = try #require(sizes["O2"])
        for preset in ["Os", "lto", "gc-sections", "strip"] { #expect(sizes[preset] ?? .max < plain, "\(preset)") }
        #expect(builds.values.allSatisfy { $0.checks?.first?.status == "passed" })
        let expected = try await output(builds["O0"], in: folder)
        #expect(expected.hasPrefix("brown 1000\n"))
        for build in builds.values { #expect(try await output(build, in: folder) == expected) }
    }
}
