import Attribution
import Fixtures
import Testing

/// DWARF as Go's linker writes it today: version 5, version 4 for darwin, compressed and not.
@Suite(.runsGo) struct RealDebugDataTests {
    @Test(arguments: GoBuild.debugData)
    func nearlyAllHasAPackage(build: GoBuild) async throws {
        let profile = try weigh(await build.bytes())
        let sections = profile.sections.indices.filter { profile.sections[$0].name.contains("debug_") }
        let size = sections.reduce(0) { $0 + profile.sections[$1].range.count }
        let package = sections.reduce(0) { $0 + profile.sections[$1].package }
        #expect(profile.warnings == [])
        #expect(size > 100_000)
        #expect(Double(package) >= 0.99 * Double(size))
        let info = try #require(sections.first { profile.sections[$0].name.hasSuffix("debug_info") })
        let main = try #require(profile.packages.first { $0.module.class == .main })
        #expect((main.sections[info] ?? 0) > 0)
    }
}
