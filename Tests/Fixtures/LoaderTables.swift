import BinaryFormats

/// Relocations of six slots and unwind entries of two functions in the text of `ProgramBuilder.sample`: slots in
/// `runtime.main` (two), `runtime.mallocgc`, `yaml.(*T).M`, `main.main` (two); entries for `runtime.main` and `main.main`.
struct LoaderTables {
    let sections: [BinarySpec.Section]

    private static let slots = [0, 8, 64, 96, 192, 200]
    private static let functions = [(start: 0, size: 64), (start: 192, size: 48)]
    private static let unwindAddress = 0x90_0000
    private static let relocationAddress = 0xa0_0000

    init(_ format: Image.Format, _ order: ByteOrder, pointerSize: Int) {
        let text = Int(ProgramBuilder.textAddress)
        let unwind = format == .pe ? Self.runtimeFunctions(text - 0x40_0000) : Self.frames(order, text)
        let relocations: [UInt8] =
            switch format {
            case .elf: Self.addends(order, pointerSize, text)
            case .pe: Self.blocks(text - 0x40_0000)
            case .macho: Self.opcodes
            case .wasm: []
            }
        sections = [
            BinarySpec.Section(.unwind, at: UInt64(Self.unwindAddress), unwind),
            BinarySpec.Section(.relocations, at: UInt64(Self.relocationAddress), relocations),
        ]
    }

    /// `R_X86_64_RELATIVE`, which has other numbers on other processors; the type does not affect the owners of slots.
    private static func addends(_ order: ByteOrder, _ pointerSize: Int, _ text: Int) -> [UInt8] {
        var out = ByteWriter(order)
        for slot in slots { out.put([text + slot, 8, text], pointerSize) }
        return out.bytes
    }

    private static func blocks(_ text: Int) -> [UInt8] {
        var out = ByteWriter(.little)
        out.put([text, 8 + 2 * slots.count], 4)
        out.put(slots.map { 0xa000 | $0 }, 2)
        return out.bytes
    }

    /// Segment 0 is the text.
    private static let opcodes: [UInt8] = [
        0x11, 0x20, 0x00, 0x51, 0x20, 0x08, 0x51, 0x20, 0x40, 0x51, 0x20, 0x60, 0x51, 0x20, 0xc0, 0x01, 0x52, 0x00,
    ]

    /// One CIE with relative pointers of 4 bytes, an FDE for each function, a terminator.
    private static func frames(_ order: ByteOrder, _ text: Int) -> [UInt8] {
        var out = ByteWriter(order)
        out.put([16, 0], 4)
        out.bytes += [1] + Array("zR\0".utf8) + [1, 0x78, 16, 1, 0x1b]
        out.align(4)
        for function in functions {
            out.put([16, out.bytes.count + 4], 4)
            out.put([text + function.start - unwindAddress - out.bytes.count, function.size], 4)
            out.put(0, 4)
        }
        out.put(0, 4)
        return out.bytes
    }

    private static func runtimeFunctions(_ text: Int) -> [UInt8] {
        var out = ByteWriter(.little)
        for function in functions { out.put([text + function.start, text + function.start + function.size, 0], 4) }
        return out.bytes
    }
}
