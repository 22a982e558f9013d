import BinaryFormats
import Fixtures
import Testing

@Suite struct MachOReaderTests {
    let bytes = ProgramBuilder.sample.spec(.macho, .little, pointerSize: 8).build().bytes

    func image(_ change: (inout [UInt8]) -> Void) throws(FormatError) -> Image {
        var bytes = bytes
        change(&bytes)
        return try unsafe Image(bytes.span.bytes)
    }

    @Test func loadCommandWithoutSizeEndsTheList() throws {
        let image = try image { $0.replaceSubrange(32 + 4..<32 + 8, with: [0, 0, 0, 0]) }
        #expect(image.sections.isEmpty)
        #expect(
            image.warnings == [FormatError("load command 0 of 6", at: 32, "does not fit in the \(bytes.count) bytes of the file")]
        )
    }

    @Test func moreSectionsThanACommandHoldsIsAWarning() throws {
        let image = try image { $0[32 + 64] = 200 }
        #expect(image.sections.count == 5)
        #expect(image.warnings == [FormatError("LC_SEGMENT __TEXT", at: 32, "nsects is 200, the command has room for 1")])
    }

    @Test func sectionsAreNamedWithTheirSegment() throws {
        #expect(
            try image { _ in }.sections.map(\.name)
                == ["__TEXT,__text", "__TEXT,__gopclntab", "__DATA,__go_module", "__DATA,__data", "__DATA,__go_buildinfo"])
    }

    @Test func aSymbolTableOutOfTheFileIsAWarning() throws {
        let command = 32 + 5 * 152
        let image = try image { $0[command + 8 + 3] = 0x7f }
        #expect(image.symbols.symbols.isEmpty)
        #expect(image.warnings.first?.structure == "LC_SYMTAB symbols")
    }
}
