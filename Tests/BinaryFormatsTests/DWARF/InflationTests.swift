import BinaryFormats
import Fixtures
import Testing

@Suite struct InflationTests {
    private static func section(_ stream: [UInt8], claims size: Int, _ method: Compression.Method = .zlib) -> DebugSection? {
        let compression = Compression(stream: 0..<stream.count, inflatedSize: UInt64(size), method: method)
        return DebugSection(
            Section(
                name: ".debug_info", role: .debug, range: 0..<stream.count, address: Address(0), virtualSize: 0, isLoaded: false,
                compression: compression), format: .elf)
    }

    private static func inflate(
        _ stream: [UInt8], claims size: Int, _ inflation: inout Inflation, _ method: Compression.Method = .zlib
    ) throws -> Int {
        let section = try #require(Self.section(stream, claims: size, method))
        return try unsafe inflation.withContents(of: section, ByteReader(stream.span.bytes)) { reader, _ in reader.count }
    }

    private static let text = Array(repeating: Array("package runtime ".utf8), count: 100).flatMap(\.self)

    @Test func contentsAreReadDuringTheCall() throws {
        let stream = deflated(Self.text)
        var inflation = Inflation(fileSize: stream.count)
        let section = try #require(Self.section(stream, claims: Self.text.count))
        let first = try unsafe inflation.withContents(of: section, ByteReader(stream.span.bytes)) { reader, _ in
            reader.string(0..<15)
        }
        #expect(first == "package runtime")
        #expect(try inflation.plausibleSize(of: section) == Self.text.count)
    }

    @Test(arguments: [0, 1, 1599, 1601, 20_000, 1 << 40, Int.max])
    func wrongInflatedSizeIsAnError(claim: Int) {
        var inflation = Inflation(fileSize: 100)
        #expect(throws: FormatError.self) { try Self.inflate(deflated(Self.text), claims: claim, &inflation) }
    }

    @Test func truncatedStreamIsAnError() {
        var inflation = Inflation(fileSize: 100)
        let stream = deflated(Self.text)
        for end in 1..<stream.count {
            #expect(throws: FormatError.self) { try Self.inflate(Array(stream[..<end]), claims: Self.text.count, &inflation) }
        }
    }

    @Test func bytesAfterTheStreamAreIgnored() throws {
        var inflation = Inflation(fileSize: 100)
        #expect(try Self.inflate(deflated(Self.text) + [0, 0, 0], claims: Self.text.count, &inflation) == Self.text.count)
    }

    /// 40 MB of zeros in 40 KB, both valid streams: a small file may contain one of them, not two.
    @Test func allSectionsTogetherHaveALimit() throws {
        let size = 40 << 20
        let bomb = deflated(Array(repeating: 0, count: size))
        var inflation = Inflation(fileSize: 10_000)
        #expect(try Self.inflate(bomb, claims: size, &inflation) == size)
        #expect(throws: FormatError.self) { try Self.inflate(bomb, claims: size, &inflation) }
    }

    @Test func paddingOfPEIsNotPartOfASection() throws {
        let section = Section(
            name: ".zdebug_line", role: .debug, range: 0x200..<0x400, address: Address(0), virtualSize: 0x30, isLoaded: false,
            compression: Compression(stream: 0x20c..<0x400, inflatedSize: 5))
        let debug = try #require(DebugSection(section, format: .pe))
        #expect(debug.name == "line")
        #expect(debug.range == 0x200..<0x230)
        #expect(debug.compression?.stream == 0x20c..<0x230)
    }

    @Test func zstdIsReadWithTheSameLimits() throws {
        let stream = zstandard(Self.text)
        var inflation = Inflation(fileSize: 100)
        #expect(try Self.inflate(stream, claims: Self.text.count, &inflation, .zstd) == Self.text.count)
        for claim in [0, 1, Self.text.count - 1, Self.text.count + 1, 1 << 40, Int.max] {
            #expect(throws: FormatError.self) { try Self.inflate(stream, claims: claim, &inflation, .zstd) }
        }
        for end in 1..<stream.count {
            #expect(throws: FormatError.self) {
                try Self.inflate(Array(stream[..<end]), claims: Self.text.count, &inflation, .zstd)
            }
        }
        let size = 40 << 20
        let bomb = zstandard(Array(repeating: 0, count: size))
        #expect(bomb.count < 5000)
        #expect(try Self.inflate(bomb, claims: size, &inflation, .zstd) == size)
        #expect(throws: FormatError.self) { try Self.inflate(bomb, claims: size, &inflation, .zstd) }
        #expect(
            throws: FormatError(
                "compressed section info", at: 0, "zstd stream ends after 0 of 9 bytes (Unknown frame descriptor)")
        ) {
            var inflation = Inflation(fileSize: 100)
            _ = try Self.inflate(deflated(Self.text), claims: 9, &inflation, .zstd)
        }
    }
}
