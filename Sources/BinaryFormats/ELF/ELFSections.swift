internal import CLibelf

/// A section with the fields of its header that only ELF has.
struct ELFSection {
    var section: Section
    /// `sh_type`.
    var type: UInt32
    /// `sh_link`: for a symbol table, the index of its string table.
    var link: Int
    /// `sh_info`: for a table of relocations, the index of the section that they change.
    var info: Int
    /// `sh_entsize`.
    var entrySize: UInt64

    /// All sections of the table, including the null section, so that indexes match.
    static func all(
        _ elf: OpaquePointer, _ header: ELFHeader, _ reader: ByteReader, _ warnings: inout [FormatError]
    ) -> [ELFSection] {
        guard header.sectionHeaderOffset != 0, header.sectionHeaderCount > 0 else { return [] }
        guard header.sectionHeaderEntrySize >= (header.pointerSize == 8 ? 64 : 40), header.sectionHeaders(reader) != nil else {
            warnings.append(
                FormatError(
                    "e_shoff", at: header.sectionHeaderField,
                    "\(header.sectionHeaderCount) section headers of \(header.sectionHeaderEntrySize) bytes at "
                        + "\(hexadecimal(header.sectionHeaderOffset)) do not fit in the \(reader.count) bytes of the file",
                    end: header.sectionHeaderOffset &+ header.sectionHeaderCount &* UInt64(header.sectionHeaderEntrySize)))
            return []
        }
        var count = 0
        var names = 0
        guard unsafe elf_getshdrnum(elf, &count) == 0 else {
            warnings.append(FormatError("e_shnum", at: header.sectionHeaderField, "libelf: \(ELFHandle.problem)"))
            return []
        }
        if unsafe elf_getshdrstrndx(elf, &names) != 0 {
            warnings.append(FormatError("e_shstrndx", at: header.size - 2, "libelf: \(ELFHandle.problem)"))
        }
        var headers: [GElf_Shdr] = []
        for index in 0..<min(count, Int(clamping: header.sectionHeaderCount)) {
            var value = GElf_Shdr()
            let found = unsafe elf_getscn(elf, index).map { unsafe gelf_getshdr($0, &value) != nil } ?? false
            if !found {
                warnings.append(
                    FormatError(
                        "section header \(index)", at: Int(clamping: header.sectionHeaderOffset), "libelf: \(ELFHandle.problem)"))
            }
            headers.append(value)
        }
        let nameTable =
            headers.indices.contains(names)
            ? reader.range(at: headers[names].sh_offset, count: headers[names].sh_size) ?? 0..<0 : 0..<0
        return headers.enumerated().map { index, value in
            let nameRange = reader.name(at: nameTable.lowerBound + Int(value.sh_name), limit: nameTable.upperBound)
            let name = nameRange.map { reader.string($0) } ?? "section \(index)"
            return ELFSection(
                section: section(value, name: name, index: index, header, reader, &warnings), type: value.sh_type,
                link: Int(value.sh_link), info: Int(value.sh_info), entrySize: value.sh_entsize)
        }
    }

    private static func section(
        _ value: GElf_Shdr, name: String, index: Int, _ header: ELFHeader, _ reader: ByteReader, _ warnings: inout [FormatError]
    ) -> Section {
        let hasBytes = value.sh_type != UInt32(SHT_NOBITS) && value.sh_type != UInt32(SHT_NULL)
        var range = 0..<0
        if hasBytes {
            if let inFile = reader.range(at: value.sh_offset, count: value.sh_size) {
                range = inFile
            } else {
                warnings.append(
                    FormatError(
                        "section header of \(name)",
                        at: Int(clamping: header.sectionHeaderOffset) &+ index &* header.sectionHeaderEntrySize,
                        "\(value.sh_size) bytes at \(hexadecimal(value.sh_offset)) do not fit in the \(reader.count) bytes of the file",
                        end: value.sh_offset &+ value.sh_size))
                let start = Int(clamping: min(value.sh_offset, UInt64(reader.count)))
                range = start..<reader.count
            }
        }
        let flags = value.sh_flags
        var compression: Compression?
        if flags & UInt64(SHF_COMPRESSED) != 0 {
            compression = compressionHeader(name, range, header, reader, &warnings)
        } else if name.hasPrefix(".zdebug_") {
            compression = Compression(zdebug: range, reader)
        }
        return Section(
            name: name, role: role(type: value.sh_type, flags: flags, name: name), range: range, address: Address(value.sh_addr),
            virtualSize: flags & UInt64(SHF_ALLOC) != 0 ? value.sh_size : 0, isLoaded: flags & UInt64(SHF_ALLOC) != 0,
            compression: compression)
    }

