import Fixtures
import Testing

@testable import Attribution

@Suite struct CObjectsTests {
    @Test func belongToC() throws {
        let profile = try weigh(ContainerBuilder.object())
        #expect(profile.packages.map(\.path) == ["C"])
        let names = 1 + "f table ".utf8.count
        #expect(profile.packages[0].kinds == [.code: 64, .data: 32, .symbols: 3 * 24 + names, .relocations: 24])
        #expect(profile.unexplained == 0)
    }
}
