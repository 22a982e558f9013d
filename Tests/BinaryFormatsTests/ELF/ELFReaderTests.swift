import BinaryFormats
import Fixtures
import Testing

@Suite struct ELFReaderTests {
    let bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes

    func image(_ change: (inout [UInt8]) -> Void) throws(FormatError) -> Image {
        var bytes = bytes
        change(&bytes)
        return try unsafe Image(bytes.span.bytes)
    }

    @Test func anUnknownClassOrByteOrderIsAnError() {
        #expect(throws: FormatError("EI_CLASS", at: 4, "found 3, expected 1 (32 bit) or 2 (64 bit)")) { try image { $0[4] = 3 } }
        #expect(throws: FormatError("EI_DATA", at: 5, "found 0, expected 1 (little) or 2 (big endian)")) {
            try image { $0[5] = 0 }
        }
    }

    @Test func sectionTableOutOfTheFileIsAWarningWithItsOffset() throws {
        let image = try image { $0.replaceSubrange(0x28..<0x30, with: [0, 0, 0, 0x7f, 0, 0, 0, 0]) }
        #expect(image.sections.isEmpty)
        #expect(image.warnings.contains { $0.structure == "e_shoff" && $0.offset == 0x28 })
        #expect(image.memory.offset(of: Address(ProgramBuilder.textAddress)) != nil, "segments still map the memory")
    }

    @Test func sectionThatExceedsTheFileIsTruncated() throws {
        let table = Int(bytes[0x28]) | Int(bytes[0x29]) << 8 | Int(bytes[0x2a]) << 16
        let image = try image { $0[table + 64 + 0x20 + 5] = 1 }
        #expect(image.sections[1].range.upperBound == bytes.count)
        #expect(image.warnings.map(\.structure) == ["section header of .text"])
        #expect(image.warnings.first?.offset == table + 64)
    }

    /// A section such as `.note.custom` is data like any other; build ids have names of their own.
    @Test func notesAreNotBuildIDs() throws {
        let table = Int(bytes[0x28]) | Int(bytes[0x29]) << 8 | Int(bytes[0x2a]) << 16
        let image = try image { bytes in
            for index in 1..<6 { bytes[table + index * 64 + 4] = 7 }
        }
        #expect(image.sections.filter { $0.role == .code || $0.role == .readOnlyData }.count >= 2)
        #expect(!image.sections.contains { $0.role == .buildID })
    }

    @Test func aSymbolTableWithoutNamesIsAWarning() throws {
        let table = Int(bytes[0x28]) | Int(bytes[0x29]) << 8 | Int(bytes[0x2a]) << 16
        let image = try image { $0[table + 6 * 64 + 0x28] = 200 }
        #expect(image.symbols.symbols.isEmpty)
        #expect(image.warnings.first?.problem == "string table 200 of 9 sections")
    }

    @Test func namesTheArchitectures() throws {
        for (machine, name) in [(3, "386"), (40, "arm"), (62, "amd64"), (183, "arm64"), (243, "riscv64"), (94, "ELF machine 94")]
        {
            #expect(
                try image {
                    $0[18] = UInt8(machine); $0[19] = 0
                }.architecture.name == name)
        }
        #expect(
            try image {
                $0[18] = 2; $0[19] = 1
            }.architecture.name == "loong64")
    }
}
