/// A section of DWARF data under the name it has in the DWARF specification, whatever the format calls it.
public struct DebugSection: Sendable, Hashable {
    /// Without prefix: `info`, `line`, `str_offsets`.
    public let name: String
    /// File offsets, compression header included, padding of the format left out.
    public let range: Range<Int>
    /// Nil where the bytes in the file are the contents.
    public let compression: Compression?

    /// Bytes of the contents, as far as the file tells without inflating them.
    public var size: UInt64 { compression?.inflatedSize ?? UInt64(range.count) }

    /// Nil for sections that hold no DWARF data, or nothing.
    public init?(_ section: Section, format: Image.Format) {
        guard section.role == .debug, !section.range.isEmpty else { return nil }
        let base = section.name.drop { $0 != "," }.dropFirst()
        let spelling = base.isEmpty ? section.name[...] : base
        guard let prefix = [".debug_", ".zdebug_", "__debug_", "__zdebug_"].first(where: spelling.hasPrefix) else { return nil }
        let short = spelling.dropFirst(prefix.count)
        name =
            spelling.utf8.count == 16 && format == .macho
            ? DebugSection.longNames.first { $0.hasPrefix(short) } ?? String(short) : String(short)
        var range = section.range
        var compression = section.compression
        // PE rounds the raw size up to its file alignment.
        if format == .pe, section.virtualSize > 0, section.virtualSize < UInt64(range.count) {
            range = range.lowerBound..<range.lowerBound + Int(section.virtualSize)
            if let stream = compression?.stream { compression?.stream = stream.clamped(to: range) }
        }
        self.range = range
        self.compression = compression
    }
}

extension DebugSection {
    /// Names that Mach-O, which has room for 16 bytes with the prefix, cuts short.
    private static let longNames = [
        "aranges", "gdb_scripts", "gnu_pubnames", "gnu_pubtypes", "line_str", "loclists", "macinfo", "pubnames", "pubtypes",
        "rnglists", "str_offsets",
    ]
}

extension Image {
    /// All DWARF sections, in the order of the section table.
    public var debugSections: [DebugSection] {
        sections.compactMap { DebugSection($0, format: format) }
    }
}
