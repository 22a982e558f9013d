import BinaryFormats

extension BinarySpec {
    private var peNames: [Name: String] {
        [
            .text: ".text", .functionTable: ".rdata", .moduleData: ".data", .data: ".vars", .readOnlyData: ".rodata",
            .buildInfo: ".gobuildinfo", .unwind: ".pdata", .relocations: ".reloc",
        ]
    }

    /// DOS header, PE header, section headers, contents rounded to 0x200, COFF symbols, string table.
    func buildPE() -> (bytes: [UInt8], boundaries: [Int]) {
        let is64 = pointerSize == 8
        let base = 0x40_0000
        var out = ByteWriter(.little)
        out.put("MZ", width: 0x3C)
        out.put(0x80, 4)
        out.bytes += Array(repeating: 0, count: 0x40)
        var boundaries = [0, 2, 0x40, 0x80]
        out.put("PE", width: 4)
        out.put([is64 ? 0x8664 : 0x14c, sections.count + debug.count], 2)
        let symbolField = out.bytes.count + 4
        out.put([0, 0, symbols.count], 4)
        out.put([is64 ? 240 : 224, 0x22], 2)
        boundaries.append(out.bytes.count)
        let optional = out.bytes.count
        out.put(is64 ? 0x20b : 0x10b, 2)
        out.bytes += Array(repeating: 0, count: is64 ? 22 : 26)
        out.put(base, is64 ? 8 : 4)
        out.bytes += Array(repeating: 0, count: optional + (is64 ? 108 : 92) - out.bytes.count)
        out.put(16, 4)
        for directory in 0..<16 {
            let section = sections.first { directory == 3 && $0.name == .unwind || directory == 5 && $0.name == .relocations }
            out.put([section.map { Int($0.address) - base } ?? 0, section?.bytes.count ?? 0], 4)
        }
        boundaries.append(out.bytes.count)
        var names = StringTable(bytes: [0, 0, 0, 0])
        var cursor = (out.bytes.count + 40 * (sections.count + debug.count) + 0x1ff) / 0x200 * 0x200
        for section in sections {
            let name = peNames[section.name] ?? ""
            out.put(name.utf8.count > 8 ? "/\(names.add(name))" : name, width: 8)
            let raw = (section.bytes.count + 0x1ff) / 0x200 * 0x200
            out.put([section.bytes.count, Int(section.address) - base, raw, cursor, 0, 0, 0], 4)
            out.put(
                section.name == .text
                    ? 0x6000_0020 : section.name == .data || section.name == .moduleData ? 0xc000_0040 : 0x4000_0040, 4)
            cursor += raw
            boundaries.append(out.bytes.count)
        }
        let contents = debug.map { $0.contents(order, pointerSize: pointerSize, hasFlag: false) }
        for (section, bytes) in zip(debug, contents) {
            out.put("/\(names.add(section.name(hasFlag: false)))", width: 8)
            let raw = (bytes.count + 0x1ff) / 0x200 * 0x200
            out.put([bytes.count, 0x100_0000, raw, cursor, 0, 0, 0, 0x4200_0040], 4)
            cursor += raw
            boundaries.append(out.bytes.count)
        }
        for bytes in sections.map(\.bytes) + contents {
            out.align(0x200)
            boundaries.append(out.bytes.count)
            out.bytes += bytes
        }
        out.align(0x200)
        boundaries.append(out.bytes.count)
        out.patch(out.bytes.count, 4, at: symbolField)
        for symbol in symbols {
            if symbol.name.utf8.count > 8 { out.put([0, names.add(symbol.name)], 4) } else { out.put(symbol.name, width: 8) }
            out.put(Int(symbol.address - sections[symbol.section].address), 4)
            out.put([symbol.section + 1, symbol.isFunction ? 0x20 : 0], 2)
            out.put([2, 0], 1)
            boundaries.append(out.bytes.count)
        }
        let start = out.bytes.count
        out.bytes += names.bytes
        out.patch(names.bytes.count, 4, at: start)
        boundaries.append(out.bytes.count)
        return (out.bytes, boundaries)
    }
}
