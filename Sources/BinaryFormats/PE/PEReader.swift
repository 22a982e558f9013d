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
            // The certificate directory is the only one whose address is a file offset.
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

    /// Address and file range of a data directory; nil if absent.
    private static func contents(
        _ header: PEHeader, _ index: Int, _ name: String, _ memory: AddressMap, _ warnings: inout [FormatError]
    ) -> (address: Address, range: Range<Int>)? {
        guard let directory = header.directory(index), directory.size > 0 else { return nil }
        let start = Address(header.imageBase &+ UInt64(directory.address))
        guard let range = memory.range(of: start..<max(start, start + UInt64(directory.size))) else {
            warnings.append(FormatError(name, at: header.offset, "\(directory.size) bytes at \(start) are in no section"))
            return nil
        }
        return (start, range)
    }
}

extension Range<Int> {
    /// At most the first `count` offsets.
    func prefix(_ count: Int) -> Range<Int> {
        lowerBound..<Swift.min(upperBound, lowerBound + count)
    }
}

/// The DOS header's `e_lfanew`, `IMAGE_FILE_HEADER` and `IMAGE_OPTIONAL_HEADER`.
struct PEHeader {
    struct Directory {
        /// Relative virtual address.
        var address: UInt32
        var size: UInt32
    }

    /// File offset of `PE\0\0`.
    let offset: Int
    let architecture: Architecture
    let pointerSize: Int
    let imageBase: UInt64
    let sectionCount: Int
    /// File offsets; 40 bytes a section.
    let sectionTable: Range<Int>
    /// `PointerToSymbolTable`, a file offset, and `NumberOfSymbols`.
    let symbolTableOffset: UInt32
    let symbolCount: UInt32
    let directories: [Directory]

    init(_ reader: ByteReader) throws(FormatError) {
        let dos = try reader.record("DOS header", at: 0, size: 0x40)
        offset = Int(dos.u32(0x3C))
        guard reader.has("PE\0\0", at: offset) else {
            throw FormatError(
                "e_lfanew", at: 0x3C, "points to \(hexadecimal(offset)), without a `PE` signature there; is it a DOS program?")
        }
        let file = try reader.record("IMAGE_FILE_HEADER", at: offset + 4, size: 20)
        architecture = PEHeader.architecture(machine: file.u16(0))
        sectionCount = Int(file.u16(2))
        symbolTableOffset = file.u32(8)
        symbolCount = file.u32(12)
        let optionalSize = Int(file.u16(16))
        let optionalOffset = offset + 24
        let magic = try reader.record("IMAGE_OPTIONAL_HEADER", at: optionalOffset, size: 2).u16(0)
        guard magic == 0x10b || magic == 0x20b else {
            throw FormatError(
                "IMAGE_OPTIONAL_HEADER", at: optionalOffset, "magic \(hexadecimal(magic)), expected 0x10b (PE32) or 0x20b (PE32+)"
            )
        }
        let is64 = magic == 0x20b
        pointerSize = is64 ? 8 : 4
        let fixedSize = is64 ? 112 : 96
        let optional = try reader.record("IMAGE_OPTIONAL_HEADER", at: optionalOffset, size: fixedSize)
        imageBase = is64 ? optional.u64(24) : UInt64(optional.u32(28))
        let announced = Int(optional.u32(fixedSize - 4))
        let room = max(0, (optionalSize - fixedSize) / 8)
        var directories: [Directory] = []
        for index in 0..<min(announced, room, 16) {
            let entry = try reader.record("IMAGE_DATA_DIRECTORY", at: optionalOffset + fixedSize + index * 8, size: 8)
            directories.append(Directory(address: entry.u32(0), size: entry.u32(4)))
        }
        self.directories = directories
        sectionTable = try reader.table(
            "section headers", at: UInt64(optionalOffset + optionalSize), count: UInt64(sectionCount), entrySize: 40)
    }

    func directory(_ index: Int) -> Directory? {
        directories.indices.contains(index) ? directories[index] : nil
    }

    /// File offsets of the symbol table, 18 bytes an entry.
    func symbolTable(_ reader: ByteReader) -> Range<Int>? {
        guard symbolTableOffset != 0, symbolCount > 0 else { return nil }
        return reader.range(at: UInt64(symbolTableOffset), count: UInt64(symbolCount) * 18)
    }

    /// `Machine` to GOARCH.
    private static func architecture(machine: UInt16) -> Architecture {
        switch machine {
        case 0x14c: Architecture("386")
        case 0x8664: Architecture("amd64")
        case 0x1c0, 0x1c4: Architecture("arm")
        case 0xaa64: Architecture("arm64")
        default: Architecture("PE machine \(hexadecimal(machine))")
        }
    }
}
