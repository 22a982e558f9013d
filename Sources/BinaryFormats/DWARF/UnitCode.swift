/// The code that a unit describes: `DW_AT_low_pc` and `DW_AT_ranges` of its first entry.
public struct UnitCode: ~Escapable {
    private let unit: DebugUnit
    private let lists: ByteReader
    private let addresses: ByteReader
    private var base: UInt64

    /// `lists` are the contents of `section`, `addresses` those of `addr`; either may be empty.
    @_lifetime(copy lists, copy addresses)
    public init(_ unit: DebugUnit, lists: ByteReader, addresses: ByteReader) {
        self.unit = unit
        self.lists = lists
        self.addresses = addresses
        base = unit.lowAddress ?? 0
        if unit.lowAddress == nil, let index = unit.lowAddressIndex { base = address(index) ?? 0 }
    }

    /// Name of the section that holds the list of a unit, without `.debug_`.
    public static func section(of unit: DebugUnit) -> String { unit.version < 5 ? "ranges" : "rnglists" }

    /// Calls `body` with the start and size of each range, at most `limit` of them, up to the first malformed one. A unit without
    /// a list yields its lowest address, with size 1.
    public mutating func forEachStart(limit: Int, _ body: (Address, _ size: UInt64) -> Void) {
        guard var offset = list else {
            if base != 0 { body(Address(base), 1) }
            return
        }
        for _ in 0..<limit {
            guard let entry = unit.version < 5 ? pair(at: offset) : listEntry(at: offset) else { return }
            offset = entry.end
            if let range = entry.range, range.end > range.start { body(Address(range.start), range.end - range.start) }
        }
    }

    /// Offset of the list.
    private var list: Int? {
        if let offset = unit.codeRanges { return Int(clamping: offset) }
        guard let index = unit.codeRangesIndex, let base = unit.rangeListsBase,
            let place = place(base, index, size: unit.offsetSize), let offset = lists.word(at: place, size: unit.offsetSize)
        else { return nil }
        return Int(clamping: base.addingReportingOverflow(offset).partialValue)
    }

    private func address(_ index: UInt64) -> UInt64? {
        guard unit.addressBase != nil || unit.version < 5,
            let place = place(unit.addressBase ?? 0, index, size: unit.encoding.addressSize)
        else { return nil }
        return word(addresses, at: place)
    }

    /// Offset of an entry of a table.
    private func place(_ base: UInt64, _ index: UInt64, size: Int) -> Int? {
        let (distance, overflow) = index.multipliedReportingOverflow(by: UInt64(size))
        let (place, overflows) = base.addingReportingOverflow(distance)
        return overflow || overflows ? nil : Int(exactly: place)
    }

    private func word(_ reader: ByteReader, at offset: Int) -> UInt64? {
        let size = unit.encoding.addressSize
        return size == 4 || size == 8 ? reader.word(at: offset, size: size) : nil
    }

    private typealias Entry = (range: (start: UInt64, end: UInt64)?, end: Int)

    /// `.debug_ranges`: two addresses relative to the base; zeros end the list, all ones set the base.
    private mutating func pair(at offset: Int) -> Entry? {
        let size = unit.encoding.addressSize
        guard let start = word(lists, at: offset), let end = word(lists, at: offset + size), start != 0 || end != 0 else {
            return nil
        }
        if start == (size == 8 ? .max : UInt64(UInt32.max)) {
            base = end
            return (nil, offset + 2 * size)
        }
        return ((base &+ start, base &+ end), offset + 2 * size)
    }

    /// `DW_RLE_*` of `.debug_rnglists`: the kind and up to two operands.
    private mutating func listEntry(at offset: Int) -> Entry? {
        guard let kind = lists.u8(at: offset), let first = operand(kind, at: offset + 1) else { return nil }
        if kind == 1 || kind == 5 {
            base = first.value
            return (nil, first.end)
        }
        let isLength = kind == 3 || kind == 7
        guard let second = isLength || kind == 4 ? lists.uleb128(at: first.end) : operand(kind, at: first.end) else { return nil }
        switch kind {
        case 4: return ((base &+ first.value, base &+ second.value), second.end)
        case 3, 7: return ((first.value, first.value &+ second.value), second.end)
        default: return ((first.value, second.value), second.end)
        }
    }

    /// The operand of a range list entry: an address index, a distance from the base, or an address.
    private func operand(_ kind: UInt8, at offset: Int) -> (value: UInt64, end: Int)? {
        switch kind {
        case 1, 2, 3:
            guard let index = lists.uleb128(at: offset), let address = address(index.value) else { return nil }
            return (address, index.end)
        case 4: return lists.uleb128(at: offset)
        case 5, 6, 7: return word(lists, at: offset).map { ($0, offset + unit.encoding.addressSize) }
        default: return nil
        }
    }
}
