import BinaryFormats

extension BinarySpec {
    private var machONames: [Name: (segment: String, section: String)] {
        [
            .text: ("__TEXT", "__text"), .functionTable: ("__TEXT", "__gopclntab"), .moduleData: ("__DATA", "__go_module"),
            .data: ("__DATA", "__data"), .readOnlyData: ("__TEXT", "__rodata"), .buildInfo: ("__DATA", "__go_buildinfo"),
            .unwind: ("__TEXT", "__eh_frame"),
        ]
    }

    /// Header, one segment command a section, LC_SYMTAB, commands of the loader's tables, contents, symbols, names, tables.
    func buildMachO() -> (bytes: [UInt8], boundaries: [Int]) {
        let is64 = pointerSize == 8
        let p = pointerSize
        let tables = sections.filter { $0.name == .relocations || $0.name == .codeSignature }
        let sections = sections.filter { $0.name != .relocations && $0.name != .codeSignature }
        var out = ByteWriter(order)
        let segmentSize = is64 ? 72 + 80 : 56 + 68
        let segmentCount = sections.count + debug.count
        let uuidSize = uuid.isEmpty ? 0 : 24
        let commandSize =
            segmentCount * segmentSize + 24 + uuidSize + tables.reduce(0) { $0 + ($1.name == .relocations ? 48 : 16) }
        out.put(is64 ? 0xfeed_facf : 0xfeed_face, 4)
        out.put(
            [is64 ? 0x0100_0007 : 7, 3, isDebugFile ? 10 : 2, segmentCount + 1 + uuidSize / 24 + tables.count, commandSize, 0], 4)
        if is64 { out.put(0, 4) }
        var boundaries = [0, 4, out.bytes.count]
        var cursor = out.bytes.count + commandSize
        func segment(_ segment: String, _ name: String, at address: Int, size: Int, flags: Int) {
            cursor = (cursor + 15) / 16 * 16
            let isEmpty = isDebugFile && segment != "__DWARF"
            out.put([is64 ? 0x19 : 0x1, segmentSize], 4)
            out.put(segment, width: 16)
            out.put([address, size, isEmpty ? 0 : cursor, isEmpty ? 0 : size], p)
            out.put([7, 7, 1, 0], 4)
            out.put(name, width: 16)
            out.put(segment, width: 16)
            out.put([address, size], p)
            out.put([isEmpty ? 0 : cursor, 4, 0, 0, flags, 0, 0], 4)
            if is64 { out.put(0, 4) }
            cursor += isEmpty ? 0 : size
            boundaries.append(out.bytes.count)
        }
        for section in sections {
            let (name, part) = machONames[section.name] ?? ("", "")
            segment(
                name, part, at: Int(section.address), size: section.bytes.count, flags: section.name == .text ? 0x8000_0400 : 0)
        }
        let contents = debug.map { $0.contents(order, pointerSize: pointerSize, hasFlag: false) }
        for (section, bytes) in zip(debug, contents) {
            segment("__DWARF", "__" + section.name(hasFlag: false).dropFirst(), at: 0, size: bytes.count, flags: 0x200_0000)
        }
        cursor = (cursor + 15) / 16 * 16
        var names = StringTable(bytes: [0x20, 0])
        let nameOffsets = symbols.map { names.add("_" + $0.name) }
        let entry = is64 ? 16 : 12
        out.put([2, 24, cursor, symbols.count, cursor + symbols.count * entry, names.bytes.count], 4)
        boundaries.append(out.bytes.count)
        if !uuid.isEmpty {
            out.put([0x1b, 24], 4)
            out.bytes += uuid
        }
        if isDebugFile {
            // The order of dsymutil.
            let commands = out.bytes.suffix(24 + uuidSize)
            out.bytes.removeLast(commands.count)
            out.bytes.insert(contentsOf: commands, at: is64 ? 32 : 28)
        }
        cursor += symbols.count * entry + names.bytes.count
        for table in tables {
            if table.name == .relocations {
                out.put([0x8000_0022, 48, cursor, table.bytes.count, 0, 0, 0, 0, 0, 0, 0, 0], 4)
            } else {
                out.put([0x1d, 16, cursor, table.bytes.count], 4)
            }
            boundaries.append(out.bytes.count)
            cursor += table.bytes.count
        }
        for bytes in (isDebugFile ? [] : sections.map(\.bytes)) + contents {
            out.align(16)
            boundaries.append(out.bytes.count)
            out.bytes += bytes
            boundaries.append(out.bytes.count)
        }
        out.align(16)
        for (symbol, name) in zip(symbols, nameOffsets) {
            out.put(name, 4)
            out.put([0xf, symbol.section + 1], 1)
            out.put(0, 2)
            out.put(Int(symbol.address), p)
            boundaries.append(out.bytes.count)
        }
        out.bytes += names.bytes
        boundaries.append(out.bytes.count)
        for table in tables {
            out.bytes += table.bytes
            boundaries.append(out.bytes.count)
        }
        return (out.bytes, boundaries)
    }
}
