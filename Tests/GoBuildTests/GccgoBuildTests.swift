import Attribution
import Fixtures
import Foundation
import Subprocess
import SystemPackage
import Testing

/// The gccgo on `PATH`, by whatever name Debian gives it.
private let gccgo = installed("gccgo", "gccgo-15", "gccgo-14", "gccgo-13", "gccgo-12", "gccgo-11")

@Suite(.runsCompiler, .enabled(if: gccgo != nil, "no gccgo on PATH: apt-get install gccgo"))
struct GccgoBuildTests {
    @Test(arguments: [["-O0"], ["-O2", "-g"], ["-Os"]])
    func nearlyAllIsExplained(flags: [String]) async throws {
        let profile = try weigh(try await Self.hello(flags + ["-static-libgo"]))
        #expect(profile.warnings == [])
        #expect(profile.identity.goVersion?.hasPrefix("gccgo ") == true)
        #expect(Double(profile.unexplained) < 0.005 * Double(profile.size))
        let packages = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0) })
        #expect(packages["main"]?.module.class == .main)
        #expect((packages["runtime"]?.kinds[.code] ?? 0) > 100_000)
        #expect((packages["main"]?.kinds[.export] ?? 0) > 100)
        #expect(packages.values.filter { $0.kinds[.export] != nil }.count > 5)
        let owned = profile.packages.reduce(0) { $0 + $1.size }
        #expect(Double(owned) > 0.97 * Double(profile.size))
    }

    @Test func linkTimeOptimisationLeavesNames() async throws {
        let profile = try weigh(try await Self.hello(["-O2", "-g", "-flto"]))
        #expect(profile.warnings == [])
        #expect(profile.identity.goVersion?.hasPrefix("gccgo ") == true)
        #expect(Double(profile.unexplained) < 0.005 * Double(profile.size))
        #expect((profile.packages.first { $0.path == "main" }?.kinds[.code] ?? 0) > 0)
        #expect(!profile.packages.contains { $0.path.contains("<") || $0.path.hasPrefix("/") })
    }

    @Test func aStrippedProgramSaysWhatItLacks() async throws {
        let profile = try weigh(try await Self.hello(["-O2", "-s", "-static-libgo"]))
        #expect(profile.warnings.count == 1)
        #expect((profile.packages.first { $0.path == "gccgo" }?.kinds[.code] ?? 0) > 100_000)
        #expect(Double(profile.unexplained) < 0.005 * Double(profile.size))
    }

    /// A program that only calls `println`, built once and kept.
    private static func hello(_ flags: [String]) async throws -> [UInt8] {
        let path = "\(GoBuild.checkout)/.toolchain/fixtures/gccgo_hello_" + flags.joined().filter { $0 != "-" }
        if !FileManager.default.fileExists(atPath: path) {
            let scratch = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
            let result = try await run(
                .path(FilePath(try #require(gccgo))), arguments: Arguments(flags + ["-o", scratch, GoBuild.hello]),
                output: .discarded, error: .string(limit: 1 << 16))
            try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
            try FileManager.default.moveItem(atPath: scratch, toPath: path)
        }
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
