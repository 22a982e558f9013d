import BinaryFormats

/// Type descriptors of every kind, an itab, and code that refers to them and to data, in the layout of Go 1.27.
struct TypesBuilder {
    private static let address: UInt64 = 0x78_0000
    private static let itabs = 0x600
    private static let names = 0x680
    private static let size = 0x800

    /// Number of methods of the itab's interface.
    var methodCount: UInt64 = 1
    private let pointerSize: Int
    private var out: ByteWriter
    private var blobs: ByteWriter

    init(_ order: ByteOrder, pointerSize: Int) {
        self.pointerSize = pointerSize
        out = ByteWriter(order)
        blobs = ByteWriter(order)
    }

    /// Adds the section of types, and the references to it in moduledata and in the code of `ProgramBuilder.sample`.
    consuming func add(to spec: inout BinarySpec) {
        let length = putDescriptors()
        spec.sections.append(BinarySpec.Section(.readOnlyData, at: Self.address, out.bytes))
        for index in spec.sections.indices {
            switch spec.sections[index].name {
            case .moduleData:
                var words = ByteWriter(spec.order)
                words.bytes = spec.sections[index].bytes
                let data = ProgramBuilder.dataAddress
                let values: [(Int, UInt64)] = [
                    (24, data), (25, data + 16), (26, data + 16), (27, data + 64), (37, Self.address), (38, UInt64(length)),
                    (39, Self.address + UInt64(Self.size)), (40, UInt64(Self.itabs)), (41, UInt64(4 * pointerSize)),
                    (42, Self.address),
                    (56, data), (57, 2),
                ]
                for (word, value) in values { words.patch(value, pointerSize, at: word * pointerSize) }
                spec.sections[index].bytes = words.bytes
            case .text: spec.sections[index].bytes = code(spec.order, count: spec.sections[index].bytes.count)
            case .data:
                var words = ByteWriter(spec.order)
                words.bytes = spec.sections[index].bytes
                for (place, target) in [(0, 0x70_0020), (8, 0x70_0010), (16, 0x40_1040), (24, 0x78_0040)] {
                    words.patch(UInt64(target), pointerSize, at: place)
                }
                spec.sections[index].bytes = words.bytes
            default: break
            }
        }
    }

    private mutating func name(_ text: String, flags: UInt8 = 1) -> Int {
        let start = Self.names + blobs.bytes.count
        blobs.bytes += [flags, UInt8(text.utf8.count)] + Array(text.utf8)
        if flags & 2 != 0 { blobs.bytes += [3] + Array("tag".utf8) }
        if flags & 4 != 0 { blobs.put(1, 4) }
        return start
    }

    private mutating func word(_ distance: Int) { out.put(Self.address + UInt64(distance), pointerSize) }

    /// The common header, then `extra`, then the uncommon part with one method, then the arrays of `extra`.
    private mutating func descriptor(
        _ kind: UInt8, _ text: String, isNamed: Bool = false, arrays: Int = 0, extra: (inout TypesBuilder, Int) -> Void
    ) {
        let start = out.bytes.count
        let string = name("*" + text)
        out.put([8, 8], pointerSize)
        out.put(0x1234_5678, 4)
        out.bytes += [isNamed ? 1 : 0, 8, 8, kind]
        out.put(ProgramBuilder.dataAddress, pointerSize)
        word(Self.names)
        out.put([string, pointerSize], 4)
        let fixed = start + 4 * pointerSize + 16
        extra(&self, fixed)
        guard isNamed else { return out.align(pointerSize) }
        let path = name("example.com/x")
        out.put(path, 4)
        out.put([1, 1], 2)
        out.put([16, 0], 4)
        out.put([string, pointerSize, 0, 0], 4)
        out.align(pointerSize)
    }

    /// Bytes of all descriptors.
    private mutating func putDescriptors() -> Int {
        let p = pointerSize
        out.put(0, p)
        descriptor(2, "int") { _, _ in }
        descriptor(22, "*int") { builder, _ in builder.word(p) }
        descriptor(23, "[]int", isNamed: true) { builder, _ in builder.word(p) }
        descriptor(18, "chan int") { builder, _ in
            builder.word(p)
            builder.out.put(1, p)
        }
        descriptor(17, "[3]int") { builder, _ in
            builder.word(p)
            builder.word(p)
            builder.out.put(3, p)
        }
        descriptor(19, "func(int, int) int") { builder, _ in
            builder.out.put([2, 1], 2)
            builder.out.align(p)
            for _ in 0..<3 { builder.word(p) }
        }
        let interface = out.bytes.count
        descriptor(20, "interface { M() }") { builder, fixed in
            builder.word(Self.names)
            builder.word(fixed + 4 * p)
            builder.out.put(builder.methodCount, p)
            builder.out.put(1, p)
            builder.out.put([Self.names, p], 4)
        }
        let structure = out.bytes.count
        descriptor(25, "struct { a int; b *int }") { builder, fixed in
            let field = builder.name("a", flags: 7)
            builder.word(Self.names)
            builder.word(fixed + 4 * p)
            builder.out.put([2, 2], p)
            for offset in 0..<2 {
                builder.word(field)
                builder.word(p)
                builder.out.put(offset * 8, p)
            }
        }
        descriptor(21, "map[string]int", isNamed: true) { builder, _ in
            for _ in 0..<3 { builder.word(p) }
            builder.out.bytes += Array(repeating: 0, count: 7 * p + (p == 8 ? 8 : 4))
        }
        let length = out.bytes.count - p
        out.bytes += Array(repeating: 0, count: Self.itabs - out.bytes.count)
        word(interface)
        word(structure)
        out.put([1, 0], 4)
        out.put(ProgramBuilder.textAddress, p)
        out.bytes += Array(repeating: 0, count: max(0, Self.names - out.bytes.count))
        out.bytes += blobs.bytes.prefix(Self.size - Self.names)
        out.bytes += Array(repeating: 0, count: max(0, Self.size - out.bytes.count))
        return length
    }

    /// Instructions that form addresses of data and of types, for the processors of the builders.
    private func code(_ order: ByteOrder, count: Int) -> [UInt8] {
        var code = ByteWriter(order)
        var index = 0
        while code.bytes.count + 8 <= count {
            let pc = Int(ProgramBuilder.textAddress) + code.bytes.count
            let target =
                index.isMultiple(of: 2) ? Int(ProgramBuilder.dataAddress) + 8 * (index % 8) : Int(Self.address) + pointerSize
            code.putReference(to: target, pc: pc, pointerSize)
            index += 1
        }
        code.bytes += Array(repeating: 0, count: count - code.bytes.count)
        return code.bytes
    }
}

extension ByteWriter {
    /// An instruction that forms the address of `target`, for the ELF processor of the builders.
    mutating func putReference(to target: Int, pc: Int, _ pointerSize: Int) {
        switch (order, pointerSize) {
        case (.little, 8):
            bytes += [0x48, 0x8d, 0x05]
            put(target - pc - 7, 4)
        case (.little, _):
            put(0xb8, 1)
            put(target, 4)
        case (.big, 8):
            put(0xc010, 2)
            put((target - pc) / 2, 4)
        default:
            put([0x3c01 << 16 | (target + 0x8000) >> 16, 0x2421 << 16 | target & 0xffff], 4)
        }
    }
}
