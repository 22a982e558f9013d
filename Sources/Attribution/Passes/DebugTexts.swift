internal import BinaryFormats

/// The names and folders of units, wherever in the file they stand.
struct DebugTexts {
    /// By index of the unit; empty where there is none.
    private(set) var names: [String]
    private(set) var folders: [String]
    /// Bytes of text that may still be kept, as many units may name one long string.
    private var budget = 16 << 20

    /// Reads the string sections only if some unit needs them. Throws when one of these is damaged.
    init(_ units: [DebugUnit], _ sections: [DebugSection], _ file: ByteReader, _ inflation: inout Inflation) throws(FormatError) {
        names = Array(repeating: "", count: units.count)
        folders = names
        var texts = units.map { (name: $0.name, folder: $0.folder) }
        if texts.contains(where: { DebugTexts.isIndex($0.name) || DebugTexts.isIndex($0.folder) }),
            let section = sections.first(where: { $0.name == "str_offsets" })
        {
            try inflation.withContents(of: section, file) { reader in
                for (index, unit) in units.enumerated() {
                    texts[index].name = DebugTexts.offset(texts[index].name, unit, reader)
                    texts[index].folder = DebugTexts.offset(texts[index].folder, unit, reader)
                }
            }
        }
        for (index, text) in texts.enumerated() {
            if case .inline(let name) = text.name { names[index] = name }
            if case .inline(let folder) = text.folder { folders[index] = folder }
        }
        for name in ["str", "line_str"] {
            func offset(_ text: DebugUnit.Text?) -> UInt64? {
                switch text {
                case .string(let offset) where name == "str": offset
                case .lineString(let offset) where name == "line_str": offset
                default: nil
                }
            }
            guard texts.contains(where: { offset($0.name) != nil || offset($0.folder) != nil }),
                let section = sections.first(where: { $0.name == name })
            else { continue }
            try inflation.withContents(of: section, file) { reader in
                for (index, text) in texts.enumerated() {
                    if let offset = offset(text.name) { names[index] = string(at: offset, reader) }
                    if let offset = offset(text.folder) { folders[index] = string(at: offset, reader) }
                }
            }
        }
    }

    private mutating func string(at offset: UInt64, _ reader: ByteReader) -> String {
        let start = Int(clamping: offset)
        guard let range = reader.name(at: start, limit: min(reader.count, start.addingReportingOverflow(1024).partialValue)), range.count <= budget
        else { return "" }
        budget -= range.count
        return reader.string(range)
    }

    private static func isIndex(_ text: DebugUnit.Text?) -> Bool {
        if case .index = text { true } else { false }
    }

    /// An index turned into the offset it stands for.
    private static func offset(_ text: DebugUnit.Text?, _ unit: DebugUnit, _ reader: ByteReader) -> DebugUnit.Text? {
        guard case .index(let index) = text else { return text }
        let (distance, overflow) = index.multipliedReportingOverflow(by: UInt64(unit.offsetSize))
        let (place, overflows) = (unit.stringOffsetsBase ?? 0).addingReportingOverflow(distance)
        guard !overflow, !overflows, let place = Int(exactly: place) else { return nil }
        return reader.word(at: place, size: unit.offsetSize).map { .string($0) }
    }
}
