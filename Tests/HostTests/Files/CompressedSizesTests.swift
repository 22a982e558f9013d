import Testing

@testable import Host

struct CompressedSizesTests {
    @Test func emptyFileIsHeaderAndTrailer() {
        let sizes = unsafe CompressedSizes(of: [UInt8]().span.bytes)
        #expect(sizes?.total == 20)
        #expect(sizes?.size(of: 0..<0) == 0)
    }

    @Test func zerosCompressWell() {
        let size = unsafe CompressedSizes(of: [UInt8](repeating: 0, count: 1 << 20).span.bytes)?.total ?? 0
        #expect((1000...1100).contains(size))
    }

    @Test func noiseDoesNotCompress() {
        let size = unsafe CompressedSizes(of: noise(1 << 20).span.bytes)?.total ?? 0
        #expect((1 << 20...(1 << 20) + 1000).contains(size))
    }

    @Test func partsFollowTheirContentsAndSumToTheTotal() throws {
        let bytes = [UInt8](repeating: 7, count: 1 << 20) + noise(1 << 20)
        let sizes = try #require(unsafe CompressedSizes(of: bytes.span.bytes))
        let parts = [0..<1 << 19, 1 << 19..<1 << 20, 1 << 20..<bytes.count].map(sizes.size)
        #expect(parts.reduce(0, +) == sizes.total)
        #expect(parts[0] < 20_000 && parts[1] < 80_000)
        #expect(parts[2] > 950_000)
    }

    private func noise(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
}
