import Fixtures
import Testing

/// Mutants of real programs, which have what no builder writes; `HostileInputTests` of Attribution has the many.
@Suite(.runsGo)
struct HostileProgramTests {
    @Test(arguments: ["linux/amd64", "linux/386", "linux/s390x", "windows/amd64", "darwin/arm64"], [false, true])
    func mutants(target: String, isStripped: Bool) async throws {
        let path = try await GoBuild(target, stripped: isStripped, program: GoBuild.hello).path()
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) { [path = path as String] in
            try weighMutants(ofFile: path, seeds: 0..<8)
        }
        if result == nil { Issue.record("\(path), the seed is the last one above") }
    }
}
