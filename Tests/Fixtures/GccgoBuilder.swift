public import BinaryFormats

/// A program as written by gccgo: code and data of `main`, `ex.com/a_b` and C, a string that only code refers to, one that only a
/// constant refers to, and export data of both packages.
public struct GccgoBuilder: Sendable {
    public static let exports = ["main", "ex.com/a_b"].map { "v3;\npackage x\npkgpath \($0)\ntypes 1\n" }
    private static let stringsAddress: UInt64 = 0x79_0000

    private let isStripped: Bool
    /// With link-time optimisation there is no export data.
    private let isOptimised: Bool

    public init(stripped: Bool = false, optimised: Bool = false) {
        isStripped = stripped
        isOptimised = optimised
    }

    public func spec(_ order: ByteOrder, pointerSize: Int) -> BinarySpec {
        let text = ProgramBuilder.textAddress
        let data = ProgramBuilder.dataAddress
        var code = ByteWriter(order)
        code.putReference(to: Int(Self.stringsAddress), pc: Int(text), pointerSize)
        code.bytes += Array(repeating: 0, count: 128 - code.bytes.count)
        var constants = ByteWriter(order)
        constants.put([Int(Self.stringsAddress) + 6, 5], pointerSize)
        constants.bytes += Array(repeating: 7, count: 64 - constants.bytes.count)
        var relocations = ByteWriter(order)
        // R_X86_64_RELATIVE, R_390_RELATIVE
        relocations.put([Int(data), order == .little ? 8 : 12, Int(Self.stringsAddress) + 6], pointerSize)
        var sections = [
            BinarySpec.Section(.text, at: text, code.bytes),
            BinarySpec.Section(.data, at: data, constants.bytes),
            BinarySpec.Section(.readOnlyData, at: Self.stringsAddress, Array("direct".utf8) + Array("const".utf8)),
            BinarySpec.Section(.unwind, at: 0x90_0000, Self.frames(order)),
            BinarySpec.Section(.relocations, at: 0xa0_0000, relocations.bytes),
            BinarySpec.Section(.exportData, at: 0xb0_0000, Array(Self.exports.joined().utf8)),
            BinarySpec.Section(.comment, at: 0xc0_0000, Array("GCC: (Debian 12.2.0-14) 12.2.0\0".utf8)),
        ]
        var symbols: [BinarySpec.Symbol] = [
            .file("a.go"),
            .init("go..C1", at: data, size: UInt64(2 * pointerSize), section: 1, isFunction: false),
            .init("ex_0com_1a__b.F..func1", at: text + 32, size: 16, section: 0, isFunction: true),
            .file("b.c"),
            .init(isOptimised ? "__go_init_main" : "helper.part.0", at: text + 96, size: 32, section: 0, isFunction: true),
            .init("main.main", at: text, size: 32, section: 0, isFunction: true),
            .init("ex_0com_1a__b.F", at: text + 48, size: 48, section: 0, isFunction: true),
            .init("main.T..d", at: data + 32, size: 32, section: 1, isFunction: false),
        ]
        for index in 0..<5 { symbols[index].isLocal = true }
        if isOptimised { sections.removeAll { $0.name == .exportData } }
        return BinarySpec(
            format: .elf, order: order, pointerSize: pointerSize, sections: sections, symbols: isStripped ? [] : symbols)
    }

    /// One CIE, an FDE for the whole text, a terminator.
    private static func frames(_ order: ByteOrder) -> [UInt8] {
        var out = ByteWriter(order)
        out.put([16, 0], 4)
        out.bytes += [1] + Array("zR\0".utf8) + [1, 0x78, 16, 1, 0x1b]
        out.align(4)
        out.put([16, out.bytes.count + 4], 4)
        out.put([Int(ProgramBuilder.textAddress) - 0x90_0000 - out.bytes.count, 128], 4)
        out.put([0, 0], 4)
        return out.bytes
    }
}
