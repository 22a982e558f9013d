/// The indexes of `.debug_names`: one for each unit, or one for many. (DWARF 5, 6.1.1.4)
public struct NameIndex: Sendable {
    /// Offsets in the contents of the section.
    public var range: Range<Int>
    /// Offsets of its units in `info`.
    public var units: [UInt64]

    /// Calls `body` for each index, in order, up to damage.
    public static func forEach(in reader: ByteReader, _ body: (NameIndex) -> Void) {
        var offset = 0
        while let header = DebugUnitHeader(at: offset, reader), !header.isCut {
            offset = header.range.upperBound
            // Behind the version: padding, the number of units, of local and foreign type units, of buckets and names, the
            // size of the abbreviations, the size of the augmentation.
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
