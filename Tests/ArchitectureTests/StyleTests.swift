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
    /// Folders whose lines are not all wrapped yet.
    static let unwrapped: Set = ["Attribution", "BinaryFormats", "GoMetadata", "Linkage", "Fixtures"]

    @Test func lint() async throws {
        let folders = try ["Sources", "Tests"].flatMap { root in
            try FileManager.default.contentsOfDirectory(atPath: "\(GoBuild.checkout)/\(root)").map { "\(root)/\($0)" }
        }
        let checked = folders.filter { folder in
            !Self.unwrapped.contains { folder.hasSuffix("/\($0)") || folder.hasSuffix("/\($0)Tests") }
        }
        #expect(checked.count > 6)
        let result = try await run(
            .path(FilePath(try #require(swiftCommand))),
            arguments: Arguments(
                ["format", "lint", "--strict", "--parallel", "--recursive", "Package.swift"] + checked.sorted()),
            workingDirectory: FilePath(GoBuild.checkout), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        #expect(result.standardError == "")
    }
}
