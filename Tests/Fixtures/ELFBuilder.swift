import BinaryFormats

extension BinarySpec {
    private var elfNames: [Name: String] {
        [
            .text: ".text", .functionTable: ".gopclntab", .moduleData: ".go.module", .data: ".data", .readOnlyData: ".rodata",
            .buildInfo: ".go.buildinfo", .unwind: ".eh_frame", .relocations: ".rela.dyn",
            .exportData: ".go_export", .comment: ".comment",
        ]
    }

    /// Header, program headers, contents, symbol table, string tables, section headers.
    func buildELF() -> (bytes: [UInt8], boundaries: [Int]) {
        let is64 = pointerSize == 8
        let p = pointerSize
        var out = ByteWriter(order)
        var boundaries = [0, 4, 16]
        out.bytes = [0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, order == .little ? 1 : 2, 1, 0] + Array(repeating: 0, count: 8)
        out.put(2, 2)
        out.put(is64 ? (order == .little ? 62 : 22) : (order == .little ? 3 : 8), 2)
        out.put(1, 4)
        out.put([Int(sections[0].address), is64 ? 64 : 52, 0], p)
        out.put(0, 4)
        out.put(
            [
                is64 ? 64 : 52, is64 ? 56 : 32, sections.count, is64 ? 64 : 40, sections.count + 4 + debug.count,
                sections.count + 3,
            ], 2)
        boundaries.append(out.bytes.count)
        let headerSizes = out.bytes.count + sections.count * (is64 ? 56 : 32)
        var offsets: [Int] = []
        var cursor = headerSizes
        for section in sections {
            cursor = (cursor + 15) / 16 * 16
            offsets.append(cursor)
            cursor += section.bytes.count
        }
        for (section, offset) in zip(sections, offsets) {
            let flags = section.name == .text ? 5 : section.name == .data || section.name == .moduleData ? 6 : 4
            out.put(1, 4)
            if is64 { out.put(flags, 4) }
            out.put([offset, Int(section.address), Int(section.address), section.bytes.count, section.bytes.count], p)
            if !is64 { out.put(flags, 4) }
            out.put(16, p)
            boundaries.append(out.bytes.count)
        }
        for section in sections {
            out.align(16)
            boundaries.append(out.bytes.count)
            out.bytes += section.bytes
            boundaries.append(out.bytes.count)
        }
        let debugOffsets = debug.map { section in
            let start = out.bytes.count
            boundaries.append(start)
            out.bytes += section.contents(order, pointerSize: pointerSize, hasFlag: true)
            return start..<out.bytes.count
        }
        var names = StringTable(bytes: [0])
        out.align(8)
        let symbolStart = out.bytes.count
        out.bytes += Array(repeating: 0, count: is64 ? 24 : 16)
        for symbol in symbols {
            let info = symbol.isFileMark ? 4 : (symbol.isLocal ? 0 : 0x10) + (symbol.isFunction ? 2 : 1)
            out.put(names.add(symbol.name), 4)
            if is64 {
                out.put([info, 0], 1)
                out.put(symbol.section + 1, 2)
                out.put([Int(symbol.address), Int(symbol.size)], 8)
            } else {
                out.put([Int(symbol.address), Int(symbol.size)], 4)
                out.put([info, 0], 1)
                out.put(symbol.section + 1, 2)
            }
            boundaries.append(out.bytes.count)
        }
        let symbolEnd = out.bytes.count
        out.bytes += names.bytes
        boundaries.append(out.bytes.count)
        let namesEnd = out.bytes.count
        var sectionNames = StringTable(bytes: [0])
        let nameOffsets =
            (sections.map { elfNames[$0.name] ?? "" } + [".symtab", ".strtab", ".shstrtab"] + debug.map { $0.name(hasFlag: true) })
            .map { sectionNames.add($0) }
        out.bytes += sectionNames.bytes
        boundaries.append(out.bytes.count)
        let sectionNamesEnd = out.bytes.count
        out.align(8)
        out.patch(out.bytes.count, p, at: is64 ? 0x28 : 0x20)
        func header(_ name: Int, _ type: Int, _ flags: Int, _ address: Int, _ range: Range<Int>, _ link: Int, _ entry: Int) {
            out.put([name, type], 4)
            out.put([flags, address, range.lowerBound, range.count], p)
            out.put([link, 0], 4)
            out.put([1, entry], p)
            boundaries.append(out.bytes.count)
        }
        header(0, 0, 0, 0, 0..<0, 0, 0)
        for (index, section) in sections.enumerated() {
            let flags = section.name == .text ? 6 : section.name == .data || section.name == .moduleData ? 3 : 2
            let type = section.name == .relocations ? 4 : 1
            header(
                nameOffsets[index], type, flags, Int(section.address), offsets[index]..<offsets[index] + section.bytes.count, 0, 0
            )
        }
        let n = sections.count
        header(nameOffsets[n], 2, 0, 0, symbolStart..<symbolEnd, n + 2, is64 ? 24 : 16)
        header(nameOffsets[n + 1], 3, 0, 0, symbolEnd..<namesEnd, 0, 0)
        header(nameOffsets[n + 2], 3, 0, 0, namesEnd..<sectionNamesEnd, 0, 0)
        for (index, section) in debug.enumerated() {
            header(
                nameOffsets[n + 3 + index], 1, [.compressed, .zstd].contains(section.compression) ? 0x800 : 0, 0,
                debugOffsets[index], 0, 0)
        }
        return (out.bytes, boundaries)
    }
}
