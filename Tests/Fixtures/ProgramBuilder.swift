public import BinaryFormats

/// A Go program of a few functions as written by the linker of Go 1.27: text, function table, moduledata, build info, one
/// variable. The test chooses function sizes and names.
public struct ProgramBuilder: Sendable {
    public struct Function: Sendable {
        public var name: String
        public var size: Int

        public init(_ name: String, size: Int) {
            self.name = name
            self.size = size
        }
    }

    /// The release of the function table.
    public enum Release: Sendable {
        /// Rows, entries and funcdata are pointers.
        case go117
        case go127
    }

    public var functions: [Function]
    public var variables: [(name: String, size: Int)]
    public var isStripped = false
    public var release = Release.go127
    /// Names of functions without compile unit and source file, as C code.
    public var withoutCompileUnit: Set<String> = []
    /// Whether the program has relocations and unwind tables, by `LoaderTables`.
    public var hasLoaderTables = false
    public static let textAddress: UInt64 = 0x40_1000
    public static let tableAddress: UInt64 = 0x50_0000
    public static let moduleAddress: UInt64 = 0x60_0000
    public static let dataAddress: UInt64 = 0x70_0000
    public static let infoAddress: UInt64 = 0x80_0000

    public init(functions: [Function], variables: [(name: String, size: Int)] = []) {
        self.functions = functions
        self.variables = variables
    }

    public static let sample = ProgramBuilder(
        functions: [
            Function("runtime.main", size: 64), Function("runtime.mallocgc", size: 32),
            Function("example.com/x/yaml%2ev3.(*T).M", size: 96),
            Function("main.main", size: 48), Function("slices.Sort[go.shape.struct { example.com/x/a.b int }]", size: 16),
        ],
        variables: [("runtime.variable", 24), ("main.table", 40)])

    public func spec(_ format: Image.Format, _ order: ByteOrder, pointerSize: Int) -> BinarySpec {
        let textSize = functions.reduce(0) { $0 + $1.size }
        let table = functionTable(order, pointerSize: pointerSize, textSize: textSize)
        var sections = [
            BinarySpec.Section(.text, at: Self.textAddress, Array(repeating: 0xcc, count: textSize)),
            BinarySpec.Section(.functionTable, at: Self.tableAddress, table.bytes),
            BinarySpec.Section(
                .moduleData, at: Self.moduleAddress, moduleData(order, pointerSize: pointerSize, textSize: textSize, table: table)
            ),
            BinarySpec.Section(.data, at: Self.dataAddress, Array(repeating: 0xdd, count: variables.reduce(0) { $0 + $1.size })),
            BinarySpec.Section(.buildInfo, at: Self.infoAddress, buildInfo()),
        ]
        if hasLoaderTables { sections += LoaderTables(format, order, pointerSize: pointerSize).sections }
        return BinarySpec(
            format: format, order: order, pointerSize: pointerSize, sections: sections, symbols: isStripped ? [] : symbols())
    }

    private func symbols() -> [BinarySpec.Symbol] {
        var symbols: [BinarySpec.Symbol] = []
        var address = Self.textAddress
        for function in functions {
            symbols.append(
                BinarySpec.Symbol(function.name, at: address, size: UInt64(function.size), section: 0, isFunction: true))
            address += UInt64(function.size)
        }
        address = Self.dataAddress
        for variable in variables {
            symbols.append(
                BinarySpec.Symbol(variable.name, at: address, size: UInt64(variable.size), section: 3, isFunction: false))
            address += UInt64(variable.size)
        }
        return symbols
    }

    /// A function table followed by funcdata and findfunctab; offsets of its parts from its start.
    struct Table {
        var bytes: [UInt8]
        var names: Int
        var funcdata: Int
        var find: Int
    }

