/// The COFF string table: a u32 of its own length, then names. It follows the symbol table; long section names need it even
/// without symbols.
struct PEStringTable {
    /// File offsets, including the length field; empty if there is no table.
    let range: Range<Int>

    init(_ header: PEHeader, _ reader: ByteReader, _ warnings: inout [FormatError]) {
        guard header.symbolTableOffset != 0 else {
            range = 0..<0
            return
        }
        let offset = UInt64(header.symbolTableOffset) + UInt64(header.symbolCount) * 18
        guard let start = Int(exactly: offset), let size = reader.u32(at: start) else {
            // Files packed by upx keep the pointer of the original file.
            if header.symbolCount > 0 {
                warnings.append(
                    FormatError(
                        "COFF symbol table", at: Int(header.symbolTableOffset),
                        "\(header.symbolCount) symbols and a string table do not fit in the \(reader.count) bytes of the file"))
            }
            range = 0..<0
            return
        }
        if let found = reader.range(at: offset, count: UInt64(max(size, 4))) {
            range = found
        } else {
            warnings.append(
                FormatError("COFF string table", at: start, "\(size) bytes do not fit in the \(reader.count) bytes of the file"))
            range = start..<reader.count
        }
    }

    /// The name of a section: `/N` refers to offset N of the table.
    func sectionName(_ short: String, _ reader: ByteReader) -> String {
        guard short.hasPrefix("/"), let offset = Int(short.dropFirst()), let name = name(at: offset, reader) else { return short }
        return reader.string(name)
    }

    func name(at offset: Int, _ reader: ByteReader) -> Range<Int>? {
        guard offset >= 4 else { return nil }
        return reader.name(at: range.lowerBound + offset, limit: range.upperBound)
    }
}

/// The COFF symbol table: 18 bytes an entry, followed by its auxiliary entries. It has no sizes.
enum PESymbols {
    static func read(
        _ header: PEHeader, _ names: PEStringTable, _ sections: [Section], _ reader: ByteReader, _ warnings: inout [FormatError]
    ) -> SymbolTable {
        var table = SymbolTable()
        guard let range = header.symbolTable(reader) else { return table }
        table.symbols.reserveCapacity(range.count / 18)
        var offset = range.lowerBound
        while offset < range.upperBound, let record = try? reader.record("COFF symbol", at: offset, size: 18) {
            let auxiliaries = Int(record.u8(17))
            let end = min(range.upperBound, offset + 18 * (1 + auxiliaries))
            let isLong = record.u32(0) == 0
            let short = offset..<(reader.terminator(in: offset..<offset + 8) ?? offset + 8)
            let long = isLong ? names.name(at: Int(record.u32(4)), reader) : nil
            let section = Int(Int16(bitPattern: record.u16(12)))
            let type = record.u16(14)
            let storage = record.u8(16)
            let inSection = section > 0 && section <= sections.count
            let kind: SymbolTable.Symbol.Kind =
                if section == 0 { .undefined } else if storage == 103 || section < 0 { .marker } else if type >> 4 & 3 == 2 {
                    .function
                } else { .other }
            table.symbols.append(
                SymbolTable.Symbol(
                    kind: kind, section: inSection ? Int32(section - 1) : -1,
                    address: inSection ? sections[section - 1].address + UInt64(record.u32(8)) : Address(UInt64(record.u32(8))),
                    size: nil,
                    entry: offset..<end, name: isLong ? long ?? 0..<0 : short, nameIsInStringTable: long != nil))
            offset = end
        }
        return table
    }
}
