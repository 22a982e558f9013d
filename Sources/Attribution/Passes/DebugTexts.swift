internal import BinaryFormats

/// The names and folders of units, inline or from string sections.
struct DebugTexts {
    /// By index of the unit; empty if it has none.
    private(set) var names: [String]
    private(set) var folders: [String]
    /// Bytes of text that may still be kept, as many units may refer to one long string.
    private var budget = 16 << 20

    /// Reads the string sections only if a unit needs them; a malformed one leaves a warning and empty texts.
    init(
        _ units: [DebugUnit], _ sections: [DebugSection], _ file: ByteReader, _ inflation: inout Inflation,
        _ warnings: inout [FormatError]
    ) {
        names = Array(repeating: "", count: units.count)
        folders = names
        var texts = units.map { (name: $0.name, folder: $0.folder) }
        func read(_ name: String, if isNeeded: (DebugUnit.Text) -> Bool, _ body: (ByteReader) -> Void) {
            guard texts.contains(where: { $0.name.map(isNeeded) ?? false || $0.folder.map(isNeeded) ?? false }),
                let section = sections.first(where: { $0.name == name })
            else { return }
            do throws(FormatError) {
                try inflation.withContents(of: section, file) { reader, _ in body(reader) }
            } catch {
                warnings.append(error)
            }
        }
        read("str_offsets", if: { if case .index = $0 { true } else { false } }) { reader in
            for (index, unit) in units.enumerated() {
                texts[index].name = DebugTexts.offset(texts[index].name, unit, reader)
                texts[index].folder = DebugTexts.offset(texts[index].folder, unit, reader)
            }
        }
        read("str", if: { if case .string = $0 { true } else { false } }) { reader in
            for (index, text) in texts.enumerated() {
                if case .string(let offset) = text.name { names[index] = string(at: offset, reader) }
                if case .string(let offset) = text.folder { folders[index] = string(at: offset, reader) }
            }
        }
        read("line_str", if: { if case .lineString = $0 { true } else { false } }) { reader in
            for (index, text) in texts.enumerated() {
                if case .lineString(let offset) = text.name { names[index] = string(at: offset, reader) }
                if case .lineString(let offset) = text.folder { folders[index] = string(at: offset, reader) }
            }
        }
        for (index, text) in texts.enumerated() {
            if case .inline(let name) = text.name { names[index] = name }
            if case .inline(let folder) = text.folder { folders[index] = folder }
        }
    }

    private mutating func string(at offset: UInt64, _ reader: ByteReader) -> String {
        let start = Int(clamping: offset)
        guard let range = reader.name(at: start, limit: min(reader.count, start.addingReportingOverflow(1024).partialValue)),
            range.count <= budget
        else { return "" }
        budget -= range.count
        return reader.string(range)
    }

    /// The string offset of an index.
    private static func offset(_ text: DebugUnit.Text?, _ unit: DebugUnit, _ reader: ByteReader) -> DebugUnit.Text? {
        guard case .index(let index) = text else { return text }
        let (distance, overflow) = index.multipliedReportingOverflow(by: UInt64(unit.offsetSize))
        let (place, overflows) = (unit.stringOffsetsBase ?? 0).addingReportingOverflow(distance)
        guard !overflow, !overflows, let place = Int(exactly: place) else { return nil }
        return reader.word(at: place, size: unit.offsetSize).map { .string($0) }
    }
}
