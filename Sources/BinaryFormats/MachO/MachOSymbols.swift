/// `nlist` of 12 bytes and `nlist_64` of 16. Entries have no sizes. (mach-o/nlist.h)
enum MachOSymbols {
    static func read(
        _ entries: Range<Int>, names: Range<Int>, entrySize: Int, sectionCount: Int, _ reader: ByteReader
    ) -> SymbolTable {
        var table = SymbolTable()
        table.namesHaveUnderscore = true
        table.symbols.reserveCapacity(entries.count / entrySize)
        for offset in stride(from: entries.lowerBound, to: entries.upperBound, by: entrySize) {
            guard let record = try? reader.record("nlist", at: offset, size: entrySize) else { break }
            let type = record.u8(4)
            let section = Int(record.u8(5))
            let nameOffset = Int(record.u32(0))
            let name = nameOffset == 0 ? nil : reader.name(at: names.lowerBound + nameOffset, limit: names.upperBound)
            // `strip` keeps the symbol of the file's header, which is in no section but numbered as if in the first.
            let isHeader = name.map { reader.equals($0, "__mh_execute_header") } ?? false
            let kind: SymbolTable.Symbol.Kind =
                if type & 0xe0 != 0 || isHeader { .marker } else if type & 0x0e == 0 { .undefined } else { .other }
            table.symbols.append(
                SymbolTable.Symbol(
                    kind: kind, section: section > 0 && section <= sectionCount ? Int32(section - 1) : -1,
                    address: Address(record.word(8, size: entrySize == 16 ? 8 : 4)), size: nil,
                    entry: offset..<offset + entrySize,
                    name: name ?? 0..<0, nameIsInStringTable: name != nil))
        }
        return table
    }
}
