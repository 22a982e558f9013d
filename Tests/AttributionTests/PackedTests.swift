import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@testable import Attribution

@Suite struct PackedTests {
    /// An ELF file of one program header, as written by upx: no sections, `l_info`, then the packed bytes.
    private func file(magic: String) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xff) } }
        var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        for (value, count) in [(2, 2), (62, 2), (1, 4), (0x400100, 8), (64, 8), (0, 8), (0, 4), (64, 2), (56, 2), (1, 2)] {
            bytes += little(value, count)
        }
        bytes += little(0, 6)
        for (value, count) in [(1, 4), (5, 4), (0, 8), (0x400000, 8), (0x400000, 8), (1124, 8), (1124, 8), (4096, 8)] {
            bytes += little(value, count)
        }
        return bytes + little(7, 4) + Array(magic.utf8) + [UInt8](repeating: 0xA5, count: 996)
    }

    private func profile(_ bytes: [UInt8]) throws -> SizeProfile {
        let image = try unsafe Image(bytes.span.bytes)
        return try unsafe SizeProfile(image, GoProgram(image, bytes.span.bytes), bytes.span.bytes)
    }

    @Test func packedBytesAreOverhead() throws {
        let profile = try profile(file(magic: "UPX!"))
        #expect(profile.overhead.first { $0.kind == .packed }?.size == 1004)
        #expect(profile.unexplained == 0)
        #expect(profile.warnings.contains { "\($0)".contains("weigh it before it is packed") })
    }

    @Test func withoutMagicTheFileIsNotPacked() throws {
        let profile = try profile(file(magic: "UPY!"))
        #expect(!profile.overhead.contains { $0.kind == .packed })
        #expect(profile.unexplained > 0)
    }
}
