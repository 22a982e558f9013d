public import BinaryFormats

/// The function table, `runtime.pclntab`: names, files, line tables and metadata of every function, kept when stripped.
/// (runtime/symtab.go `pcHeader`, `_func`; cmd/link/internal/ld/pcln.go)
public struct FunctionTable: Sendable {
    /// One row: a function's text and its `_func` record.
    public struct Function: Sendable {
        /// Bytes from `textStart`.
        public var entry: UInt64
        /// Bytes up to the next function's entry, padding included.
        public var size: UInt64
        /// File offsets of the `_func` record, without the padding after it.
        public var record: Range<Int>
        /// Bytes from the start of the name table.
        public var nameOffset: Int
        /// Bytes from the start of `pctab`; 0 for none.
        public var pcfile: UInt32
        /// In units of 4 bytes from the start of `cutab`; nil for C code and assembly without a compile unit.
        public var compileUnit: UInt32?
        public var pcdataCount: Int
        public var funcdataCount: Int
    }

    public var layout: FunctionTableLayout
    /// Smallest instruction in bytes (`minLC`), the unit of pc deltas.
    public var quantum: Int
    public var pointerSize: Int
    /// File offset of the header.
    public var offset: Int
    /// Address of the header.
    public var address: Address
    /// File offsets of the parts, in the order in which the linker writes them.
    public var header: Range<Int>
    public var names: Range<Int>
    public var compileUnits: Range<Int>
    public var files: Range<Int>
    public var pcTables: Range<Int>
    /// Rows and `_func` records; their end is the end of the last record.
    public var rows: Range<Int>
    public var functionCount: Int
    /// Start of the Go code, `runtime.text`, and its end.
    public var textStart: Address
    public var textEnd: Address
    /// Ascending by entry; empty when the rows could not be read.
    public var functions: [Function] = []

    /// File offsets of a function's name without its NUL; nil if the name is outside of the name table.
    public func name(of function: Function, _ reader: ByteReader) -> Range<Int>? {
        reader.name(at: names.lowerBound + function.nameOffset, limit: names.upperBound)
    }

    /// Whether a function's name is in the package whose escaped path is at `path` in the file.
    public func isName(of function: Function, in path: Range<Int>, _ reader: ByteReader) -> Bool {
        let start = names.lowerBound + function.nameOffset
        let end = start + path.count
        guard !path.isEmpty, end < names.upperBound, reader.u8(at: end) == UInt8(ascii: "."),
            reader.equals(start..<end, reader.bytes.extracting(path))
        else { return false }
        // `a.b/c.F` is not in `a`.
        var offset = end + 1
        while offset < names.upperBound, let byte = reader.u8(at: offset) {
            switch byte {
            case 0, UInt8(ascii: "("), UInt8(ascii: "["): return true
            case UInt8(ascii: "/"): return false
            default: offset += 1
            }
        }
        return false
    }

    public func addresses(of function: Function) -> Range<Address> {
        let start = textStart + function.entry
        return start..<max(start, start + function.size)
    }

    /// Whether function n of the table is function n of the module, as the Go linker writes them.
    public func describes(_ module: WasmModule) -> Bool {
        let counts = [module.code.count, module.signatures.count, module.elements.count]
        return module.elementsFollowFunctions && counts.allSatisfy { $0 == functions.count } && functions.count == functionCount
    }

    /// Bytes of a row.
    public var rowSize: Int { layout.hasPointers ? 2 * pointerSize : 8 }

    /// File offset of the `pcsp` field: `pcsp`, `pcfile`, `pcln` follow each other.
    public func pcTableFields(of function: Function) -> Int {
        function.record.lowerBound + layout.pcsp + layout.shift(pointerSize)
    }

    /// File offset of `pcdata[0]`.
    public func pcdataFields(of function: Function) -> Int {
        function.record.lowerBound + layout.recordSize + layout.shift(pointerSize)
    }

    /// Index of the function that holds `address`.
    public func index(of address: Address) -> Int? {
        guard address >= textStart else { return nil }
        let distance = address - textStart
        let index = functions.partitioningIndex { $0.entry > distance } - 1
        guard index >= 0, distance - functions[index].entry < functions[index].size else { return nil }
        return index
    }

    /// Index of the function that begins at `address`; nil for the first, as tables that delimit the text hold its address too.
    public func entryIndex(of address: Address) -> Int? {
        guard address > textStart, address < textEnd, let index = index(of: address),
            functions[index].entry == address - textStart
        else { return nil }
        return index
    }
}

/// The layout of the function table, one value per range of releases.
public struct FunctionTableLayout: Sendable, Hashable {
    /// First release of the range, for messages.
    public let since: String
    public let magic: UInt32
    /// Whether the header holds `textStart` (a word before `funcnameOffset`).
    public let hasTextStart: Bool
    /// Whether rows, the entry in `_func` and `funcdata` are pointers; from 1.18 on they are u32 offsets.
    let hasPointers: Bool
    /// Bytes of the fixed part of `_func`; this and the offsets in it are for an entry of 4 bytes.
    let recordSize: Int
    let nameOffset: Int
    let pcsp: Int
    let pcdataCount: Int
    let compileUnit: Int
    let funcdataCount: Int
    /// Bytes of an `inlinedCall`, and the position of its name offset.
    public let inlinedCallSize: Int
    public let inlinedCallName: Int

    /// Go 1.20 to 1.27: `startLine` added.
    static let go120 = FunctionTableLayout(
        since: "go1.20", magic: 0xffff_fff1, hasTextStart: true, hasPointers: false, recordSize: 44, nameOffset: 4, pcsp: 16,
        pcdataCount: 28, compileUnit: 32, funcdataCount: 43, inlinedCallSize: 16, inlinedCallName: 4)
    /// Go 1.18 and 1.19: offsets from `textStart`.
    static let go118 = FunctionTableLayout(
        since: "go1.18", magic: 0xffff_fff0, hasTextStart: true, hasPointers: false, recordSize: 40, nameOffset: 4, pcsp: 16,
        pcdataCount: 28,
        compileUnit: 32, funcdataCount: 39, inlinedCallSize: 20, inlinedCallName: 12)

    /// Go 1.16 and 1.17: pointers.
    static let go116 = FunctionTableLayout(
        since: "go1.16", magic: 0xffff_fffa, hasTextStart: false, hasPointers: true, recordSize: 40, nameOffset: 4, pcsp: 16,
        pcdataCount: 28,
        compileUnit: 32, funcdataCount: 39, inlinedCallSize: 20, inlinedCallName: 12)

    static let all = [go120, go118, go116]

    /// Shift of the other fields of `_func` by a pointer-sized entry.
    func shift(_ pointerSize: Int) -> Int { hasPointers ? pointerSize - 4 : 0 }
}
