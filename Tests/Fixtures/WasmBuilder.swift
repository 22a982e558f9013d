import BinaryFormats

extension ProgramBuilder {
    /// Addresses in the memory of a module.
    public enum Memory {
        public static let table: UInt64 = 0x3000
        public static let module: UInt64 = 0x5000
        public static let data: UInt64 = 0x6000
        static let info: UInt64 = 0x7000
    }

    /// The program as a WebAssembly module for wasip1, as written by the linker of Go 1.27, and the offsets of its sections.
    /// Every byte of a variable is 0xdd; variable n is named by the code of function `users[n]`.
    public func module(users: [Int] = [0, 3], imports: Int = 2) -> (bytes: [UInt8], boundaries: [Int]) {
        var file = WasmWriter()
        var boundaries = [0]
        file.bytes = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
        func section(_ id: UInt8, _ write: (inout WasmWriter) -> Void) {
            boundaries.append(file.bytes.count)
            file.bytes.append(id)
            file.sized(write)
        }
        section(0) {
            $0.text("go:buildid")
            $0.bytes += Array("\u{ff} Go build ID: \"x\"".utf8)
        }
        section(1) { $0.bytes = [1, 0x60, 1, 0x7f, 1, 0x7f] }
        section(2) {
            $0.number(imports)
            for index in 0..<imports {
                $0.text("wasi_snapshot_preview1")
                $0.text("f\(index)")
                $0.bytes += [0, 0]
            }
        }
        section(3) {
            $0.number(functions.count)
            for _ in functions { $0.number(0) }
        }
        section(4) {
            $0.bytes = [1, 0x70, 0]
            $0.number(0x1000 + functions.count)
        }
        section(5) { $0.bytes = [1, 0, 100] }
        section(9) {
            $0.bytes = [1, 0]
            $0.constant(0x1000)
            $0.number(functions.count)
            for index in functions.indices { $0.number(imports + index) }
        }
        section(10) {
            $0.number(functions.count)
            for index in functions.indices { $0.vector(code(of: index, users: users)) }
        }
        section(11) { data(&$0) }
        section(0) {
            $0.text("producers")
            $0.number(1)
            $0.text("processed-by")
            $0.number(1)
            $0.text("Go cmd/compile")
            $0.text("go1.27.3")
        }
        if !isStripped {
            section(0) {
                $0.text("name")
                $0.number(1)
                $0.sized {
                    $0.number(functions.count)
                    for (index, function) in functions.enumerated() {
                        $0.number(imports + index)
                        $0.text(String(function.name.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "_" }))
                    }
                }
            }
        }
        boundaries.append(file.bytes.count)
        return (file.bytes, boundaries)
    }

    /// No locals, the address of each variable it uses, `nop`s, `end`: with its size before it as long as the function's size
    /// says, which is less than 128.
    private func code(of index: Int, users: [Int]) -> [UInt8] {
        var body = WasmWriter()
        body.number(0)
        var address = Memory.data
        for (variable, user) in zip(variables, users) {
            if user == index {
                body.bytes.append(0x42)
                body.signed(Int(address))
                body.bytes.append(0x1a)
            }
            address += UInt64(variable.size)
        }
        let rest = functions[index].size - 2 - body.bytes.count
        return body.bytes + Array(repeating: 0x01, count: rest) + [0x0b]
    }

    /// Segments, in another order than their addresses.
    private func data(_ section: inout WasmWriter) {
        let places = (0...functions.count).map { 0x1000 + $0 }
        let table = functionTable(.little, pointerSize: 8, textSize: functions.count << 16, places: places)
        let size = variables.reduce(0) { $0 + $1.size }
        let code = UInt64(0x1000_0000)
        let module = moduleData(
            .little, pointerSize: 8, at: (Memory.table, Memory.module), table: table, text: 0..<UInt64(16 * functions.count),
            code: code..<code + UInt64(functions.count << 16), data: Memory.data..<Memory.data + UInt64(size))
        var info: [UInt8] = [0x30, 0x77, 0xaf, 0x0c, 0x92, 0x74, 0x08, 0x02, 0x41, 0xe1, 0xc1, 0x07, 0xe6, 0xd6, 0x18, 0xe6]
        info += Array((Self.modules + "build\tGOOS=wasip1\n").utf8)
        info += [0xf9, 0x32, 0x43, 0x31, 0x86, 0x18, 0x20, 0x72, 0x00, 0x82, 0x42, 0x10, 0x41, 0x16, 0xd8, 0xf2]
        var segments = Self.segments(at: Int(Memory.info), info)
        segments += Self.segments(at: Int(Memory.module), module)
        segments += Self.segments(at: Int(Memory.table), table.bytes)
        segments += Self.segments(at: Int(Memory.data), Array(repeating: 0xdd, count: size))
        section.number(segments.count)
        for segment in segments {
            section.number(0)
            section.constant(segment.address)
            section.vector(segment.bytes)
        }
    }

    /// Split at runs of eight zeros and more, which are omitted.
    private static func segments(at address: Int, _ bytes: [UInt8]) -> [(address: Int, bytes: [UInt8])] {
        var segments: [(address: Int, bytes: [UInt8])] = []
        var zeros = 8
        for (offset, byte) in bytes.enumerated() {
            guard byte != 0 else {
                zeros += 1
                continue
            }
            if zeros >= 8 {
                segments.append((address + offset, [byte]))
            } else {
                segments[segments.count - 1].bytes += Array(repeating: 0, count: zeros) + [byte]
            }
            zeros = 0
        }
        return segments
    }
}

/// A part of a module under construction.
private struct WasmWriter {
    var bytes: [UInt8] = []

    mutating func number(_ value: Int) {
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func signed(_ value: Int) {
        var rest = value
        while !(-64..<64).contains(rest) {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest & 0x7f))
    }

    /// An expression that yields an i32.
    mutating func constant(_ value: Int) {
        bytes.append(0x41)
        signed(value)
        bytes.append(0x0b)
    }

    mutating func vector(_ contents: [UInt8]) {
        number(contents.count)
        bytes += contents
    }

    mutating func text(_ text: String) {
        vector(Array(text.utf8))
    }

    /// Contents preceded by their size, always in five bytes.
    mutating func sized(_ write: (inout WasmWriter) -> Void) {
        var contents = WasmWriter()
        write(&contents)
        for index in 0..<5 {
            bytes.append(UInt8(contents.bytes.count >> (7 * index) & 0x7f) | (index < 4 ? 0x80 : 0))
        }
        bytes += contents.bytes
    }
}
