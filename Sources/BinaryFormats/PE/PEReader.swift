/// PE32 and PE32+ images. (Microsoft PE Format; always little-endian.)
enum PEReader {
    static func image(_ bytes: RawSpan) throws(FormatError) -> Image {
        let reader = ByteReader(bytes)
        var warnings: [FormatError] = []
        let header = try PEHeader(reader)
        let names = PEStringTable(header, reader, &warnings)
        let sections = PESections.read(header, names, reader, &warnings)
        let symbols = PESymbols.read(header, names, sections, reader, &warnings)

        var structures = [
            Structure("DOS header and stub", .header, 0..<header.offset),
            Structure("PE header", .header, header.offset..<header.sectionTable.lowerBound),
            Structure("section headers", .header, header.sectionTable),
        ]
        if let table = header.symbolTable(reader) {
            structures.append(Structure("COFF symbol table", .symbolTable, table))
        }
        if !names.range.isEmpty {
            structures.append(Structure("COFF string table", .stringTable, names.range))
        }
        if let certificates = header.directory(4), certificates.size > 0 {
            // The one directory whose address is a file offset.
            if let range = reader.range(at: UInt64(certificates.address), count: UInt64(certificates.size)) {
                structures.append(Structure("certificate table", .codeSignature, range))
            } else {
                warnings.append(
                    FormatError("certificate table", at: Int(certificates.address), "\(certificates.size) bytes do not fit in the file"))
            }
        }
        let memory = AddressMap(
            sections.map { AddressMap.Mapping(address: $0.address, range: $0.range.prefix(Int(clamping: $0.virtualSize))) })
        var relocations: [RelocationTable] = []
        if let directory = header.directory(5), directory.size > 0 {
            let start = Address(header.imageBase &+ UInt64(directory.address))
            if let range = memory.range(of: start..<max(start, start + UInt64(directory.size))) {
                relocations.append(RelocationTable(range: range, encoding: .peBlocks(imageBase: header.imageBase)))
            } else {
                warnings.append(
                    FormatError("IMAGE_DIRECTORY_ENTRY_BASERELOC", at: header.offset, "\(directory.size) bytes at \(start) lie in no section"))
            }
        }
        return Image(
            format: .pe, architecture: header.architecture, operatingSystem: "windows", order: .little,
            pointerSize: header.pointerSize, size: reader.count, sections: sections, memory: memory, symbols: symbols,
            relocations: relocations, pointers: PointerMap(pointerSize: header.pointerSize), structures: structures, warnings: warnings)
    }
}

extension Range<Int> {
    /// The first `count` offsets at most.
    func prefix(_ count: Int) -> Range<Int> {
        lowerBound..<Swift.min(upperBound, lowerBound + count)
    }
}
