/// The sets of `.debug_aranges`, `.debug_pubnames` and their like: one for each unit.
public struct UnitSet: Sendable {
    /// Offsets in the contents of the section.
    public var range: Range<Int>
    /// Offset of the unit in `info`.
    public var unit: UInt64

    /// Calls `body` for each set, in order, up to damage.
    public static func forEach(in reader: ByteReader, _ body: (UnitSet) -> Void) {
        var offset = 0
        while let header = DebugUnitHeader(at: offset, reader), !header.isCut,
            let unit = reader.word(at: header.end, size: header.offsetSize)
        {
            body(UnitSet(range: header.range, unit: unit))
            offset = header.range.upperBound
        }
    }

    /// Calls `body` for each range of code in `.debug_aranges`, up to damage, with the offset of its unit in `info`.
    public static func forEachRange(in reader: ByteReader, _ body: (Range<Address>, _ unit: UInt64) -> Void) {
        var offset = 0
        while let header = DebugUnitHeader(at: offset, reader), !header.isCut,
            let unit = reader.word(at: header.end, size: header.offsetSize),
            let size = reader.u8(at: header.end + header.offsetSize).map(Int.init), size == 4 || size == 8
        {
            // Tuples begin at a multiple of their size from the start of the set, behind a byte for segments.
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
