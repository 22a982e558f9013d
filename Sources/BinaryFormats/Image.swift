/// A binary as its format describes it: sections, segments, symbols and relocations, in the file and in memory, before anything
/// Go-specific.
///
/// Extents are checked against the file when the image is read; contents are not copied but read from the same bytes later.
/// Structures that could not be read are in `warnings`.
public struct Image: Sendable {
    public enum Format: String, Sendable, Hashable {
        case elf
        case pe
        case macho
        case wasm
    }

    public var format: Format
    public var architecture: Architecture
    /// GOOS, if the format states it (PE and Mach-O do; ELF often does not).
    public var operatingSystem: String?
    public var order: ByteOrder
    /// Bytes of a pointer: 4 or 8.
    public var pointerSize: Int
    /// File size in bytes.
    public var size: Int
    /// Contents to read instead of the file: a WebAssembly module followed by its unpacked memory, an ELF object with its
    /// relocations applied, a stripped program followed by its debug file. Empty for other files.
    var contents: [UInt8] = []
    /// Offset of a debug file in `contents`; nil without one.
    var debugStart: Int?
    public var wasm: WasmModule?
    /// Whether the file is a relocatable object (`ET_REL`), such as the members of an archive.
    public var isObject = false
    /// Whether the file ends before a section or segment does. Other defects follow from that one.
    public var isTruncated = false
    /// Sections in the order of the section table.
    public var sections: [Section]
    /// The mapping of the file into memory, ascending by address.
    public var memory: AddressMap
    public var symbols: SymbolTable
    /// ELF's `.dynsym`: imported and exported symbols.
    public var dynamicSymbols = SymbolTable()
    /// Relocation tables that the loader applies.
    public var relocations: [RelocationTable]
    public var unwindTables: [UnwindTable]
    /// Pointers after relocation.
    public var pointers: PointerMap
    /// Headers and tables outside of sections.
    public var structures: [Structure]
    public var warnings: [FormatError]

    /// Upper bound of offsets: the file size, plus the size of unpacked memory or of a debug file.
    public var contentSize: Int { max(size, contents.count) }
}

extension Image {
    /// Detects the format by content and reads the image.
    ///
    /// Throws for unknown formats and malformed main headers; other malformed structures become warnings.
    public init(_ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes)
        switch Signature(reader) {
        case .elf: self = try ELFReader.image(bytes)
        case .pe: self = try PEReader.image(bytes)
        case .macho(let order, let pointerSize): self = try MachOReader.image(bytes, order: order, pointerSize: pointerSize)
        case .wasm: self = try WasmReader.image(bytes)
        case .unsupported(let what): throw FormatError("file", at: 0, what)
        }
        noteTruncation()
        limitOverlaps()
        pointers = PointerMap(self, ByteReader(bytes, order: order), &warnings)
    }

    /// Puts one warning in the place of those about structures that the end of a truncated file cuts off. Structures that end
    /// farther away than a rest of a file explains are malformed.
    private mutating func noteTruncation() {
        let plausible = min(UInt64(size) * 256 + 16 << 20, 1 << 36)
        guard let end = warnings.compactMap(\.end).max(), end > UInt64(size), end <= plausible else { return }
        isTruncated = true
        warnings = [
            FormatError(
                "end", at: size, "truncated: the headers describe \(end) bytes, \(end - UInt64(size)) more than the file has")
        ]
    }

    /// Drops the ranges of sections, structures and mappings after those that claim twice the bytes of the file: a table is read
    /// once for each of them that claims its bytes.
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
            warnings.append(FormatError("section headers", at: 0, "sections overlap; \(lost) of them are not read"))
        }
    }

    /// Upper bound on tables of one kind, more than any linker writes.
    private static let tableLimit = 64

    /// Bytes in memory of the sections that the loader maps, zeroed data included: what the program takes before it runs. Nil for
    /// WebAssembly, where memory is the engine's.
    public var loadedSize: Int? {
        guard format != .wasm else { return nil }
        let sum = sections.lazy.filter(\.isLoaded).reduce(UInt64(0)) { $0.addingReportingOverflow($1.virtualSize).partialValue }
        return Int(exactly: sum)
    }

    public func section(named name: String) -> Section? {
        sections.first { $0.name == name }
    }

    /// A reader over the image's bytes in its byte order: the file, in an object with relocations applied, followed by unpacked
    /// memory, to which `sections` and `memory` refer.
    @_lifetime(copy bytes, borrow self)
    public func reader(_ bytes: RawSpan) -> ByteReader {
        guard !contents.isEmpty else { return ByteReader(bytes, order: order) }
        return unsafe ByteReader(contents.span.bytes, order: order)
    }
}

/// The target processor of a binary, by Go's name if Go has one.
public struct Architecture: Hashable, Sendable {
    /// GOARCH, or a description such as `ELF machine 94`.
    public let name: String

    init(_ name: String) {
        self.name = name
    }
}

extension Image {
    /// Whether the file is packed by upx: an ELF file has upx's magic number in `l_info`, right after the program headers, a PE
    /// file has sections with upx's names. (upx, src/stub/src/include/linux.h and src/pefile.cpp)
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

    /// Name in the specification: `program headers`, `LC_DYLD_INFO_ONLY rebase`.
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

/// The file type by magic number.
enum Signature {
    case elf
    case pe
    case macho(ByteOrder, pointerSize: Int)
    case wasm
    /// A type that Pare does not read, described for the error message.
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
        case 0xcafe_babe, 0xcafe_babf: "a Java class, or a universal Mach-O file within another"
        case 0x213c_6172: "an archive (`!<arch>`), which `pare weigh` takes apart, not one program"
        case 0x0000_01eb, 0x0000_0647, 0x0000_8a97: "a Plan 9 executable, which Pare does not read"
        case _ where magic >> 16 == 0x01f7 || magic >> 16 == 0x01df: "an AIX XCOFF file, which Pare does not read"
        default: "not an ELF, PE, Mach-O or WebAssembly file"
        }
    }
}
