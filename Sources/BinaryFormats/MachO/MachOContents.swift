/// The contents of the load commands, added one command at a time.
struct MachOContents {
    var sections: [Section] = []
    var mappings: [AddressMap.Mapping] = []
    var symbols = SymbolTable()
    var structures: [Structure] = []
    /// Segments in the order of their commands, as relocations number them.
    var segments: [MachOSegment] = []
    var operatingSystem: String?

    /// Adds a command. Throws when the command is too short or points out of the file; other commands are unaffected.
    mutating func add(
        _ command: MachOHeader.Command, _ reader: ByteReader, pointerSize: Int, _ warnings: inout [FormatError]
    ) throws(FormatError) {
        switch command.type {
        case 0x1, 0x19: try addSegment(command, reader, is64: command.type == 0x19, &warnings)
        case 0x2: try addSymbols(command, reader, pointerSize: pointerSize, &warnings)
        case 0xb:
            let record = try fields("LC_DYSYMTAB", command, reader, size: 80)
            try addTable("LC_DYSYMTAB indirect symbols", .dynamicLinking, record.u32(56), record.u32(60), entrySize: 4, reader)
        case 0x22, 0x8000_0022:
            let record = try fields("LC_DYLD_INFO", command, reader, size: 48)
            for (index, part) in ["rebase", "bind", "weak bind", "lazy bind", "export"].enumerated() {
                try addTable(
                    "LC_DYLD_INFO \(part)", index == 0 ? .relocations : .dynamicLinking, record.u32(8 + index * 8),
                    record.u32(12 + index * 8), entrySize: 1, reader)
            }
        case 0x1d: try addLinkEdit("LC_CODE_SIGNATURE", .codeSignature, command, reader)
        case 0x1e: try addLinkEdit("LC_SEGMENT_SPLIT_INFO", .dynamicLinking, command, reader)
        case 0x26: try addLinkEdit("LC_FUNCTION_STARTS", .dynamicLinking, command, reader)
        case 0x29: try addLinkEdit("LC_DATA_IN_CODE", .dynamicLinking, command, reader)
        case 0x8000_0033: try addLinkEdit("LC_DYLD_EXPORTS_TRIE", .dynamicLinking, command, reader)
        case 0x8000_0034: try addLinkEdit("LC_DYLD_CHAINED_FIXUPS", .relocations, command, reader)
        case 0x24: operatingSystem = "darwin"
        case 0x25: operatingSystem = "ios"
        case 0x32:
            let platform = try fields("LC_BUILD_VERSION", command, reader, size: 24).u32(8)
            operatingSystem = platform == 1 ? "darwin" : "ios"
        default: break
        }
    }

    var relocations: [RelocationTable] {
        structures.filter { $0.role == .relocations }.map {
            RelocationTable(
                range: $0.range,
                encoding: $0.name == "LC_DYLD_CHAINED_FIXUPS" ? .chainedFixups(segments) : .rebaseOpcodes(segments))
        }
    }

    var unwindTables: [UnwindTable] {
        sections.filter { $0.name.hasSuffix(",__eh_frame") }.map {
            UnwindTable(range: $0.range, address: $0.address, encoding: .frames)
        }
    }

    @_lifetime(copy reader)
    private func fields(
        _ name: StaticString, _ command: MachOHeader.Command, _ reader: ByteReader, size: Int
    ) throws(FormatError) -> Record {
        guard command.size >= size else {
            throw FormatError("\(name)", at: command.offset, "cmdsize is \(command.size), expected at least \(size)")
        }
        return try reader.record(name, at: command.offset, size: size)
    }

    private mutating func addTable(
        _ name: String, _ role: Structure.Role, _ offset: UInt32, _ count: UInt32, entrySize: UInt64, _ reader: ByteReader
    ) throws(FormatError) {
        guard count > 0 else { return }
        guard let range = reader.range(at: UInt64(offset), count: UInt64(count) * entrySize) else {
            throw FormatError(
                name, at: Int(offset), "\(UInt64(count) * entrySize) bytes do not fit in the \(reader.count) bytes of the file",
                end: UInt64(offset) + UInt64(count) * entrySize)
        }
        structures.append(Structure(name, role, range))
    }

    private mutating func addLinkEdit(
        _ name: StaticString, _ role: Structure.Role, _ command: MachOHeader.Command, _ reader: ByteReader
    ) throws(FormatError) {
        let record = try fields(name, command, reader, size: 16)
        try addTable("\(name)", role, record.u32(8), record.u32(12), entrySize: 1, reader)
    }

