/// An identity that a program and its debug file have in common, because the linker computed it once for both.
public struct BuildID: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// `NT_GNU_BUILD_ID`.
        case gnu = "build id"
        /// The build id that Go's linker writes, into files of older releases too.
        case go = "Go build id"
        /// `LC_UUID`.
        case uuid = "UUID"
    }

    public let kind: Kind
    /// Lower-case hexadecimal, of a Go build id its text.
    public let text: String

    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    public var description: String { "\(kind.rawValue) \(text)" }
}

extension Image {
    /// The build ids of an image, at most one of each kind; `bytes` are those of the file.
    public func buildIDs(_ bytes: RawSpan) -> [BuildID] {
        let reader = ByteReader(bytes, order: order)
        switch format {
        case .elf: return [BuildID(gnu: self, reader), BuildID(go: self, reader)].compactMap(\.self)
        case .macho: return [BuildID(uuid: reader, pointerSize: pointerSize)].compactMap(\.self)
        case .pe, .wasm: return []
        }
    }
}

extension BuildID {
    fileprivate init?(gnu image: Image, _ reader: ByteReader) {
        guard let id = BuildID.note(of: image.section(named: ".note.gnu.build-id"), owner: "GNU\0", type: 3, reader),
            (2...64).contains(id.count)
        else { return nil }
        self.init(.gnu, hexadecimalDigits(of: id, reader))
    }

    fileprivate init?(go image: Image, _ reader: ByteReader) {
        guard let id = BuildID.note(of: image.section(named: ".note.go.buildid"), owner: "Go\0\0", type: 4, reader),
            (1...256).contains(id.count)
        else { return nil }
        self.init(.go, reader.string(id))
    }

    fileprivate init?(uuid reader: ByteReader, pointerSize: Int) {
        var ignored: [FormatError] = []
        guard let header = try? MachOHeader(reader, pointerSize: pointerSize),
            let command = header.commands(reader, &ignored).first(where: { $0.type == 0x1b && $0.size >= 24 })
        else { return nil }
        self.init(.uuid, hexadecimalDigits(of: command.offset + 8..<command.offset + 24, reader))
    }

    /// File offsets of the description of a section's first note. (System V gABI, note section)
    private static func note(of section: Section?, owner: StaticString, type: UInt32, _ reader: ByteReader) -> Range<Int>? {
        guard let start = section?.range.lowerBound, let note = try? reader.record("note", at: start, size: 16),
            note.u32(0) == 4, note.u32(8) == type, reader.has(owner, at: start + 12)
        else { return nil }
        return reader.range(at: UInt64(start) + 16, count: UInt64(note.u32(4)))
    }
}

private func hexadecimalDigits(of range: Range<Int>, _ reader: ByteReader) -> String {
    range.map { offset in
        let digits = String(reader.u8(at: offset) ?? 0, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}
