public import BinaryFormats

/// A tiny binary, described once and built as ELF, PE or Mach-O: the same test runs over every format, width and order.
public struct BinarySpec: Sendable {
    public struct Section: Sendable {
        public var name: Name
        public var address: UInt64
        public var bytes: [UInt8]

        public init(_ name: Name, at address: UInt64, _ bytes: [UInt8]) {
            self.name = name
            self.address = address
            self.bytes = bytes
        }
    }

    /// The role of a section; each format has its own name for it.
    public enum Name: String, Sendable {
        case text, functionTable, moduleData, data, readOnlyData, buildInfo
        /// Tables of the loader, after the other sections; Mach-O has separate load commands for the latter two.
        case unwind, relocations, codeSignature
        /// Export data of gccgo, in ELF only.
        case exportData, comment
    }

    /// A section of DWARF data, outside of memory.
    public struct DebugSection: Sendable {
        /// Without prefix: `info`.
        public var name: String
        public var bytes: [UInt8]
        public var compression: Compression

        public init(_ name: String, _ bytes: [UInt8], _ compression: Compression = .none) {
            self.name = name
            self.bytes = bytes
            self.compression = compression
        }
    }

    /// Compression of contents in the file. PE and Mach-O have only the second form.
    public enum Compression: Sendable, CaseIterable {
        case none
        /// `SHF_COMPRESSED`, if the format has such a flag.
        case compressed
        /// `.zdebug_*`, `__zdebug_*`.
        case zdebug
        /// `SHF_COMPRESSED` with `ELFCOMPRESS_ZSTD`; none where the format has no such flag.
        case zstd
    }

    public struct Symbol: Sendable {
        public var name: String
        public var address: UInt64
        public var size: UInt64
        /// Index into `sections`.
        public var section: Int
        public var isFunction: Bool
        /// Whether the symbol is a file symbol, followed by the local symbols of the file, in ELF.
        public var isFileMark = false
        /// Whether the symbol is local to its object, in ELF.
        public var isLocal = false

        public static func file(_ name: String) -> Symbol {
            var symbol = Symbol(name, at: 0, size: 0, section: 0xfff0, isFunction: false)
            symbol.isFileMark = true
            return symbol
        }

        public init(_ name: String, at address: UInt64, size: UInt64, section: Int, isFunction: Bool) {
            self.name = name
            self.address = address
            self.size = size
            self.section = section
            self.isFunction = isFunction
        }
    }

    public var format: Image.Format
    public var order: ByteOrder
    public var pointerSize: Int
    public var sections: [Section]
    public var symbols: [Symbol]
    public var debug: [DebugSection] = []
    /// `LC_UUID` of Mach-O, 16 bytes.
    public var uuid: [UInt8] = []
    /// Whether a Mach-O file is the debug file in a dSYM: its sections have addresses and no contents.
    public var isDebugFile = false

    public init(format: Image.Format, order: ByteOrder, pointerSize: Int, sections: [Section], symbols: [Symbol] = []) {
        self.format = format
        self.order = order
        self.pointerSize = pointerSize
        self.sections = sections
        self.symbols = symbols
    }

    /// The file and the offsets at which its headers and tables start or end.
    public func build() -> (bytes: [UInt8], boundaries: [Int]) {
        switch format {
        case .elf: buildELF()
        case .pe: buildPE()
        case .macho: buildMachO()
        case .wasm: preconditionFailure("ProgramBuilder.module builds WebAssembly")
        }
    }

    /// Every combination of format, width and byte order that exists.
    public static let shapes: [(format: Image.Format, order: ByteOrder, pointerSize: Int)] = [
        (.elf, .little, 8), (.elf, .big, 8), (.elf, .little, 4), (.elf, .big, 4), (.pe, .little, 8), (.pe, .little, 4),
        (.macho, .little, 8), (.macho, .little, 4), (.macho, .big, 8), (.macho, .big, 4),
    ]
}

/// A buffer for a file under construction.
public struct ByteWriter: Sendable {
    public var bytes: [UInt8] = []
    public let order: ByteOrder

    public init(_ order: ByteOrder) {
        self.order = order
    }

    public mutating func put(_ value: some FixedWidthInteger, _ size: Int) {
        let little = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        bytes += order == .little ? little : little.reversed()
    }

    public mutating func put(_ values: [Int], _ size: Int) {
        for value in values { put(value, size) }
    }

    /// A name padded with NULs, cut to `width`.
    public mutating func put(_ name: String, width: Int) {
        let name = Array(name.utf8.prefix(width))
        bytes += name + Array(repeating: 0, count: width - name.count)
    }

    public mutating func align(_ alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }

    public mutating func patch(_ value: some FixedWidthInteger, _ size: Int, at offset: Int) {
        var writer = ByteWriter(order)
        writer.put(value, size)
        bytes.replaceSubrange(offset..<offset + size, with: writer.bytes)
    }
}

/// NUL-terminated names and their offsets.
struct StringTable {
    var bytes: [UInt8]

    mutating func add(_ name: String) -> Int {
        bytes += Array(name.utf8) + [0]
        return bytes.count - name.utf8.count - 1
    }
}
