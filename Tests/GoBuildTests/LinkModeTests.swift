import Attribution
import Fixtures
import Foundation
import Testing

private let hasGCC = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gcc") }

/// A program with C code of its own, linked in the ways that need a C compiler: hardly a byte is unexplained.
@Suite(
    .enabled(if: GoBuild.go != nil, "\(GoBuild.reason)"),
    .enabled(if: hasGCC, "no gcc on PATH: Debian's package is gcc"))
struct LinkModeTests {
    @Test(arguments: [
        ["-ldflags=-linkmode=external"], ["-ldflags=-linkmode=external -s -w"], ["-buildmode=pie"],
        ["-buildmode=pie", "-ldflags=-s -w"], ["-buildmode=c-shared"], ["-buildmode=c-shared", "-ldflags=-s -w"],
    ])
    func nearlyAllIsExplained(flags: [String]) async throws {
        let bytes = try await Self.digest(flags)
        let profile = try weigh(bytes)
        #expect(profile.size == bytes.count)
        #expect(profile.warnings == [])
        #expect(profile.unexplained * 100 < bytes.count * 3)
        #expect(profile.packages.reduce(0) { $0 + $1.size } * 100 > bytes.count * 97)
        #expect(profile.packages.contains { $0.module.class == .c })
    }

    /// Tests/Programs/digest, built once for each list of flags and kept.
    private static func digest(_ flags: [String]) async throws -> [UInt8] {
        let folder = "\(GoBuild.checkout)/.toolchain/fixtures/\(try await GoBuild.version())"
        let path = "\(folder)/digest_" + flags.joined(separator: "_").filter { $0.isLetter || $0 == "_" }
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let scratch = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
            _ = try await runGo(
                ["build", "-C", "\(GoBuild.checkout)/Tests/Programs/digest", "-o", scratch] + flags + ["."],
                environment: ["CGO_ENABLED": "1", "GO111MODULE": "on"])
            try FileManager.default.moveItem(atPath: scratch, toPath: path)
        }
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
