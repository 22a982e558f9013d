import Fixtures
import Testing

@testable import BinaryFormats

@Suite struct ELFObjectTests {
    /// An object whose `.data` has one pointer, to byte 8 of the second function; symbols and slots are relative to their
    /// section.
    static func object() -> [UInt8] {
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8)
        for index in spec.symbols.indices {
            spec.symbols[index].address -= spec.sections[spec.symbols[index].section].address
        }
        for index in spec.sections.indices { spec.sections[index].address = 0 }
        var relocation = ByteWriter(.little)
        relocation.put([16, 2 << 32 | 1, 8], 8)
        spec.sections.append(BinarySpec.Section(.relocations, at: 0, relocation.bytes))
        var bytes = spec.build().bytes
        bytes[16] = 1
        // Section 6 is `.rela.dyn`, 7 the symbol table, 4 `.data`.
        let headers = Int(bytes[0x28]) | Int(bytes[0x29]) << 8
        bytes[headers + 6 * 64 + 0x28] = 7
        bytes[headers + 6 * 64 + 0x2c] = 4
        return bytes
    }

    @Test func readsLikeALinkedProgram() throws {
        let bytes = Self.object()
        let image = try ImageTests.image(bytes)
        #expect(image.warnings == [])
        let text = try #require(image.section(named: ".text"))
        let data = try #require(image.section(named: ".data"))
        #expect(text.address.value > 0)
        #expect(data.address > text.address)
        let function = try #require(image.symbols.symbols.first { $0.address == text.address + 64 })
        let reader = unsafe image.reader(bytes.span.bytes)
        #expect(reader.string(function.name) == "runtime.mallocgc")
        #expect(reader.u64(at: data.range.lowerBound + 16) == text.address.value + 64 + 8)
        #expect(reader.u64(at: data.range.lowerBound + 8) == 0xdddd_dddd_dddd_dddd)

        var slots: [Address] = []
        for table in image.relocations { try table.forEach(image, reader) { slots.append($0.slot) } }
        #expect(slots == [data.address + 16])
    }

    @Test func slots() throws {
        func value(_ architecture: String, _ type: UInt32, _ old: UInt64, addend: UInt64? = 8) -> UInt64? {
            ELFSlot(Architecture(architecture), type, pointerSize: 8)?
                .value(old, symbol: 0x12_3450, addend: addend, place: 0x10_0ff0)
        }
        #expect(value("amd64", 1, 0) == 0x12_3458)
        #expect(value("amd64", 2, 0) == 0x2_2468)
        #expect(value("386", 1, 0x10, addend: nil) == 0x12_3460)
        // ADRP x1 to the page at a distance of 0x23, ADD and LDR at offset 0x458 of the page.
        #expect(value("arm64", 275, 0x9000_0001) == 0xf000_0101)
        #expect(value("arm64", 277, 0x9100_0021) == 0x9111_6021)
        #expect(value("arm64", 286, 0xf940_0021) == 0xf942_2c21)
        #expect(value("amd64", 22, 0) == nil)
    }
}
