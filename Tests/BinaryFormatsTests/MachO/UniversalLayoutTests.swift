import Fixtures
import Testing

@testable import BinaryFormats

struct UniversalLayoutTests {
    /// A header alone, padded to `size` bytes.
    static func program(_ cpu: UInt32, _ subtype: UInt32 = 0, size: Int) -> [UInt8] {
        var out = ByteWriter(.little)
        out.put([0xfeed_facf, Int(cpu), Int(subtype), 2, 0, 0, 0, 0], 4)
        return out.bytes + Array(repeating: 0xaa, count: size - out.bytes.count)
    }

    static func member(_ bytes: [UInt8]) throws -> UniversalLayout.Member {
        try unsafe UniversalLayout.Member(bytes.span.bytes)
    }

    /// Whatever order they are named in, as lipo sorts them.
    @Test(arguments: [false, true]) func slicesStartOnPagesOfTheirArchitecture(isReversed: Bool) throws {
        var programs = [Self.program(0x0100_0007, 3, size: 5000), Self.program(0x0100_000c, size: 300)]
        if isReversed { programs.reverse() }
        let layout = try UniversalLayout(programs.map(Self.member))
        #expect(layout.slices.map(\.range) == [0x1000..<0x1000 + 5000, 0x4000..<0x4000 + 300])
        #expect(layout.slices.map(\.member) == (isReversed ? [1, 0] : [0, 1]))
        var file = layout.header
        for slice in layout.slices {
            file += Array(repeating: 0, count: slice.range.lowerBound - file.count) + programs[slice.member]
        }
        let read = try #require(try unsafe UniversalBinary(file.span.bytes))
        #expect(read.slices.map(\.architecture.name) == ["amd64", "arm64"])
        #expect(read.slices.map(\.range) == layout.slices.map(\.range))
        // `align` of each `fat_arch`.
        #expect([file[8 + 19], file[28 + 19]] == [12, 14])
    }

    @Test func whatCannotBeJoinedIsRefused() throws {
        let program = try Self.member(Self.program(0x0100_000c, size: 300))
        #expect(throws: FormatError("fat_arch", at: 28, "two slices for arm64")) { try UniversalLayout([program, program]) }
        for bytes in [[], Array("!<arch>\n".utf8), ContainerBuilder.universal([Self.program(7, size: 64)])] {
            #expect(throws: FormatError("slice", at: 0, "not a Mach-O file of one architecture")) { try Self.member(bytes) }
        }
        #expect(throws: FormatError("mach_header", at: 0, "needs 32 bytes, the file has 8")) {
            try Self.member([0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1])
        }
    }
}
