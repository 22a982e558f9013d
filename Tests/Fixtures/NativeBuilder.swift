public import BinaryFormats

/// A program of Swift, C++ and C without Go: code of the module `App`, of an extension in it, of the scope `text` and of C, a
/// function without a symbol, a string that only code of `text` refers to, and debug data of one unit for each language.
public struct NativeBuilder: Sendable {
    public static let stringsAddress: UInt64 = 0x79_0000
    private let isStripped: Bool

    public init(stripped: Bool = false) {
        isStripped = stripped
    }

    public func spec(_ order: ByteOrder, pointerSize: Int) -> BinarySpec {
        let text = ProgramBuilder.textAddress
        let data = ProgramBuilder.dataAddress
        var code = ByteWriter(order)
        code.bytes += Array(repeating: 0, count: 64)
        code.putReference(to: Int(Self.stringsAddress), pc: Int(text) + 64, pointerSize)
        code.bytes += Array(repeating: 0, count: 144 - code.bytes.count)
        var symbols: [BinarySpec.Symbol] = [
            .file("App.swift.o"),
            .init("$s3App5ShapeV4areaSdvg", at: text, size: 32, section: 0, isFunction: true),
            .init("$sSa3AppE4sizeSivg", at: text + 32, size: 16, section: 0, isFunction: true),
            .init("__swift_destroy_boxed_opaque_existential_0", at: text + 48, size: 16, section: 0, isFunction: true),
            .init("$s3AppMXM", at: data, size: 12, section: 1, isFunction: false),
            .file("words.cpp"),
            .init("_ZN4text5countEv", at: text + 64, size: 32, section: 0, isFunction: true),
            // 16 bytes of a function without a symbol, but with an unwind entry.
            .init("_ZN4text5totalEv", at: text + 112, size: 8, section: 0, isFunction: true),
            .init("helper", at: text + 120, size: 20, section: 0, isFunction: true),
            .init("table", at: data + 12, size: 20, section: 1, isFunction: false),
        ]
        for index in symbols.indices where index < 7 { symbols[index].isLocal = true }
        var spec = BinarySpec(
            format: .elf, order: order, pointerSize: pointerSize,
            sections: [
                BinarySpec.Section(.text, at: text, code.bytes),
                BinarySpec.Section(.data, at: data, Array(repeating: 7, count: 32)),
                BinarySpec.Section(.readOnlyData, at: Self.stringsAddress, Array("direct".utf8)),
                BinarySpec.Section(.unwind, at: 0x90_0000, Self.frames(order)),
            ], symbols: isStripped ? [] : symbols)
        if !isStripped { spec.debug = Self.debug(order, pointerSize: pointerSize) }
        return spec
    }

    /// Units of DWARF 4: Swift with a list of ranges, C++ with a low address, one without code; and an index of the first.
    private static func debug(_ order: ByteOrder, pointerSize: Int) -> [BinarySpec.DebugSection] {
        let text = Int(ProgramBuilder.textAddress)
        // 1: language, ranges; 2: language, low address; 3: language.
        let abbreviations: [UInt8] =
            [1, 0x11, 0, 0x13, 0x0b, 0x55, 0x17, 0, 0] + [2, 0x11, 0, 0x13, 0x0b, 0x11, 0x01, 0, 0] + [
                3, 0x11, 0, 0x13, 0x0b, 0, 0, 0,
            ]
        var info = ByteWriter(order)
        func unit(_ entry: (inout ByteWriter) -> Void) {
            var body = ByteWriter(order)
            body.put(4, 2)
            body.put(0, 4)
            body.put(pointerSize, 1)
            entry(&body)
            info.put(body.bytes.count, 4)
            info.bytes += body.bytes
        }
        unit { out in
            out.put([1, 0x1e], 1)
            out.put(0, 4)
        }
        unit { out in
            out.put([2, 0x21], 1)
            out.put(text + 64, pointerSize)
        }
        unit { out in out.put([3, 0x0c], 1) }
        var ranges = ByteWriter(order)
        ranges.put([text, text + 32, text + 48, text + 64, 0, 0], pointerSize)
        var names = ByteWriter(order)
        names.put(40, 4)
        names.put([5, 0], 2)
        names.put([1, 0, 0, 0, 0, 0, 0, 0, 0], 4)
        return [
            .init("info", info.bytes), .init("abbrev", abbreviations), .init("ranges", ranges.bytes), .init("names", names.bytes),
        ]
    }

    /// One CIE, an FDE for the function without a symbol, a terminator.
    private static func frames(_ order: ByteOrder) -> [UInt8] {
        var out = ByteWriter(order)
        out.put([16, 0], 4)
        out.bytes += [1] + Array("zR\0".utf8) + [1, 0x78, 16, 1, 0x1b]
        out.align(4)
        out.put([16, out.bytes.count + 4], 4)
        out.put([Int(ProgramBuilder.textAddress) + 96 - 0x90_0000 - out.bytes.count, 16], 4)
        out.put([0, 0], 4)
        return out.bytes
    }
}
