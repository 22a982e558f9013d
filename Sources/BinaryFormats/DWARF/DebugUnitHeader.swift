/// The header of a unit, or of a table that belongs to one: a length, a version, and where the next one starts.
struct DebugUnitHeader {
    /// The whole unit, clamped to its section.
    var range: Range<Int>
    var isCut: Bool
    var version: Int
    var offsetSize: Int
    /// Offset behind the version.
    var end: Int

    /// Nil at the end of the section, or where a header makes no sense.
    init?(at offset: Int, _ reader: ByteReader) {
        guard let first = reader.u32(at: offset), first < 0xffff_fff0 || first == .max else { return nil }
        offsetSize = first == .max ? 8 : 4
        let start = offset + (offsetSize == 8 ? 12 : 4)
        guard let length = offsetSize == 8 ? reader.u64(at: offset + 4) : UInt64(first), let version = reader.u16(at: start)
        else { return nil }
        self.version = Int(version)
        let room = UInt64(reader.count - start)
        isCut = length > room
        range = offset..<start + Int(min(length, room))
        end = start + 2
        guard end <= range.upperBound else { return nil }
    }
}