    /// `segment_command` of 56 bytes with sections of 68, `segment_command_64` of 72 with sections of 80.
    private mutating func addSegment(
        _ command: MachOHeader.Command, _ reader: ByteReader, is64: Bool, _ warnings: inout [FormatError]
    ) throws(FormatError) {
        let word = is64 ? 8 : 4
        let size = is64 ? 72 : 56
        let record = try fields("LC_SEGMENT", command, reader, size: size)
        let name = record.fixedName(8, width: 16)
        let address = record.word(24, size: word)
        let fileOffset = record.word(24 + 2 * word, size: word)
        let fileSize = record.word(24 + 3 * word, size: word)
        segments.append(
            MachOSegment(
                address: Address(address), size: record.word(24 + word, size: word), fileOffset: fileOffset, fileSize: fileSize))
        if fileSize > 0 {
            var range = reader.range(at: fileOffset, count: fileSize)
            if range == nil {
                warnings.append(
                    FormatError(
                        "LC_SEGMENT \(name)", at: command.offset,
                        "\(fileSize) bytes at \(hexadecimal(fileOffset)) do not fit in the \(reader.count) bytes of the file",
                        end: fileOffset &+ fileSize))
                range = Int(min(fileOffset, UInt64(reader.count)))..<reader.count
            }
            if let range, name != "__DWARF" { mappings.append(AddressMap.Mapping(address: Address(address), range: range)) }
        }
        let announced = Int(record.u32(size - 8))
        let sectionSize = is64 ? 80 : 68
        let room = (command.size - size) / sectionSize
        if announced > room {
            warnings.append(
                FormatError("LC_SEGMENT \(name)", at: command.offset, "nsects is \(announced), the command has room for \(room)"))
        }
        for index in 0..<min(announced, room) {
            let offset = command.offset + size + index * sectionSize
            let section = try reader.record("section of LC_SEGMENT", at: offset, size: sectionSize)
            addSection(section, at: offset, reader, is64: is64, &warnings)
        }
    }

    private mutating func addSection(
        _ record: borrowing Record, at place: Int, _ reader: ByteReader, is64: Bool, _ warnings: inout [FormatError]
    ) {
        let word = is64 ? 8 : 4
        let segment = record.fixedName(16, width: 16)
        let name = "\(segment),\(record.fixedName(0, width: 16))"
        let address = record.word(32, size: word)
        let size = record.word(32 + word, size: word)
        let offset = UInt64(record.u32(32 + 2 * word))
        let flags = record.u32(32 + 2 * word + 16)
        let isZeroFill = [0x1, 0xc, 0x12].contains(flags & 0xff)
        var range = 0..<0
        // Sections of a dSYM that are in the program only have offset 0, which is that of the header.
        if !isZeroFill, size > 0, offset > 0 {
            if let found = reader.range(at: offset, count: size) {
                range = found
            } else {
                warnings.append(
                    FormatError(
                        "section \(name)", at: place,
                        "\(size) bytes at \(hexadecimal(offset)) do not fit in the \(reader.count) bytes of the file",
                        end: offset &+ size))
                range = Int(min(offset, UInt64(reader.count)))..<reader.count
            }
        }
        let isDebug = segment == "__DWARF"
        sections.append(
            Section(
                name: name, role: role(name: name, segment: segment, flags: flags, isZeroFill: isZeroFill), range: range,
                address: Address(address), virtualSize: isDebug ? 0 : size, isLoaded: !isDebug,
                compression: name.hasPrefix("__DWARF,__zdebug_") ? Compression(zdebug: range, reader) : nil))
    }

    private func role(name: String, segment: String, flags: UInt32, isZeroFill: Bool) -> Section.Role {
        if isZeroFill { return .zeroFill }
        if segment == "__DWARF" { return .debug }
        switch flags & 0xff {
        case 0x6, 0x7, 0x8: return .dynamicLinking  // S_NON_LAZY_SYMBOL_POINTERS, S_LAZY_SYMBOL_POINTERS, S_SYMBOL_STUBS
        default: break
        }
        if name.hasSuffix(",__stub_helper") { return .dynamicLinking }
        if name.hasSuffix(",__unwind_info") || name.hasSuffix(",__eh_frame") { return .unwind }
        if flags & 0x8000_0400 != 0 { return .code }  // S_ATTR_PURE_INSTRUCTIONS, S_ATTR_SOME_INSTRUCTIONS
        return segment == "__DATA" ? .data : .readOnlyData
    }

    private mutating func addSymbols(
        _ command: MachOHeader.Command, _ reader: ByteReader, pointerSize: Int, _ warnings: inout [FormatError]
    ) throws(FormatError) {
        guard symbols.symbols.isEmpty else { return }
        let record = try fields("LC_SYMTAB", command, reader, size: 24)
        let size = pointerSize == 8 ? 16 : 12
        try addTable("LC_SYMTAB string table", .stringTable, record.u32(16), record.u32(20), entrySize: 1, reader)
        let entries = try reader.table(
            "LC_SYMTAB symbols", at: UInt64(record.u32(8)), count: UInt64(record.u32(12)), entrySize: size)
        guard !entries.isEmpty else { return }
        structures.append(Structure("LC_SYMTAB symbols", .symbolTable, entries))
        guard let names = reader.range(at: UInt64(record.u32(16)), count: UInt64(record.u32(20))) else { return }
        symbols = MachOSymbols.read(entries, names: names, entrySize: size, sectionCount: sections.count, reader)
    }
}

/// A segment as relocations number it: its memory, and the part of the file mapped there.
struct MachOSegment: Sendable {
    var address: Address
    /// Bytes in memory.
    var size: UInt64
    var fileOffset: UInt64
    var fileSize: UInt64
}
