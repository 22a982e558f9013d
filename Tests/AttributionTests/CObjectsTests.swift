import BinaryFormats
import Fixtures
import Testing

@testable import Attribution

@Suite struct CObjectsTests {
    /// Code with a function, data with a variable, and a relocation of the function's slot.
    static func object() -> [UInt8] {
        var relocation = ByteWriter(.little)
        relocation.put([4, 2 << 32 | 1, 8], 8)
        let sections = [
            BinarySpec.Section(.text, at: 0, Array(repeating: 0x90, count: 64)),
            BinarySpec.Section(.data, at: 0, Array(repeating: 0xee, count: 32)),
            BinarySpec.Section(.relocations, at: 0, relocation.bytes),
        ]
        let symbols: [BinarySpec.Symbol] = [
            .init("f", at: 0, size: 48, section: 0, isFunction: true),
            .init("table", at: 8, size: 16, section: 1, isFunction: false),
        ]
        var bytes = BinarySpec(format: .elf, order: .little, pointerSize: 8, sections: sections, symbols: symbols).build().bytes
        bytes[16] = 1
        // Section 3 is `.rela.dyn`, 4 the symbol table, 1 `.text`.
        let headers = Int(bytes[0x28]) | Int(bytes[0x29]) << 8
        bytes[headers + 3 * 64 + 0x28] = 4
        bytes[headers + 3 * 64 + 0x2c] = 1
        return bytes
    }

    @Test func belongToC() throws {
        let profile = try weigh(Self.object())
        #expect(profile.packages.map(\.path) == ["C"])
        let names = 1 + "f table ".utf8.count
        #expect(profile.packages[0].kinds == [.code: 64, .data: 32, .symbols: 3 * 24 + names, .relocations: 24])
        #expect(profile.unexplained == 0)
    }
}
