/// A unit of `.debug_info`, with the offsets of its parts of the other sections.
public struct DebugUnit: Sendable {
    /// A string of the unit's first entry, inline or in another section.
    public enum Text: Sendable, Hashable {
        case inline(String)
        /// Offset into `str`.
        case string(UInt64)
        /// Offset into `line_str`.
        case lineString(UInt64)
        /// Index into the unit's part of `str_offsets`.
        case index(UInt64)
    }

    /// Offsets in the contents of its section, header included.
    public var range: Range<Int>
    /// 2 to 5.
    public var version: Int { encoding.version }
    /// Bytes of an offset: 4, or 8 in the 64-bit DWARF format.
    public var offsetSize: Int { encoding.offsetSize }
    var encoding: DebugEncoding
    /// Offset of the first entry.
    var entries: Int
    /// Offset into `abbrev`.
    public var abbreviations: UInt64
    /// `DW_LANG_*`; nil if absent.
    public var language: UInt64?
    public var name: Text?
    /// `DW_AT_comp_dir`.
    public var folder: Text?
    /// Offset into `line`.
    public var lines: UInt64?
    /// `DW_AT_low_pc` of its first entry, or its index in `addr`.
    var lowAddress: UInt64?
    var lowAddressIndex: UInt64?
    /// `DW_AT_ranges` of its first entry, or its index after `rangeListsBase`.
    var codeRanges: UInt64?
    var codeRangesIndex: UInt64?
    /// Lowest offset into `rnglists` (DWARF 5) or `ranges` that its entries refer to.
    public var ranges: UInt64?
    /// Lowest offset into `loclists` (DWARF 5) or `loc` that its entries refer to.
    public var locations: UInt64?
    /// Bases of its parts of these sections, after their headers.
    public var rangeListsBase: UInt64?
    public var locationListsBase: UInt64?
    public var addressBase: UInt64?
    public var stringOffsetsBase: UInt64?
    /// Offset into `macro`, or into `macinfo`.
    public var macros: UInt64?
    public var macroInfo: UInt64?

    /// `DW_LANG_Swift`.
    public var isSwift: Bool { language == 0x1e }
    /// `DW_LANG_Go`.
    public var isGo: Bool { language == 0x16 }
}

/// The header of a unit, or of a table that belongs to one: its length and its version.
struct DebugUnitHeader {
    /// The whole unit, clamped to its section.
    var range: Range<Int>
    var isCut: Bool
    var version: Int
    var offsetSize: Int
    /// Offset after the version.
    var end: Int

    /// Nil at the end of the section, or if the header is malformed.
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

/// The uses of a string section: pairs of string and unit, in bounded memory.
public struct StringUses: Sendable {
    /// Offset << 32 | unit.
    private var uses: [UInt64] = []
    private var isFull = false
    private static let limit = 1 << 21

    public init() {}

    /// Records a use. Offsets above 4 GiB, and uses after the first million distinct ones, are dropped.
    @inline(__always)
    mutating func note(_ offset: UInt64, unit: Int) {
        guard offset <= UInt64(UInt32.max), !isFull else { return }
        uses.append(offset << 32 | UInt64(unit))
        if uses.count == StringUses.limit { compact() }
    }

    private mutating func compact() {
        uses = sorted()
        isFull = uses.count > StringUses.limit / 2
    }

    private func sorted() -> [UInt64] {
        var result: [UInt64] = []
        for use in uses.sorted() where use != result.last { result.append(use) }
        return result
    }

    /// Offset and unit, ascending, each pair once.
    public var pairs: [(offset: Int, unit: Int)] {
        sorted().map { (Int($0 >> 32), Int($0 & 0xffff_ffff)) }
    }
}
