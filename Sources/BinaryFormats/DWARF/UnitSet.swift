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
}
