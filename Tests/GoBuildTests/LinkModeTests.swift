import Attribution
import Fixtures
import Testing

/// A program with C code of its own, linked in the ways that need a C compiler: hardly a byte is unexplained.
@Suite(.runsGo, .needs("gcc", package: "gcc libc6-dev"))
struct LinkModeTests {
    @Test(arguments: GoBuild.linkModes)
    func nearlyAllIsExplained(build: GoBuild) async throws {
        let bytes = try await build.bytes()
        let profile = try weigh(bytes)
        #expect(profile.size == bytes.count)
        #expect(profile.warnings == [])
        #expect(profile.unexplained * 100 < bytes.count * 3)
        #expect(profile.packages.reduce(0) { $0 + $1.size } * 100 > bytes.count * 97)
        #expect(profile.packages.contains { $0.module.class == .c })
    }
}
