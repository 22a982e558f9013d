/// A slot that the loader fills or adjusts, and the bytes of the file that encode the relocation.
public struct Relocation: Sendable, Hashable {
    /// The value of the slot after loading, for an image loaded at its preferred address.
    public enum Value: Sendable, Hashable {
        /// The value stored in the file.
        case inPlace
        case pointer(UInt64)
        /// An address in another image.
        case imported
    }

    /// File offsets of the entry. An entry that encodes several slots is reported once per slot.
    public var entry: Range<Int>
    /// File offsets of a prefix that several consecutive entries share.
    public var shared: Range<Int>?
    public var slot: Address
    public var value: Value
}

/// A table of relocations that the loader reads, in the encoding of its format.
public struct RelocationTable: Sendable {
    enum Encoding: Sendable {
        /// `Elf_Rel` or `Elf_Rela`, against the dynamic symbols at these file offsets.
        case elf(hasAddend: Bool, symbols: Range<Int>)
        /// `Elf_Rel` or `Elf_Rela` of an object, whose slots count from the start of a section.
        case object(hasAddend: Bool, target: Address)
        /// `SHT_RELR`.
        case elfRelative
        /// Blocks of the PE directory 5.
        case peBlocks(imageBase: UInt64)
        /// `LC_DYLD_INFO` rebase.
        case rebaseOpcodes([MachOSegment])
        /// `LC_DYLD_CHAINED_FIXUPS`.
        case chainedFixups([MachOSegment])
    }

    /// File offsets.
    public let range: Range<Int>
    let encoding: Encoding

    /// Calls `body` for each relocation, in the order of the table.
    ///
    /// Throws at the first malformed entry, or if the table claims more slots than the file has words.
    public func forEach(_ image: Image, _ reader: ByteReader, _ body: (Relocation) -> Void) throws(FormatError) {
        switch encoding {
        case .elf(let hasAddend, let symbols):
            ELFRelocations(range, hasAddend: hasAddend, symbols: symbols, image).forEach(reader, body)
        case .object(let hasAddend, let target):
            ELFRelocations.forEachEntry(range, hasAddend: hasAddend, pointerSize: image.pointerSize, reader) { entry in
                body(Relocation(entry: entry.range, slot: target + entry.slot, value: .inPlace))
            }
        case .elfRelative: try ELFRelocations.forEachRelative(range, image, reader, body)
        case .peBlocks(let base): try PERelocations.forEach(range, imageBase: base, reader, body)
        case .rebaseOpcodes(let segments): try MachORebase.forEach(range, segments, image, reader, body)
        case .chainedFixups(let segments): try MachOChainedFixups(range, segments).forEach(reader, body)
        }
    }

    /// Whether slots of this encoding can differ between file and memory.
    var changesPointers: Bool {
        switch encoding {
        case .elf, .chainedFixups: true
        case .object, .elfRelative, .peBlocks, .rebaseOpcodes: false
        }
    }
}
