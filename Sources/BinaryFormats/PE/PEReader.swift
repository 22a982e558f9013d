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
                    FormatError(
                        "certificate table", at: Int(certificates.address), "\(certificates.size) bytes do not fit in the file"))
            }
        }
        let memory = AddressMap(
            sections.map { AddressMap.Mapping(address: $0.address, range: $0.range.prefix(Int(clamping: $0.virtualSize))) })
        let relocations = contents(header, 5, "base relocations", memory, &warnings).map {
            RelocationTable(range: $0.range, encoding: .peBlocks(imageBase: header.imageBase))
        }
        let functions = contents(header, 3, "exception table", memory, &warnings).map {
            UnwindTable(range: $0.range, address: $0.address, encoding: .runtimeFunctions(imageBase: header.imageBase))
        }
        return Image(
            format: .pe, architecture: header.architecture, operatingSystem: "windows", order: .little,
            pointerSize: header.pointerSize, size: reader.count, sections: sections, memory: memory, symbols: symbols,
            relocations: relocations.map { [$0] } ?? [], unwindTables: functions.map { [$0] } ?? [],
            pointers: PointerMap(pointerSize: header.pointerSize), structures: structures, warnings: warnings)
    }

    /// Where a data directory is, in memory and in the file; nil where there is none.
    private static func contents(
        _ header: PEHeader, _ index: Int, _ name: String, _ memory: AddressMap, _ warnings: inout [FormatError]
    ) -> (address: Address, range: Range<Int>)? {
        guard let directory = header.directory(index), directory.size > 0 else { return nil }
        let start = Address(header.imageBase &+ UInt64(directory.address))
        guard let range = memory.range(of: start..<max(start, start + UInt64(directory.size))) else {
            warnings.append(FormatError(name, at: header.offset, "\(directory.size) bytes at \(start) lie in no section"))
            return nil
        }
        return (start, range)
    }
}

extension Range<Int> {
    /// The first `count` offsets at most.
    func prefix(_ count: Int) -> Range<Int> {
        lowerBound..<Swift.min(upperBound, lowerBound + count)
    }
}
