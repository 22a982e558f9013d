/// The sets of `.debug_aranges`, `.debug_pubnames` and similar sections: one per unit.
public struct UnitSet: Sendable {
    /// Offsets in the contents of the section.
    public var range: Range<Int>
    /// Offset of the unit in `info`.
    public var unit: UInt64

    /// Calls `body` for each set, in order, up to the first malformed one.
    public static func forEach(in reader: ByteReader, _ body: (UnitSet) -> Void) {
        var offset = 0
        while let header = DebugUnitHeader(at: offset, reader), !header.isCut,
            let unit = reader.word(at: header.end, size: header.offsetSize)
        {
            body(UnitSet(range: header.range, unit: unit))
            offset = header.range.upperBound
        }
    }

    /// Calls `body` for each code range in `.debug_aranges`, with the offset of its unit in `info`, up to the first malformed
    /// set.
    public static func forEachRange(in reader: ByteReader, _ body: (Range<Address>, _ unit: UInt64) -> Void) {
        var offset = 0
        while let header = DebugUnitHeader(at: offset, reader), !header.isCut,
            let unit = reader.word(at: header.end, size: header.offsetSize),
            let size = reader.u8(at: header.end + header.offsetSize).map(Int.init), size == 4 || size == 8
        {
            // Tuples start at a multiple of their size from the start of the set, after a byte for the segment size.
            let start = header.end + header.offsetSize + 2 - header.range.lowerBound
            var place = header.range.lowerBound + (start + 2 * size - 1) / (2 * size) * 2 * size
            while place + 2 * size <= header.range.upperBound, let address = reader.word(at: place, size: size),
                let length = reader.word(at: place + size, size: size), length > 0, address < UInt64.max - length
            {
                body(Address(address)..<Address(address + length), unit)
                place += 2 * size
            }
            offset = header.range.upperBound
        }
    }
}

/// The indexes of `.debug_names`: one per unit, or one for many. (DWARF 5, 6.1.1.4)
public struct NameIndex: Sendable {
    /// Offsets in the contents of the section.
    public var range: Range<Int>
    /// Offsets of its units in `info`.
    public var units: [UInt64]

    /// Calls `body` for each index, in order, up to the first malformed one.
    public static func forEach(in reader: ByteReader, _ body: (NameIndex) -> Void) {
        var offset = 0
        while let header = DebugUnitHeader(at: offset, reader), !header.isCut {
            offset = header.range.upperBound
            // Fields after the version: padding, counts of units, local and foreign type units, buckets and names, sizes of the
            // abbreviations and of the augmentation.
            let fields = header.end + 2
            guard let count = reader.u32(at: fields), let augmentation = reader.u32(at: fields + 24) else { return }
            let first = fields + 28 + Int(augmentation)
            let size = header.offsetSize
            guard first <= offset, Int(count) <= (offset - first) / size else {
                body(NameIndex(range: header.range, units: []))
                continue
            }
            body(
                NameIndex(
                    range: header.range, units: (0..<Int(count)).compactMap { reader.word(at: first + $0 * size, size: size) }))
        }
    }
}

/// The entries of `.debug_frame`: unwind descriptions of functions (FDEs) and their common parts (CIEs).
public struct FrameEntry: Sendable {
    /// Offsets in the contents of the section.
    public var range: Range<Int>
    /// Start of the function; nil for a common information entry.
    public var function: Address?

    /// Calls `body` for each entry, in order, up to the first malformed one. Addresses have `addressSize` (4 or 8) bytes.
    public static func forEach(in reader: ByteReader, addressSize: Int, _ body: (FrameEntry) -> Void) {
        var offset = 0
        while let first = reader.u32(at: offset) {
            let is64 = first == .max
            let start = offset + (is64 ? 12 : 4)
            guard let length = is64 ? reader.u64(at: offset + 4) : UInt64(first),
                let range = reader.range(at: UInt64(start), count: length),
                let identifier = is64 ? reader.u64(at: start) : reader.u32(at: start).map({ $0 == .max ? .max : UInt64($0) })
            else { return }
            let address = identifier == .max ? nil : reader.word(at: start + (is64 ? 8 : 4), size: addressSize)
            body(FrameEntry(range: offset..<range.upperBound, function: address.map { Address($0) }))
            offset = range.upperBound
        }
    }
}
