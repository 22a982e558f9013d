import Fixtures
import Foundation
import Subprocess
import SystemPackage
import Testing

/// One symbol of Foundation brings 7 MB into the static binary, one of its ICU parts 44 MB.
struct FoundationTests {
    /// The undefined symbols of Foundation, FoundationEssentials included, in the objects of a module; nil without objects.
    private func symbols(_ module: String) async throws -> Set<Substring>? {
        let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder = URL(filePath: runner).deletingLastPathComponent().appending(path: "\(module).build")
        let objects = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(".o") }
        guard !objects.isEmpty else { return nil }
        let answer = try await run(
            .name("nm"), arguments: Arguments(["--undefined-only", "--no-sort", "--format=just-symbols"] + objects),
            workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 28), error: .string(limit: 1 << 20))
        #expect(answer.terminationStatus.isSuccess, "\(answer.standardError)")
        let lines = answer.standardOutput.split(separator: "\n")
        return Set(lines.filter { $0.contains("$s10Foundation") || $0.contains("$s20FoundationEssentials") })
    }

    @Test(arguments: ArchitectureTests.allowed.map(\.module))
    func objectsHaveNoReferenceToFoundation(module: String) async throws {
        let found = try #require(try await symbols(module), "no objects of \(module) next to the test runner")
        #expect(found.isEmpty, "\(module): \(found.sorted().prefix(5))")
    }

    /// Symbols of this test, so that the test above can fail.
    @Test func symbolsOfFoundationAreFound() async throws {
        #expect(try await symbols("ArchitectureTests")?.isEmpty == false)
    }
}
