public import BinaryFormats

/// A program whose package `web` embeds a folder in a variable that `web.Page` reads: a page, and a style sheet in a folder.
public struct EmbedBuilder: Sendable {
    private static let address: UInt64 = 0x7a_0000
    public static let page = Array("<p>hello</p>".utf8)
    public static let style = Array(repeating: UInt8(0xee), count: 40)

    private let isStripped: Bool

    public init(stripped: Bool) {
        isStripped = stripped
    }

    public func spec(_ format: Image.Format, _ order: ByteOrder, pointerSize: Int) -> BinarySpec {
        var builder = ProgramBuilder(
            functions: [
                .init("runtime.main", size: 32), .init("embed.FS.Open", size: 32), .init("example.com/x/web.Page", size: 16),
                .init("main.main", size: 16),
            ],
            variables: [("example.com/x/web.files", 8)])
        builder.isStripped = isStripped
        var spec = builder.spec(format, order, pointerSize: pointerSize)
        spec.sections.append(BinarySpec.Section(.readOnlyData, at: Self.address, contents(order, pointerSize)))
        if !isStripped {
            spec.symbols.append(
                BinarySpec.Symbol(
                    "example.com/x/web.files.files", at: Self.address,
                    size: UInt64(3 * pointerSize + 3 * recordSize(pointerSize)),
                    section: spec.sections.count - 1, isFunction: false))
        }
        for index in spec.sections.indices {
            var out = ByteWriter(order)
            out.bytes = spec.sections[index].bytes
            switch spec.sections[index].name {
            case .moduleData:
                out.patch(ProgramBuilder.dataAddress, pointerSize, at: 26 * pointerSize)
                out.patch(ProgramBuilder.dataAddress + 8, pointerSize, at: 27 * pointerSize)
            case .data: out.patch(Self.address, pointerSize, at: 0)
            case .text:
                var code = ByteWriter(order)
                let page = Int(ProgramBuilder.textAddress) + 64
                code.putReference(to: Int(ProgramBuilder.dataAddress), pc: page, pointerSize)
                out.bytes.replaceSubrange(64..<64 + code.bytes.count, with: code.bytes)
            default: break
            }
            spec.sections[index].bytes = out.bytes
        }
        return spec
    }

    private func recordSize(_ pointerSize: Int) -> Int { 4 * pointerSize + 16 }

    /// The slice and its records, then names and contents.
    private func contents(_ order: ByteOrder, _ pointerSize: Int) -> [UInt8] {
        let files: [(name: String, contents: [UInt8])] = [
            ("page.html", Self.page), ("static/", []), ("static/style.css", Self.style),
        ]
        var out = ByteWriter(order)
        var texts: [UInt8] = []
        let base = Self.address + UInt64(3 * pointerSize + files.count * recordSize(pointerSize))
        out.put(Self.address + UInt64(3 * pointerSize), pointerSize)
        out.put([files.count, files.count], pointerSize)
        for file in files {
            for text in [Array(file.name.utf8), file.contents] {
                out.put(text.isEmpty ? 0 : base + UInt64(texts.count), pointerSize)
                out.put(text.count, pointerSize)
                texts += text
            }
            out.bytes += Array(repeating: file.contents.isEmpty ? 0 : 0xab, count: 16)
        }
        return out.bytes + texts
    }
}
