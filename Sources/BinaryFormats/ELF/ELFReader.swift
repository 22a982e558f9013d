internal import CLibelf

/// ELF, 32 and 64 bit, both byte orders. libelf reads the class, byte order, extended numbering, section, segment and compression
/// headers; every extent that it returns is checked against the file before use. (System V gABI, chapter 4.)
enum ELFReader {
    static func image(_ bytes: RawSpan) throws(FormatError) -> Image {
        let identification = try ByteReader(bytes).record("e_ident", at: 0, size: 16)
        guard identification.u8(4) == 1 || identification.u8(4) == 2 else {
            throw FormatError("EI_CLASS", at: 4, "found \(identification.u8(4)), expected 1 (32 bit) or 2 (64 bit)")
        }
        guard identification.u8(5) == 1 || identification.u8(5) == 2 else {
            throw FormatError("EI_DATA", at: 5, "found \(identification.u8(5)), expected 1 (little) or 2 (big endian)")
        }
        let pointerSize = identification.u8(4) == 1 ? 4 : 8
        let reader = ByteReader(bytes, order: identification.u8(5) == 2 ? .big : .little)
        let header = try ELFHeader(reader, pointerSize: pointerSize)

        var warnings: [FormatError] = []
        var sections: [ELFSection] = []
        var mappings: [AddressMap.Mapping] = []
        unsafe ELFHandle.with(bytes) { elf in
            guard let elf = unsafe elf else {
                warnings.append(FormatError("ELF header", at: 0, "libelf does not accept the file: \(ELFHandle.problem)"))
                return
            }
            mappings = unsafe segments(elf, header, reader, &warnings)
            sections = unsafe ELFSection.all(elf, header, reader, &warnings)
        }

        var structures = header.structures(reader)
        var symbols = ELFSymbols.read(type: 2, sections, reader, pointerSize: pointerSize, &warnings)
        let dynamicSymbols = ELFSymbols.read(type: 11, sections, reader, pointerSize: pointerSize, &warnings)
        var relocations = ELFRelocations.tables(sections)
        var contents: [UInt8] = []
        if header.isObject {
            let object = ELFObject(&sections)
            mappings = object.mappings(sections)
            symbols = object.placed(symbols)
            relocations = ELFRelocations.tables(sections, of: object)
            contents = object.linked(sections, header.architecture, reader, pointerSize: pointerSize)
        } else if mappings.isEmpty {
            mappings = sections.compactMap {
                $0.section.isLoaded ? AddressMap.Mapping(address: $0.section.address, range: $0.section.range) : nil
            }
        }
        structures.removeAll { $0.range.isEmpty }
        var image = Image(
            format: .elf, architecture: header.architecture, operatingSystem: operatingSystem(header, sections, reader),
            order: reader.order, pointerSize: pointerSize, size: reader.count, contents: contents,
            sections: sections.map(\.section),
            memory: AddressMap(mappings), symbols: symbols, dynamicSymbols: dynamicSymbols,
            relocations: relocations,
            unwindTables: unwindTables(sections.map(\.section)), pointers: PointerMap(pointerSize: pointerSize),
            structures: structures,
            warnings: warnings)
        image.isObject = header.isObject
        return image
    }

    /// PT_LOAD segments, clamped to the file.
    private static func segments(
        _ elf: OpaquePointer, _ header: ELFHeader, _ reader: ByteReader, _ warnings: inout [FormatError]
    ) -> [AddressMap.Mapping] {
        var count = 0
        guard unsafe elf_getphdrnum(elf, &count) == 0 else {
            warnings.append(FormatError("e_phoff", at: header.programHeaderField, "libelf: \(ELFHandle.problem)"))
            return []
        }
        var mappings: [AddressMap.Mapping] = []
        for index in 0..<min(count, header.programHeaderRoom(reader)) {
            var segment = GElf_Phdr()
            guard unsafe gelf_getphdr(elf, Int32(index), &segment) != nil else { continue }
            guard segment.p_type == UInt32(PT_LOAD), segment.p_filesz > 0 else { continue }
            if let range = reader.range(at: segment.p_offset, count: segment.p_filesz) {
                mappings.append(AddressMap.Mapping(address: Address(segment.p_vaddr), range: range))
            } else {
                let start = Int(clamping: segment.p_offset)
                warnings.append(
                    FormatError(
                        "program header \(index)", at: start,
                        "PT_LOAD of \(segment.p_filesz) bytes does not fit in the \(reader.count) bytes of the file",
                        end: segment.p_offset &+ segment.p_filesz))
                if start < reader.count {
                    mappings.append(AddressMap.Mapping(address: Address(segment.p_vaddr), range: start..<reader.count))
                }
            }
        }
        return mappings
    }

    private static func unwindTables(_ sections: [Section]) -> [UnwindTable] {
        sections.compactMap { section in
            switch section.name {
            case ".eh_frame": UnwindTable(range: section.range, address: section.address, encoding: .frames)
            case ".eh_frame_hdr": UnwindTable(range: section.range, address: section.address, encoding: .frameIndex)
            default: nil
            }
        }
    }

    /// GOOS by EI_OSABI and the note sections of the BSDs; nil if it is ambiguous.
    private static func operatingSystem(_ header: ELFHeader, _ sections: [ELFSection], _ reader: ByteReader) -> String? {
        func has(_ name: String) -> Bool { sections.contains { $0.section.name == name } }
        switch header.osABI {
        case 2: return "netbsd"
        case 3: return "linux"
        case 6: return "solaris"
        case 9: return "freebsd"
        case 12: return "openbsd"
        default: break
        }
        if has(".note.openbsd.ident") { return "openbsd" }
        if has(".note.netbsd.ident") { return "netbsd" }
        if let interpreter = sections.first(where: { $0.section.name == ".interp" }) {
            let path = reader.string(interpreter.section.range)
            if path.contains("/system/bin/linker") { return "android" }
            if path.contains("ld-linux") || path.contains("ld-musl") { return "linux" }
        }
        return nil
    }
}

/// An open libelf descriptor over bytes that do not move.
enum ELFHandle {
    /// Runs `body` with a descriptor, or nil if libelf rejects the bytes; closes the descriptor afterwards.
    static func with(_ bytes: RawSpan, _ body: (OpaquePointer?) -> Void) {
        _ = elf_version(UInt32(EV_CURRENT))
        unsafe bytes.withUnsafeBytes { buffer in
            // libelf takes a mutable pointer but writes only through its update functions, which are never called.
            let base = unsafe UnsafeMutablePointer(mutating: buffer.baseAddress?.assumingMemoryBound(to: CChar.self))
            let elf = unsafe elf_memory(base, buffer.count)
            unsafe body(elf)
            unsafe elf_end(elf)
        }
    }

    static var problem: String {
        guard let message = unsafe elf_errmsg(-1) else { return "unknown problem" }
        return unsafe String(cString: message)
    }
}

/// `Elf32_Ehdr` and `Elf64_Ehdr`: the fields that Pare needs, and the extents of the header tables.
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

    /// The header and the two tables, clamped to the file.
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

    /// Number of program headers that fit in the file.
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
