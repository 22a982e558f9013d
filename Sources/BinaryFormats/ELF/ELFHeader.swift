/// `Elf32_Ehdr` and `Elf64_Ehdr`: what Pare needs of them, and the extents of the tables they announce.
struct ELFHeader {
    let osABI: UInt8
    /// `ET_REL`
    let isObject: Bool
    let architecture: Architecture
    /// Bytes of the header itself.
    let size: Int
    let pointerSize: Int
    let programHeaderOffset: UInt64
    let programHeaderEntrySize: Int
    let programHeaderCount: Int
    let sectionHeaderOffset: UInt64
    let sectionHeaderEntrySize: Int
    /// `e_shnum`, with the extended numbering of section 0 applied.
    let sectionHeaderCount: UInt64

    /// File offsets of `e_phoff` and `e_shoff`.
    var programHeaderField: Int { pointerSize == 8 ? 0x20 : 0x1C }
    var sectionHeaderField: Int { pointerSize == 8 ? 0x28 : 0x20 }

    init(_ reader: ByteReader, pointerSize: Int) throws(FormatError) {
        let is64 = pointerSize == 8
        size = is64 ? 64 : 52
        self.pointerSize = pointerSize
        let header = try reader.record("ELF header", at: 0, size: size)
        osABI = header.u8(7)
        isObject = header.u16(16) == 1
        programHeaderOffset = header.word(is64 ? 0x20 : 0x1C, size: pointerSize)
        sectionHeaderOffset = header.word(is64 ? 0x28 : 0x20, size: pointerSize)
        let tail = is64 ? 0x36 : 0x2A
        programHeaderEntrySize = Int(header.u16(tail))
        programHeaderCount = Int(header.u16(tail + 2))
        sectionHeaderEntrySize = Int(header.u16(tail + 4))
        var count = UInt64(header.u16(tail + 6))
        if count == 0, sectionHeaderOffset != 0, let first = Int(exactly: sectionHeaderOffset) {
            count = reader.word(at: first &+ (is64 ? 0x20 : 0x14), size: pointerSize) ?? 0
        }
        sectionHeaderCount = count
        architecture = ELFHeader.architecture(machine: header.u16(18), reader.order, pointerSize)
    }

    /// The header and the two tables, as far as they lie in the file.
    func structures(_ reader: ByteReader) -> [Structure] {
        var structures = [Structure("ELF header", .header, 0..<size)]
        if let range = reader.range(at: programHeaderOffset, count: UInt64(programHeaderCount * programHeaderEntrySize)) {
            structures.append(Structure("program headers", .header, range))
        }
        if let range = sectionHeaders(reader) {
            structures.append(Structure("section headers", .header, range))
        }
        return structures
    }

    func sectionHeaders(_ reader: ByteReader) -> Range<Int>? {
        let (size, overflow) = sectionHeaderCount.multipliedReportingOverflow(by: UInt64(sectionHeaderEntrySize))
        return overflow ? nil : reader.range(at: sectionHeaderOffset, count: size)
    }

    /// How many program headers fit in the file.
    func programHeaderRoom(_ reader: ByteReader) -> Int {
        guard programHeaderOffset < UInt64(reader.count), programHeaderEntrySize > 0 else { return 0 }
        return (reader.count - Int(programHeaderOffset)) / programHeaderEntrySize
    }

    /// `e_machine` to GOARCH. (System V gABI machine list; cmd/link/internal/ld/elf.go)
    private static func architecture(machine: UInt16, _ order: ByteOrder, _ pointerSize: Int) -> Architecture {
        let isLittle = order == .little
        switch machine {
        case 3: return Architecture("386")
        case 8 where pointerSize == 4: return Architecture(isLittle ? "mipsle" : "mips")
        case 8: return Architecture(isLittle ? "mips64le" : "mips64")
        case 21: return Architecture(isLittle ? "ppc64le" : "ppc64")
        case 22: return Architecture("s390x")
        case 40: return Architecture("arm")
        case 62: return Architecture("amd64")
        case 183: return Architecture("arm64")
        case 243: return Architecture("riscv64")
        case 258: return Architecture("loong64")
        default: return Architecture("ELF machine \(machine)")
        }
    }
}
