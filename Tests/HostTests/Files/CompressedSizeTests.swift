import Testing

@testable import Host

struct CompressedSizeTests {
    @Test func emptyFileIsHeaderAndTrailer() {
        #expect(unsafe compressedSize(of: [UInt8]().span.bytes) == 20)
    }

    @Test func zerosCompressWell() {
        let size = unsafe compressedSize(of: [UInt8](repeating: 0, count: 1 << 20).span.bytes) ?? 0
        #expect((1000...1100).contains(size))
    }

    @Test func noiseDoesNotCompress() {
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<1 << 17).map { _ in generator.next() }
        let size = unsafe compressedSize(of: noise.span.bytes) ?? 0
        #expect((1 << 20...(1 << 20) + 1000).contains(size))
    }
}
