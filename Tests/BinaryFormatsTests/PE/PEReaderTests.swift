import BinaryFormats
import Fixtures
import Testing

@Suite struct PEReaderTests {
    let bytes = ProgramBuilder.sample.spec(.pe, .little, pointerSize: 8).build().bytes

    func image(_ change: (inout [UInt8]) -> Void) throws(FormatError) -> Image {
        var bytes = bytes
        change(&bytes)
        return try unsafe Image(bytes.span.bytes)
    }

    @Test func aDOSProgramIsAnError() {
        #expect(throws: FormatError("e_lfanew", at: 0x3C, "points to 0x81, without a `PE` signature there; is it a DOS program?"))
        {
            try image { $0[0x3C] = 0x81 }
        }
    }

    @Test func anUnknownOptionalHeaderIsAnError() {
        #expect(throws: FormatError("IMAGE_OPTIONAL_HEADER", at: 0x98, "magic 0x20c, expected 0x10b (PE32) or 0x20b (PE32+)")) {
            try image { $0[0x98] = 0x0c }
        }
    }

    @Test func longSectionNamesComeFromTheStringTable() throws {
        #expect(try image { _ in }.sections.map(\.name) == [".text", ".rdata", ".data", ".vars", ".gobuildinfo"])
    }

    @Test func aSymbolTableOutOfTheFileIsAWarning() throws {
        let image = try image { $0[0x80 + 8 + 7] = 0x70 }
        #expect(image.symbols.symbols.isEmpty)
        #expect(image.warnings.first?.structure == "COFF symbol table")
    }

    @Test func pointerToNoSymbolsIsIgnored() throws {
        let image = try image { bytes in
            bytes[0x80 + 8 + 7] = 0x70
            for index in 0x80 + 16..<0x80 + 20 { bytes[index] = 0 }
        }
        #expect(image.symbols.symbols.isEmpty)
        #expect(!image.warnings.contains { $0.structure == "COFF symbol table" })
    }

    @Test func auxiliaryEntriesBelongToTheirSymbol() throws {
        let symbols = try image { _ in }.symbols.symbols
        let changed = try image { $0[symbols[0].entry.upperBound - 1] = 1 }.symbols.symbols
        #expect(changed.count == symbols.count - 1)
        #expect(changed[0].entry.count == 36)
    }
}
