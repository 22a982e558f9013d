import Fixtures
import Testing

@testable import BinaryFormats

@Suite struct ContainerTests {
    @Test func membersOfAnArchive() throws {
        let bytes = ContainerBuilder.archive([
            ("/", [0, 0, 0, 0]), ("//", Array("a long name of a file.o/\n".utf8)), ("go.o/", [1, 2, 3]), ("/0", [4, 5]),
            ("#1/8", Array("bsd.o\0\0\0".utf8) + [6]),
        ])
        let container = try #require(try unsafe Container(bytes.span.bytes))
        #expect(container.members.map(\.name) == ["go.o", "a long name of a file.o", "bsd.o"])
        #expect(container.members.map { Array(bytes[$0.range]) } == [[1, 2, 3], [4, 5], [6]])
        #expect(container.overhead == bytes.count - 6)
    }

    @Test func slicesOfAUniversalFile() throws {
        let program = ProgramBuilder.sample.spec(.macho, .little, pointerSize: 8).build().bytes
        let bytes = UniversalBinaryTests.bytes(0xcafe_babe, [(0x0100_000c, 0x1000, program.count)], size: 0x1000) + program
        let container = try #require(try unsafe Container(bytes.span.bytes))
        #expect(container.members.map(\.name) == ["arm64"])
        #expect(container.members.map(\.range) == [0x1000..<0x1000 + program.count])
        #expect(container.overhead == 0x1000)
    }

    @Test func otherFilesAreRejected() throws {
        let program = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        #expect(try unsafe Container(program.span.bytes) == nil)
    }

    @Test func malformedHeadersAreErrors() {
        var bytes = ContainerBuilder.archive([("go.o/", [1, 2, 3])])
        bytes[8 + 48] = UInt8(ascii: "9")
        #expect(throws: FormatError("archive header", at: 8, "a member of `9` bytes does not fit in the 72 of the file")) {
            try unsafe Container(bytes.span.bytes)
        }
        let cut = Array(bytes[..<40])
        #expect(throws: FormatError("archive header", at: 8, "needs 60 bytes, the file has 40")) {
            try unsafe Container(cut.span.bytes)
        }
    }
}

@Suite struct UniversalBinaryTests {
    static func bytes(_ magic: Int, _ slices: [(cpu: Int, offset: Int, size: Int)], size: Int) -> [UInt8] {
        let word = magic == 0xcafe_babf ? 8 : 4
        var out = ByteWriter(.big)
        out.put([magic, slices.count], 4)
        for slice in slices {
            out.put([slice.cpu, 3], 4)
            out.put([slice.offset, slice.size], word)
            out.put(12, 4)
            if word == 8 { out.put(0, 4) }
        }
        return out.bytes + Array(repeating: 0, count: max(0, size - out.bytes.count))
    }

    @Test(arguments: [0xcafe_babe, 0xcafe_babf])
    func listsItsSlices(magic: Int) throws {
        let bytes = Self.bytes(magic, [(0x0100_0007, 0x100, 0x80), (0x0100_000c, 0x200, 0x100)], size: 0x300)
        let binary = try #require(try unsafe UniversalBinary(bytes.span.bytes))
        #expect(binary.slices.map(\.architecture.name) == ["amd64", "arm64"])
        #expect(binary.slices.map(\.range) == [0x100..<0x180, 0x200..<0x300])
    }

    @Test func aSliceIsAProgram() throws {
        let program = ProgramBuilder.sample.spec(.macho, .little, pointerSize: 8).build().bytes
        let bytes = Self.bytes(0xcafe_babe, [(0x0100_0007, 0x1000, program.count)], size: 0x1000) + program
        let span = unsafe bytes.span.bytes
        let slice = try #require(try UniversalBinary(span)?.slices.first)
        #expect(try Image(span.extracting(slice.range)).sections.count == 5)
    }

    @Test func otherFilesAreRejected() throws {
        for bytes in [
            [], [0xca, 0xfe], [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52],
            ProgramBuilder.sample.spec(.elf, .big, pointerSize: 8).build().bytes,
        ] as [[UInt8]] {
            #expect(try unsafe UniversalBinary(bytes.span.bytes) == nil)
        }
    }

    @Test func malformedSlicesAreErrors() {
        let outside = Self.bytes(0xcafe_babe, [(7, 0x100, 0x80), (12, 0x200, 0x101)], size: 0x300)
        #expect(throws: FormatError("fat_arch", at: 28, "257 bytes at 0x200 do not fit in the 768 bytes of the file")) {
            try unsafe UniversalBinary(outside.span.bytes)
        }
        let twice = Self.bytes(0xcafe_babe, [(7, 0x100, 0x80), (12, 0x170, 0x10)], size: 0x300)
        #expect(throws: FormatError("fat_arch", at: 28, "overlaps the slice of another architecture")) {
            try unsafe UniversalBinary(twice.span.bytes)
        }
        let short: [UInt8] = [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 31]
        #expect(throws: FormatError("fat_header", at: 8, "31 entries of 20 bytes do not fit in the 8 bytes of the file")) {
            try unsafe UniversalBinary(short.span.bytes)
        }
    }
}
