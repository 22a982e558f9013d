/// `IMAGE_SECTION_HEADER`: 40 bytes each.
enum PESections {
    static func read(
        _ header: PEHeader, _ names: PEStringTable, _ reader: ByteReader, _ warnings: inout [FormatError]
    ) -> [Section] {
        var sections: [Section] = []
        for index in 0..<header.sectionCount {
            let offset = header.sectionTable.lowerBound + index * 40
            guard let record = try? reader.record("IMAGE_SECTION_HEADER", at: offset, size: 40) else { break }
            let name = names.sectionName(record.fixedName(0, width: 8), reader)
            let rawSize = UInt64(record.u32(16))
            let rawOffset = rawSize == 0 ? 0 : UInt64(record.u32(20))
            var range = reader.range(at: rawOffset, count: rawSize)
            if range == nil {
                warnings.append(
                    FormatError(
                        "IMAGE_SECTION_HEADER of \(name)", at: offset,
                        "\(rawSize) bytes at \(hexadecimal(rawOffset)) do not fit in the \(reader.count) bytes of the file",
                        end: rawOffset + rawSize))
                range = Int(min(rawOffset, UInt64(reader.count)))..<reader.count
            }
            let flags = record.u32(36)
            let role = role(name: name, flags: flags, hasBytes: rawSize > 0)
            sections.append(
                Section(
                    name: name, role: role, range: range ?? 0..<0,
                    address: Address(header.imageBase &+ UInt64(record.u32(12))), virtualSize: UInt64(record.u32(8)),
                    isLoaded: role != .debug && role != .symbolTable,
                    compression: name.hasPrefix(".zdebug_") ? range.flatMap { Compression(zdebug: $0, reader) } : nil))
        }
        return sections
    }

    private static func role(name: String, flags: UInt32, hasBytes: Bool) -> Section.Role {
        if !hasBytes { return .zeroFill }
        if name.hasPrefix(".debug_") || name.hasPrefix(".zdebug_") { return .debug }
        switch name {
        case ".symtab": return .symbolTable
        case ".reloc": return .relocations
        case ".pdata", ".xdata": return .unwind
        case ".idata", ".edata", ".didat": return .dynamicLinking
        default: break
        }
        if flags & 0x2000_0000 != 0 { return .code }  // IMAGE_SCN_MEM_EXECUTE
        return flags & 0x8000_0000 != 0 ? .data : .readOnlyData  // IMAGE_SCN_MEM_WRITE
    }
}
