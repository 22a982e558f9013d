/// A unit of `.debug_info`: what it describes, and where its parts of the other sections are.
public struct DebugUnit: Sendable {
    /// A text of the unit's first entry, which may stand in another section.
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
    /// `DW_LANG_*`; nil when it does not say.
    public var language: UInt64?
    public var name: Text?
    /// `DW_AT_comp_dir`.
    public var folder: Text?
    /// Offset into `line`.
    public var lines: UInt64?
    /// `DW_AT_low_pc` of its first entry, or its index in `addr`.
    var lowAddress: UInt64?
    var lowAddressIndex: UInt64?
    /// `DW_AT_ranges` of its first entry, or its index behind `rangeListsBase`.
    var codeRanges: UInt64?
    var codeRangesIndex: UInt64?
    /// Lowest offset into `rnglists` (DWARF 5) or `ranges` that its entries refer to.
    public var ranges: UInt64?
    /// Lowest offset into `loclists` (DWARF 5) or `loc` that its entries refer to.
    public var locations: UInt64?
    /// Bases of its parts of these sections, behind their headers.
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