    /// `places` are the entries of the functions, if they are not offsets from the text.
    func functionTable(_ order: ByteOrder, pointerSize: Int, textSize: Int, places: [Int]? = nil) -> Table {
        let hasPointers = release == .go117
        let word = hasPointers ? pointerSize : 4
        var names: [UInt8] = []
        var nameOffsets: [Int] = []
        var entries = [hasPointers ? Int(Self.textAddress) : 0]
        for function in functions {
            nameOffsets.append(names.count)
            names += Array(function.name.utf8) + [0]
            entries.append((entries.last ?? 0) + function.size)
        }
        entries = places ?? entries
        let files = Array("a.go\0".utf8)
        // Byte 0, one program that all functions share, one for each function.
        var programs: [UInt8] = [0, 2, 16, 0]
        let own = functions.map { function in
            defer { programs += [4, UInt8(function.size / 4), 0] }
            return programs.count
        }
        var records = ByteWriter(order)
        var offsets: [Int] = []
        for (index, function) in functions.enumerated() {
            let isC = withoutCompileUnit.contains(function.name)
            offsets.append(records.bytes.count)
            records.put(entries[index], word)
            records.put([nameOffsets[index], 0, 0, own[index], isC ? 0 : 1, 1, 1, isC ? -1 : 0], 4)
            if !hasPointers { records.put(7, 4) }
            records.put([0, 0, 0, 2], 1)
            records.put(own[index], 4)
            if hasPointers { records.align(pointerSize) }
            records.put([0, index * 8], word)
            records.align(pointerSize)
        }
        var rows = ByteWriter(order)
        let rowsSize = ((functions.count * 2 + 1) * word + pointerSize - 1) / pointerSize * pointerSize
        for (entry, offset) in zip(entries, offsets) { rows.put([entry, rowsSize + offset], word) }
        rows.put(entries.last ?? 0, word)
        rows.align(pointerSize)
        rows.bytes += records.bytes

        var table = ByteWriter(order)
        table.put(hasPointers ? 0xffff_fffa : 0xffff_fff1, 4)
        table.put([0, 0, 1, pointerSize], 1)
        let headerSize = 8 + (hasPointers ? 7 : 8) * pointerSize
        let units = (headerSize + names.count + 3) / 4 * 4
        let rowsStart = (units + 4 + files.count + programs.count + pointerSize - 1) / pointerSize * pointerSize
        table.put([functions.count, 1] + (hasPointers ? [] : [0]), pointerSize)
        table.put([headerSize, units, units + 4, units + 4 + files.count, rowsStart], pointerSize)
        table.bytes += names
        table.align(4)
        table.put(0, 4)
        table.bytes += files + programs
        table.align(pointerSize)
        table.bytes += rows.bytes
        let funcdata = table.bytes.count
        table.bytes += Array(repeating: 0xfd, count: functions.count * 8)
        let find = table.bytes.count
        table.bytes += Array(repeating: 1, count: 4 * ((textSize + 4095) / 4096) + (textSize + 255) / 256)
        return Table(bytes: table.bytes, names: headerSize, funcdata: funcdata, find: find)
    }

    /// `moduledata` of Go 1.27, followed by the `textsect` it points to; zeros for an older release.
    private func moduleData(_ order: ByteOrder, pointerSize: Int, textSize: Int, table: Table) -> [UInt8] {
        guard release == .go127 else { return Array(repeating: 0, count: 74 * pointerSize) }
        let text = Self.textAddress..<Self.textAddress + UInt64(textSize)
        return moduleData(
            order, pointerSize: pointerSize, at: (Self.tableAddress, Self.moduleAddress), table: table, text: text, code: text)
    }

    /// `code` is the range of program counters, which `text` is too except in WebAssembly.
    func moduleData(
        _ order: ByteOrder, pointerSize: Int, at address: (table: UInt64, module: UInt64), table: Table, text: Range<UInt64>,
        code: Range<UInt64>, data: Range<UInt64> = 0..<0
    ) -> [UInt8] {
        var words = Array(repeating: UInt64(0), count: 71)
        words[0] = address.table
        words[1] = address.table + UInt64(table.names)
        words[19] = address.table + UInt64(table.find)
        words[20] = code.lowerBound
        words[21] = code.upperBound
        words[22] = text.lowerBound
        words[23] = text.upperBound
        words[26] = data.lowerBound
        words[27] = data.upperBound
        words[43] = address.table + UInt64(table.funcdata)
        words[44] = address.table + UInt64(table.bytes.count)
        words[45] = address.module + UInt64(71 * pointerSize)
        words[46] = 1
        words[47] = 1
        var out = ByteWriter(order)
        for word in words { out.put(word, pointerSize) }
        out.put(UInt64(0), pointerSize)
        out.put(UInt64(text.count), pointerSize)
        out.put(text.lowerBound, pointerSize)
        return out.bytes
    }

    static let modules = "path\texample.com/app\nmod\texample.com/app\tv1.2.3\ndep\texample.com/x\tv0.9.0\th1:x=\n"

    private func buildInfo() -> [UInt8] {
        let text = Self.modules + "build\tGOARCH=amd64\n"
        let sentinel = Array(repeating: UInt8(0x30), count: 16)
        let version = Array((release == .go117 ? "go1.17.13" : "go1.27.3").utf8)
        let body = sentinel + Array(text.utf8) + sentinel
        var bytes: [UInt8] = [0xff] + Array(" Go buildinf:".utf8) + [8, 2] + Array(repeating: 0, count: 16)
        bytes += [UInt8(version.count)] + version
        bytes += [UInt8(body.count & 0x7f | 0x80), UInt8(body.count >> 7)] + body
        return bytes
    }
}
