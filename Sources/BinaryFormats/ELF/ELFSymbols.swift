/// `.symtab` and `.dynsym`: `Elf32_Sym` of 16 bytes, `Elf64_Sym` of 24.
enum ELFSymbols {
    /// The first table of `type`: 2 for `.symtab`, 11 for `.dynsym`.
    static func read(
        type: UInt32, _ sections: [ELFSection], _ reader: ByteReader, pointerSize: Int, _ warnings: inout [FormatError]
    ) -> SymbolTable {
        var table = SymbolTable()
        guard let section = sections.first(where: { $0.type == type }) else { return table }
        let size = pointerSize == 8 ? 24 : 16
        let range = section.section.range
        if section.entrySize != UInt64(size) {
            warnings.append(
                FormatError(
                    "sh_entsize of \(section.section.name)", at: range.lowerBound, "found \(section.entrySize), expected \(size)")
            )
        }
        if range.count % size != 0 {
            warnings.append(
                FormatError(
                    section.section.name, at: range.lowerBound, "\(range.count) bytes, expected a multiple of \(size)")
            )
        }
        guard sections.indices.contains(section.link) else {
            warnings.append(
                FormatError(
                    "sh_link of \(section.section.name)", at: range.lowerBound,
                    "string table \(section.link) of \(sections.count) sections"))
            return table
        }
        let names = sections[section.link].section.range
        table.symbols.reserveCapacity(range.count / size)
        var offset = range.lowerBound
        while offset + size <= range.upperBound, let record = try? reader.record("symbol", at: offset, size: size) {
            table.symbols.append(symbol(record, at: offset, size: size, names: names, sections: sections.count, reader))
            offset += size
        }
        return table
    }

    private static func symbol(
        _ record: borrowing Record, at offset: Int, size: Int, names: Range<Int>, sections: Int, _ reader: ByteReader
    ) -> SymbolTable.Symbol {
        let is64 = size == 24
        let type = record.u8(is64 ? 4 : 12) & 0xf
        let section = Int(record.u16(is64 ? 6 : 14))
        let nameOffset = Int(record.u32(0))
        let name = nameOffset == 0 ? nil : reader.name(at: names.lowerBound + nameOffset, limit: names.upperBound)
        return SymbolTable.Symbol(
            kind: kind(type: type, section: section), section: section > 0 && section < sections ? Int32(section) : -1,
            address: Address(is64 ? record.u64(8) : UInt64(record.u32(4))), size: is64 ? record.u64(16) : UInt64(record.u32(8)),
            entry: offset..<offset + size, name: name ?? 0..<0, nameIsInStringTable: name != nil)
    }

    private static func kind(type: UInt8, section: Int) -> SymbolTable.Symbol.Kind {
        switch type {
        case _ where section == 0: .undefined
        case 1: .object
        case 2, 10: .function
        case 3, 4: .marker
        default: .other
        }
    }
}
