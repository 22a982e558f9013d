/// The code that a unit says it describes: `DW_AT_low_pc` and `DW_AT_ranges` of its first entry.
public struct UnitCode: Sendable {
    private let unit: DebugUnit

    public init(_ unit: DebugUnit) {
        self.unit = unit
    }

    /// Name of the section that holds the list, without `.debug_`.
    public var section: String { unit.version < 5 ? "ranges" : "rnglists" }

    /// Calls `body` with the start of each range, at most `limit` of them. `lists` are the contents of `section`; entries that
    /// refer to `.debug_addr` end the list.
    public func forEachStart(_ lists: ByteReader, limit: Int, _ body: (Address, _ size: UInt64) -> Void) {
        guard let list = unit.codeRanges else {
            if let start = unit.lowAddress, start != 0 { body(Address(start), 1) }
            return
        }
        var offset = Int(clamping: list)
        var base = unit.lowAddress ?? 0
        for _ in 0..<limit {
            let entry = unit.version < 5 ? pair(at: offset, lists, &base) : listEntry(at: offset, lists, &base)
            guard let entry else { return }
            offset = entry.end
            if let range = entry.range, range.size > 0 { body(Address(range.start), range.size) }
        }
    }

    private typealias Entry = (range: (start: UInt64, size: UInt64)?, end: Int)

    /// `.debug_ranges`: two addresses relative to the base; zeros end the list, all ones set the base.
    private func pair(at offset: Int, _ lists: ByteReader, _ base: inout UInt64) -> Entry? {
        let size = unit.encoding.addressSize
        guard size == 4 || size == 8, let start = lists.word(at: offset, size: size),
            let end = lists.word(at: offset &+ size, size: size), start != 0 || end != 0
        else { return nil }
        if start == (size == 8 ? .max : UInt64(UInt32.max)) {
            base = end
            return (nil, offset + 2 * size)
        }
        return ((base &+ start, end > start ? end - start : 0), offset + 2 * size)
    }

    /// `DW_RLE_*` of `.debug_rnglists`.
    private func listEntry(at offset: Int, _ lists: ByteReader, _ base: inout UInt64) -> Entry? {
        let size = unit.encoding.addressSize
        guard size == 4 || size == 8, let kind = lists.u8(at: offset) else { return nil }
        switch kind {
        case 4:
            guard let start = lists.uleb128(at: offset + 1), let end = lists.uleb128(at: start.end) else { return nil }
            return ((base &+ start.value, end.value > start.value ? end.value - start.value : 0), end.end)
        case 5:
            guard let address = lists.word(at: offset + 1, size: size) else { return nil }
            base = address
            return (nil, offset + 1 + size)
        case 6:
            guard let start = lists.word(at: offset + 1, size: size), let end = lists.word(at: offset + 1 + size, size: size)
            else { return nil }
            return ((start, end > start ? end - start : 0), offset + 1 + 2 * size)
        case 7:
            guard let start = lists.word(at: offset + 1, size: size), let length = lists.uleb128(at: offset + 1 + size) else {
                return nil
            }
            return ((start, length.value), length.end)
        default: return nil
        }
    }
}
