/// An object before the last link (`ET_REL`), where sections have no addresses and pointers stand in relocations: its sections
/// are laid out one after the other and its relocations applied to a copy of the file, which then reads like a linked program.
struct ELFObject {
    /// By section; 0 for those without bytes.
    private var addresses: [UInt64] = []

    init(_ sections: inout [ELFSection]) {
        var next: UInt64 = 1 << 20
        for index in sections.indices {
            let section = sections[index].section
            guard section.isLoaded || !section.range.isEmpty else {
                addresses.append(0)
                continue
            }
            addresses.append(next)
            if section.isLoaded { sections[index].section.address = Address(next) }
            let size = max(UInt64(section.range.count), min(section.virtualSize, 1 << 40))
            next = (next + size + 4095) & ~4095
        }
    }

    /// What is not loaded has a place too, as relocations name slots there.
    func mappings(_ sections: [ELFSection]) -> [AddressMap.Mapping] {
        zip(sections, addresses).compactMap { section, address in
            section.section.compression == nil && address > 0
                ? AddressMap.Mapping(address: Address(address), range: section.section.range) : nil
        }
    }

    /// Symbols count from the start of their section.
    func placed(_ table: SymbolTable) -> SymbolTable {
        var table = table
        for index in table.symbols.indices where table.symbols[index].section >= 0 {
            table.symbols[index].address = table.symbols[index].address + addresses[Int(table.symbols[index].section)]
        }
        return table
    }

    /// Address of the section that a table of relocations is about.
    func target(of table: ELFSection) -> Address? {
        addresses.indices.contains(table.info) && addresses[table.info] > 0 ? Address(addresses[table.info]) : nil
    }

    /// The file with every relocation applied that Pare can compute.
    func linked(_ sections: [ELFSection], _ architecture: Architecture, _ reader: ByteReader, pointerSize: Int) -> [UInt8] {
        var contents = reader.copy()
        for table in sections where (table.type == 4 || table.type == 9) && sections.indices.contains(table.info) {
            let target = sections[table.info].section
            guard sections.indices.contains(table.link), target.compression == nil, !target.range.isEmpty else { continue }
            let symbols = sections[table.link].section.range
            ELFRelocations.forEachEntry(table.section.range, hasAddend: table.type == 4, pointerSize: pointerSize, reader) {
                entry in
                guard let symbol = symbol(entry.symbol, symbols, sections, reader, pointerSize: pointerSize),
                    let offset = Int(exactly: entry.slot), offset < target.range.count
                else { return }
                let place = target.range.lowerBound + offset
                let slot = ELFSlot(architecture, entry.type, pointerSize: pointerSize)
                guard let slot, place + slot.size <= target.range.upperBound else { return }
                let old = reader.word(at: place, size: slot.size) ?? 0
                let new = slot.value(old, symbol: symbol, addend: entry.addend, place: addresses[table.info] &+ entry.slot)
                contents.replaceSubrange(place..<place + slot.size, with: reader.encoded(new, size: slot.size))
            }
        }
        return contents
    }

    /// Address of a symbol, or its offset in a section that is not loaded, as DWARF wants it; nil where it is in another object.
    private func symbol(
        _ index: Int, _ symbols: Range<Int>, _ sections: [ELFSection], _ reader: ByteReader, pointerSize: Int
    ) -> UInt64? {
        let size = pointerSize == 8 ? 24 : 16
        guard index >= 0, index < symbols.count / size,
            let record = try? reader.record("symbol", at: symbols.lowerBound + index * size, size: size)
        else { return nil }
        let section = Int(record.u16(size == 24 ? 6 : 14))
        guard section > 0, sections.indices.contains(section) else { return nil }
        let value = size == 24 ? record.u64(8) : UInt64(record.u32(4))
        return sections[section].section.isLoaded ? addresses[section] &+ value : value
    }
}
