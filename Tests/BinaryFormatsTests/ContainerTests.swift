import BinaryFormats
import Fixtures
import Testing

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

    @Test func otherFilesAreNone() throws {
        let program = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        #expect(try unsafe Container(program.span.bytes) == nil)
    }

    @Test func headersThatLie() {
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
