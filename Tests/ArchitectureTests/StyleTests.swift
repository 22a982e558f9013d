import Fixtures
import Foundation
import Subprocess
import SystemPackage
import Testing

private let swiftCommand = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/swift" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// `swift format lint --strict` finds nothing; `.swift-format` holds the rules.
@Suite(.enabled(if: swiftCommand != nil, "no swift on PATH"))
struct StyleTests {
    @Test func lint() async throws {
        let result = try await run(
            .path(FilePath(try #require(swiftCommand))),
            arguments: Arguments(
                ["format", "lint", "--strict", "--parallel", "--recursive", "Package.swift", "Sources", "Tests"]),
            workingDirectory: FilePath(GoBuild.checkout), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        #expect(result.standardError == "")
    }
}
