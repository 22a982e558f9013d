import BinaryFormats

/// Files that contain several programs.
public enum ContainerBuilder {
    /// An archive with the given names.
    public static func archive(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var bytes = Array("!<arch>\n".utf8)
        for member in members {
            for (text, width) in [(member.name, 16), ("0", 12), ("0", 6), ("0", 6), ("644", 8), ("\(member.bytes.count)", 10)] {
                bytes += Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: width - text.utf8.count)
            }
            bytes += [0x60, 0x0a] + member.bytes
            if bytes.count % 2 == 1 { bytes.append(0x0a) }
        }
        return bytes
    }

    /// A universal Mach-O file of programs for amd64, arm64 and so on.
    public static func universal(_ programs: [[UInt8]]) -> [UInt8] {
        var out = ByteWriter(.big)
        out.put([0xcafe_babe, programs.count], 4)
        var offset = 0x100
        for (program, cpu) in zip(programs, [0x0100_0007, 0x0100_000c]) {
            out.put([cpu, 3, offset, program.count, 4], 4)
            offset += (program.count + 15) / 16 * 16
        }
        out.bytes += Array(repeating: 0, count: 0x100 - out.bytes.count)
        for program in programs {
            out.bytes += program
            out.align(16)
        }
        return out.bytes
    }

    /// A relocatable C object: code with a function of 48 bytes, data with a variable of 16, a relocation.
    public static func object() -> [UInt8] {
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
}
