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

/// The processor a binary is made for, under Go's name where Go has one.
public struct Architecture: Hashable, Sendable {
    /// GOARCH, or a description such as `ELF machine 94`.
    public let name: String

    init(_ name: String) {
        self.name = name
    }
}

extension Image {
    /// Whether upx made the file: an ELF file has its magic number in `l_info`, right behind the program headers, a PE file
    /// sections of its names. (upx, src/stub/src/include/linux.h and src/pefile.cpp)
    public func isPackedByUPX(_ reader: ByteReader) -> Bool {
        switch format {
        case .elf:
            guard let headers = structures.first(where: { $0.name == "program headers" })?.range,
                let magic = reader.range(at: UInt64(headers.upperBound) + 4, count: 4)
            else { return false }
            return reader.string(magic) == "UPX!"
        case .pe: return section(named: "UPX0") != nil && section(named: "UPX1") != nil
        case .macho, .wasm: return false
        }
    }
}

/// A header or table that the format places outside of its sections.
public struct Structure: Sendable, Hashable {
    public enum Role: Sendable, Hashable {
        case header
        case symbolTable
        case stringTable
        case relocations
        case codeSignature
        /// Tables for the dynamic loader: bindings, exports, function starts.
        case dynamicLinking
    }

    /// As the specification names it: `program headers`, `LC_DYLD_INFO_ONLY rebase`.
    public var name: String
    public var role: Role
    /// File offsets.
    public var range: Range<Int>

    public init(_ name: String, _ role: Role, _ range: Range<Int>) {
        self.name = name
        self.role = role
        self.range = range
    }
}

/// What the first bytes of a file say it is.
enum Signature {
    case elf
    case pe
    case macho(ByteOrder, pointerSize: Int)
    case wasm
    /// A sentence for the user.
    case unsupported(String)

    init(_ reader: ByteReader) {
        guard reader.count >= 4, let magic = reader.u32(at: 0) else {
            self = .unsupported(
                reader.count == 0 ? "the file is empty" : "only \(reader.count) bytes: not an ELF, PE, Mach-O or WebAssembly file"
            )
            return
        }
        switch magic {
        case 0x464c_457f: self = .elf
        case 0xfeed_face: self = .macho(.little, pointerSize: 4)
        case 0xfeed_facf: self = .macho(.little, pointerSize: 8)
        case 0xcefa_edfe: self = .macho(.big, pointerSize: 4)
        case 0xcffa_edfe: self = .macho(.big, pointerSize: 8)
        case 0x6d73_6100: self = .wasm
        case _ where reader.has("MZ", at: 0): self = .pe
        default: self = .unsupported(Signature.sentence(reader, magic: magic.byteSwapped))
        }
    }

    private static func sentence(_ reader: ByteReader, magic: UInt32) -> String {
        switch magic {
        case 0xcafe_babe, 0xcafe_babf: "a universal Mach-O file, which `pare weigh` takes apart, or a Java class"
        case 0x213c_6172: "an archive (`!<arch>`), which `pare weigh` takes apart, not one program"
        case 0x0000_01eb, 0x0000_0647, 0x0000_8a97: "a Plan 9 executable, which Pare does not read"
        case _ where magic >> 16 == 0x01f7 || magic >> 16 == 0x01df: "an AIX XCOFF file, which Pare does not read"
        default: "not an ELF, PE, Mach-O or WebAssembly file"
        }
    }
}