    /// `Elf32_Chdr` and `Elf64_Chdr`. (System V gABI, `ch_type`)
    private static func compressionHeader(
        _ name: String, _ range: Range<Int>, _ header: ELFHeader, _ reader: ByteReader, _ warnings: inout [FormatError]
    ) -> Compression? {
        let size = header.pointerSize == 8 ? 24 : 12
        guard range.count >= size, let type = reader.u32(at: range.lowerBound),
            let inflated = reader.word(at: range.lowerBound + (size == 24 ? 8 : 4), size: header.pointerSize)
        else {
            warnings.append(FormatError("compression header of \(name)", at: range.lowerBound, "does not fit in the section"))
            return nil
        }
        let methods: [UInt32: Compression.Method] = [1: .zlib, 2: .zstd]
        guard let method = methods[type] else {
            warnings.append(
                FormatError("ch_type of \(name)", at: range.lowerBound, "found \(type), expected 1 (zlib) or 2 (zstd)"))
            return nil
        }
        return Compression(stream: range.lowerBound + size..<range.upperBound, inflatedSize: inflated, method: method)
    }

    /// Notes of linkers for loaders, debuggers and package managers.
    private static let systemNotes = [
        ".note.ABI-tag", ".note.gnu.", ".note.netbsd.", ".note.openbsd.", ".note.tag", ".note.stapsdt", ".note.package",
    ]

    private static func role(type: UInt32, flags: UInt64, name: String) -> Section.Role {
        switch type {
        case UInt32(SHT_SYMTAB), UInt32(SHT_SYMTAB_SHNDX): return .symbolTable
        case UInt32(SHT_STRTAB) where name == ".dynstr": return .dynamicLinking
        case UInt32(SHT_STRTAB): return .stringTable
        case UInt32(SHT_RELA), UInt32(SHT_REL), 19: return .relocations
        case UInt32(SHT_NOTE) where [".note.gnu.build-id", ".note.go.buildid"].contains(name): return .buildID
        case UInt32(SHT_NOTE) where systemNotes.contains(where: name.hasPrefix): return .dynamicLinking
        case UInt32(SHT_DYNSYM), UInt32(SHT_DYNAMIC), UInt32(SHT_HASH), UInt32(SHT_GNU_HASH), UInt32(SHT_GNU_versym),
            UInt32(SHT_GNU_verdef), UInt32(SHT_GNU_verneed):
            return .dynamicLinking
        case UInt32(SHT_NOBITS), UInt32(SHT_NULL): return .zeroFill
        default: break
        }
        if name.hasPrefix(".debug_") || name.hasPrefix(".zdebug_") { return .debug }
        if [".interp", ".plt", ".plt.sec", ".got", ".got.plt", ".plt.got", ".gnu.version_r"].contains(name) {
            return .dynamicLinking
        }
        if [".eh_frame", ".eh_frame_hdr", ".gcc_except_table"].contains(name) { return .unwind }
        guard flags & UInt64(SHF_ALLOC) != 0 else { return .other }
        if flags & UInt64(SHF_EXECINSTR) != 0 { return .code }
        return flags & UInt64(SHF_WRITE) != 0 ? .data : .readOnlyData
    }
}

extension Compression {
    /// The older form: `ZLIB`, a big-endian u64 of the inflated size, the stream. (`.zdebug_*`, `__zdebug_*`)
    init?(zdebug range: Range<Int>, _ reader: ByteReader) {
        guard range.count >= 12, reader.has("ZLIB", at: range.lowerBound),
            let size = ByteReader(reader.bytes, order: .big).u64(at: range.lowerBound + 4)
        else { return nil }
        self.init(stream: range.lowerBound + 12..<range.upperBound, inflatedSize: size)
    }
}
