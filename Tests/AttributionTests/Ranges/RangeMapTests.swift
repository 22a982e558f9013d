import BinaryFormats
import Fixtures
import Testing

@testable import Attribution

@Suite struct RangeMapTests {
    static func map(size: Int) throws -> RangeMap {
        var warnings: [FormatError] = []
        let bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        var image = try unsafe Image(bytes.span.bytes)
        image.size = size
        image.sections = []
        image.structures = [Structure("a", .header, 10..<30), Structure("b", .header, 40..<60)]
        return RangeMap(image, &warnings)
    }

    @Test func regionsCoverTheFile() throws {
        let map = try Self.map(size: 100)
        #expect(map.regions.map(\.range) == [0..<10, 10..<30, 30..<40, 40..<60, 60..<100])
    }

    /// Random claims in several passes, compared with a byte array that is filled one byte at a time.
    @Test(arguments: 1...200)
    func theFirstClaimWins(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let size = 100
        var map = try Self.map(size: size)
        var truth = Array(repeating: Owner.unexplained, count: size)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            var claims: [Claim] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let start = Int.random(in: 0..<size, using: &random)
                let end = min(size + 5, start + Int.random(in: 0...30, using: &random))
                claims.append(Claim(start..<end, .package(Int.random(in: 0...5, using: &random)), .code))
            }
            claims.sort { $0.range.lowerBound < $1.range.lowerBound }
            var painted = 0
            for claim in claims {
                for byte in claim.range where byte < size && truth[byte] == .unexplained {
                    truth[byte] = claim.owner
                    painted += 1
                }
            }
            map.run("pass", claims)
            #expect(map.passes.last?.size == painted)
        }
        var found = Array(repeating: Owner.unexplained, count: size)
        for region in map.regions {
            for (claim, next) in zip(region.claims, region.claims.dropFirst()) {
                #expect(claim.range.upperBound <= next.range.lowerBound)
            }
            for claim in region.claims {
                #expect(region.range.contains(claim.range.lowerBound) && claim.range.upperBound <= region.range.upperBound)
                for byte in claim.range { found[byte] = claim.owner }
            }
        }
        #expect(found == truth)
        #expect((0..<size).map { map.owner(at: $0) ?? .unexplained } == truth)
        #expect(map.unclaimed().flatMap { Array($0.range) } == truth.indices.filter { truth[$0] == .unexplained })
    }
}
