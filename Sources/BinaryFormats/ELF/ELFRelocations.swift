/// `Elf_Rel`, `Elf_Rela` and the packed relative relocations of `SHT_RELR`.
struct ELFRelocations {
    private let range: Range<Int>
    private let hasAddend: Bool
    private let symbols: Range<Int>
    private let pointerSize: Int
    private let types: Types

    init(_ range: Range<Int>, hasAddend: Bool, symbols: Range<Int>, _ image: Image) {
        self.range = range
        self.hasAddend = hasAddend
        self.symbols = symbols
        pointerSize = image.pointerSize
        types = Types(image.architecture)
    }

    func forEach(_ reader: ByteReader, _ body: (Relocation) -> Void) {
        ELFRelocations.forEachEntry(range, hasAddend: hasAddend, pointerSize: pointerSize, reader) { entry in
            let value = value(type: entry.type, symbol: entry.symbol, addend: entry.addend, reader)
            body(Relocation(entry: entry.range, slot: Address(entry.slot), value: value))
        }
    }

    /// The fields of `Elf_Rel` or `Elf_Rela`.
    struct Entry {
        var range: Range<Int>
        var slot: UInt64
        var type: UInt32
        var symbol: Int
        var addend: UInt64?
    }

    static func forEachEntry(
        _ range: Range<Int>, hasAddend: Bool, pointerSize: Int, _ reader: ByteReader, _ body: (Entry) -> Void
    ) {
        let is64 = pointerSize == 8
        let size = pointerSize * (hasAddend ? 3 : 2)
        var offset = range.lowerBound
        while offset + size <= range.upperBound, let record = try? reader.record("relocation", at: offset, size: size) {
            let info = record.word(pointerSize, size: pointerSize)
            var addend: UInt64?
            if hasAddend { addend = is64 ? record.u64(16) : UInt64(record.u32(8)) }
            body(
                Entry(
                    range: offset..<offset + size, slot: record.word(0, size: pointerSize),
                    type: is64 ? UInt32(truncatingIfNeeded: info) : UInt32(info & 0xff),
                    symbol: Int(is64 ? info >> 32 : info >> 8),
                    addend: addend))
            offset += size
        }
    }

    private func value(type: UInt32, symbol: Int, addend: UInt64?, _ reader: ByteReader) -> Relocation.Value {
        if symbol == 0 {
            guard type == types.relative, let addend else { return .inPlace }
            return .pointer(addend)
        }
        let is64 = pointerSize == 8
        let (offset, overflow) = symbol.multipliedReportingOverflow(by: is64 ? 24 : 16)
        guard !overflow, offset <= symbols.count - (is64 ? 24 : 16),
            let record = try? reader.record("dynamic symbol", at: symbols.lowerBound + offset, size: is64 ? 24 : 16)
        else { return .inPlace }
        if record.u16(is64 ? 6 : 14) == 0 { return .imported }
        let address = is64 ? record.u64(8) : UInt64(record.u32(4))
        // An entry without addend has it in the slot, except if the entry replaces the slot.
        if type == types.globalData { return .pointer(address) }
        guard type == types.absolute, let addend else { return .inPlace }
        return .pointer(is64 ? address &+ addend : (address &+ addend) & 0xffff_ffff)
    }

    /// Relocation types that store an address in a whole slot. (psABI of each processor)
    private struct Types {
        var relative: UInt32?
        var absolute: UInt32?
        var globalData: UInt32?

        init(_ architecture: Architecture) {
            (relative, absolute, globalData) =
                switch architecture.name {
                case "amd64": (8, 1, 6)
                case "386": (8, 1, 6)
                case "arm64": (1027, 257, 1025)
                case "arm": (23, 2, 21)
                case "riscv64": (3, 2, nil)
                case "loong64": (3, 2, nil)
                case "ppc64", "ppc64le": (22, 38, 20)
                case "s390x": (12, 22, 10)
                default: (nil, nil, nil)
                }
        }
    }
}

extension ELFRelocations {
    /// The tables of the loader, without those that only the linker reads (`--emit-relocs`).
    static func tables(_ sections: [ELFSection]) -> [RelocationTable] {
        sections.compactMap { section in
            guard section.section.isLoaded else { return nil }
            let symbols = sections.indices.contains(section.link) ? sections[section.link].section.range : 0..<0
            let encoding: RelocationTable.Encoding? =
                switch section.type {
                case 4: .elf(hasAddend: true, symbols: symbols)
                case 9: .elf(hasAddend: false, symbols: symbols)
                case 19: .elfRelative
                default: nil
                }
            return encoding.map { RelocationTable(range: section.section.range, encoding: $0) }
        }
    }

    /// The tables of an object, each for one section.
    static func tables(_ sections: [ELFSection], of object: ELFObject) -> [RelocationTable] {
        sections.compactMap { section in
            guard section.type == 4 || section.type == 9, let target = object.target(of: section) else { return nil }
            return RelocationTable(range: section.section.range, encoding: .object(hasAddend: section.type == 4, target: target))
        }
    }

    /// An even word is the address of a slot; an odd one has a bit for each of the next 63 (31) words. The slots hold their
    /// addends.
    static func forEachRelative(
        _ range: Range<Int>, _ image: Image, _ reader: ByteReader, _ body: (Relocation) -> Void
    ) throws(FormatError) {
        let size = image.pointerSize
        var budget = SlotBudget("SHT_RELR", at: range.lowerBound, reader)
        var base: UInt64 = 0
        var offset = range.lowerBound
        while offset + size <= range.upperBound, let word = reader.word(at: offset, size: size) {
            let entry = offset..<offset + size
            if word & 1 == 0 {
                try budget.spend()
                body(Relocation(entry: entry, slot: Address(word), value: .inPlace))
                base = word &+ UInt64(size)
            } else {
                var bits = word >> 1
                while bits != 0 {
                    try budget.spend()
                    body(
                        Relocation(entry: entry, slot: Address(base &+ UInt64(bits.trailingZeroBitCount * size)), value: .inPlace)
                    )
                    bits &= bits - 1
                }
                base = base &+ UInt64((size * 8 - 1) * size)
            }
            offset += size
        }
    }
}

/// A limit for tables that claim more slots than the file has words.
struct SlotBudget {
    private let table: StaticString
    private let offset: Int
    private var rest: Int

    init(_ table: StaticString, at offset: Int, _ reader: ByteReader) {
        self.table = table
        self.offset = offset
        rest = reader.count / 4
    }

    mutating func spend() throws(FormatError) {
        guard rest > 0 else { throw FormatError("\(table)", at: offset, "claims more slots than the file has words") }
        rest -= 1
    }
}
