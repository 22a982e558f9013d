/// A binary as its format describes it: what is where, in the file and in memory, before anything Go-specific.
///
/// Extents are checked against the file when the image is read; contents are not copied, whoever needs them reads
/// them from the same bytes. What could not be read is in `warnings`.
public struct Image: Sendable {
    public enum Format: String, Sendable, Hashable {
        case elf
        case pe
        case macho
        case wasm
    }

    public var format: Format
    public var architecture: Architecture
    /// GOOS, as far as the format tells (PE and Mach-O do; ELF often does not).
    public var operatingSystem: String?
    public var order: ByteOrder
    /// Bytes of a pointer: 4 or 8.
    public var pointerSize: Int
    /// Bytes of the file.
    public var size: Int
    /// What to read instead of the file: a WebAssembly module with its memory unpacked behind it, an ELF object with its
    /// relocations applied. Else empty.
    var contents: [UInt8] = []
    public var wasm: WasmModule?
    /// Whether it is an object before the last link (`ET_REL`), such as the members of an archive.
    public var isObject = false
    /// In the order of the section table.
    public var sections: [Section]
    /// The file's mapping into memory, ascending by address.
    public var memory: AddressMap
    public var symbols: SymbolTable
    /// ELF's `.dynsym`: what the file imports and exports.
    public var dynamicSymbols = SymbolTable()
    /// Tables that the loader applies.
    public var relocations: [RelocationTable]
    public var unwindTables: [UnwindTable]
    /// Pointers as the relocations leave them.
    public var pointers: PointerMap
    /// Headers and tables that lie outside of sections.
    public var structures: [Structure]
    public var warnings: [FormatError]

    /// Bytes that offsets of the image may reach: those of the file, and of its memory where that is unpacked behind it.
    public var contentSize: Int { max(size, contents.count) }
}

extension Image {
    /// Recognises the format by content and reads it.
    ///
    /// Throws when the file is of no known format or its main header is unusable; lesser damage becomes a warning.
    public init(_ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes)
        switch Signature(reader) {
        case .elf: self = try ELFReader.image(bytes)
        case .pe: self = try PEReader.image(bytes)
        case .macho(let order, let pointerSize): self = try MachOReader.image(bytes, order: order, pointerSize: pointerSize)
        case .wasm: self = try WasmReader.image(bytes)
        case .unsupported(let what): throw FormatError("file", at: 0, what)
        }
        limitOverlaps()
        pointers = PointerMap(self, ByteReader(bytes, order: order), &warnings)
    }

    /// Every table is read once for each section, structure or mapping that claims its bytes: where these claim more than
    /// twice the bytes there are, the rest of them lose theirs.
    private mutating func limitOverlaps() {
        var rest = 2 * contentSize
        func isOverdrawn(_ range: Range<Int>) -> Bool {
            rest -= range.count
            return rest < 0
        }
        var lost = 0
        for index in sections.indices where isOverdrawn(sections[index].range) {
            sections[index].range = 0..<0
            sections[index].compression = nil
            lost += 1
        }
        rest = 2 * contentSize
        memory = AddressMap(memory.mappings.filter { !isOverdrawn($0.range) })
        rest = 2 * contentSize
        structures.removeAll { isOverdrawn($0.range) }
        relocations = Array(relocations.prefix(Image.tableLimit))
        unwindTables = Array(unwindTables.prefix(Image.tableLimit))
        if lost > 0 {
            warnings.append(FormatError("section headers", at: 0, "sections overlap so much that \(lost) of them are not read"))
        }
    }

    /// More tables of one kind than any linker writes.
    private static let tableLimit = 64

    public func section(named name: String) -> Section? {
        sections.first { $0.name == name }
    }

    /// A reader over the image's bytes in its byte order: those of its file, with pointers as relocations leave them in an
    /// object, and with packed memory behind the file, where `sections` and `memory` have it.
    @_lifetime(copy bytes, borrow self)
    public func reader(_ bytes: RawSpan) -> ByteReader {
        guard !contents.isEmpty else { return ByteReader(bytes, order: order) }
        return unsafe ByteReader(contents.span.bytes, order: order)
    }
}
