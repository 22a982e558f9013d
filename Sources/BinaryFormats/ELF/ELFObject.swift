/// A relocatable object (`ET_REL`), whose sections have no addresses and whose pointers are relocations: its sections are laid
/// out in order and its relocations applied to a copy of the file, which then reads like a linked program.
struct ELFObject {
    /// Address by section; 0 for sections without bytes.
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

    /// Sections that are not loaded get addresses too, as relocations refer to slots in them.
    func mappings(_ sections: [ELFSection]) -> [AddressMap.Mapping] {
        zip(sections, addresses).compactMap { section, address in
            section.section.compression == nil && address > 0
                ? AddressMap.Mapping(address: Address(address), range: section.section.range) : nil
        }
    }

    /// The symbols with addresses; in an object, their values are offsets in their section.
    func placed(_ table: SymbolTable) -> SymbolTable {
        var table = table
        for index in table.symbols.indices where table.symbols[index].section >= 0 {
            table.symbols[index].address = table.symbols[index].address + addresses[Int(table.symbols[index].section)]
        }
        return table
    }

    /// Address of the section that a relocation table applies to.
    func target(of table: ELFSection) -> Address? {
        addresses.indices.contains(table.info) && addresses[table.info] > 0 ? Address(addresses[table.info]) : nil
    }

    /// The file with all relocations applied that Pare can compute.
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

    /// Address of a symbol, or its offset in a section that is not loaded, as DWARF expects; nil if it is defined in another
    /// object.
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

/// The effect of an object's relocation on the bytes of its slot. (psABI of each processor)
struct ELFSlot {
    private enum Operation {
        case absolute
        /// Distance from the slot.
        case relative
        /// The page of `ADRP`, and the offset in the page of an addition (0) or an access of 1 << n bytes.
        case page
        case pageOffset(UInt64)
    }

    /// Bytes.
    let size: Int
    private let operation: Operation

    /// Nil for types that do not store addresses of the object itself, and types that no pass needs.
    init?(_ architecture: Architecture, _ type: UInt32, pointerSize: Int) {
        switch (architecture.name, type) {
        case ("amd64", 1): (size, operation) = (8, .absolute)
        case ("amd64", 10), ("amd64", 11): (size, operation) = (4, .absolute)
        case ("amd64", 2), ("amd64", 4): (size, operation) = (4, .relative)
        case ("amd64", 24): (size, operation) = (8, .relative)
        case ("arm64", 257): (size, operation) = (8, .absolute)
        case ("arm64", 258): (size, operation) = (4, .absolute)
        case ("arm64", 260): (size, operation) = (8, .relative)
        case ("arm64", 261): (size, operation) = (4, .relative)
        case ("arm64", 275): (size, operation) = (4, .page)
        case ("arm64", 277), ("arm64", 278): (size, operation) = (4, .pageOffset(0))
        case ("arm64", 284): (size, operation) = (4, .pageOffset(1))
        case ("arm64", 285): (size, operation) = (4, .pageOffset(2))
        case ("arm64", 286): (size, operation) = (4, .pageOffset(3))
        case ("arm64", 299): (size, operation) = (4, .pageOffset(4))
        case ("386", 1), ("arm", 2): (size, operation) = (4, .absolute)
        case ("riscv64", 2), ("loong64", 2), ("s390x", 22), ("ppc64", 38), ("ppc64le", 38): (size, operation) = (8, .absolute)
        case ("riscv64", 1), ("loong64", 1), ("s390x", 4), ("ppc64", 1), ("ppc64le", 1): (size, operation) = (4, .absolute)
        default: return nil
        }
    }

    /// The slot's contents after linking; before, they are the addend, if the entry has none.
    func value(_ old: UInt64, symbol: UInt64, addend: UInt64?, place: UInt64) -> UInt64 {
        switch operation {
        case .absolute: return symbol &+ (addend ?? old)
        case .relative: return symbol &+ (addend ?? old) &- place
        case .page:
            let pages = ((symbol &+ (addend ?? 0)) >> 12) &- (place >> 12)
            return old & 0x9f00_001f | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5
        case .pageOffset(let scale):
            let offset = (symbol &+ (addend ?? 0)) & 0xfff
            return old & 0xffc0_03ff | (offset >> scale) << 10
        }
    }
}
