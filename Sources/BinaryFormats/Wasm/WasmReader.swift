/// Reader of WebAssembly modules of version 1: sections in the order of the file, each read independently.
struct WasmReader {
    private var module = WasmModule()
    private var sections: [Section] = []
    private var warnings: [FormatError] = []
    /// GOOS, by the functions that the module imports.
    private var operatingSystem: String?

    private static let names = [
        "custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data",
        "data count", "tag",
    ]

    static func image(_ bytes: RawSpan) throws(FormatError) -> Image {
        let reader = ByteReader(bytes)
        let header = try reader.record("module header", at: 0, size: 8)
        guard header.u32(4) == 1 else {
            throw FormatError("version", at: 4, "found \(hexadecimal(header.u32(4))), expected 1")
        }
        guard reader.count <= Int(UInt32.max) else { throw FormatError("file", at: 0, "WebAssembly module of more than 4 GiB") }
        var module = WasmReader()
        module.readSections(reader)
        return module.image(bytes)
    }

    private mutating func readSections(_ reader: ByteReader) {
        var offset = 8
        while offset < reader.count {
            guard let id = reader.u8(at: offset), let size = reader.uleb128(at: offset + 1),
                let contents = reader.range(at: UInt64(size.end), count: size.value), sections.count < 4096
            else {
                let size = reader.uleb128(at: offset + 1)
                warnings.append(
                    FormatError(
                        "section header", at: offset, "the section does not fit in the \(reader.count) bytes of the file",
                        end: size.map { UInt64($0.end) &+ $0.value } ?? UInt64(reader.count) + 1))
                return
            }
            readSection(id, offset..<contents.upperBound, contents: contents, reader)
            offset = contents.upperBound
        }
    }

    private mutating func readSection(_ id: UInt8, _ range: Range<Int>, contents: Range<Int>, _ reader: ByteReader) {
        var cursor = WasmCursor(reader, contents)
        var name = WasmReader.names.indices.contains(Int(id)) ? WasmReader.names[Int(id)] : "section \(id)"
        var header = range.lowerBound..<contents.lowerBound
        do throws(FormatError) {
            switch id {
            case 0:
                let text = try cursor.vector("custom section name")
                name = text.count < 256 ? reader.string(text) : "custom"
                header = range.lowerBound..<cursor.offset
                if name == "name" { try readNames(&cursor) }
                if name == "producers" { try readProducers(&cursor, reader) }
            case 2: try readImports(&cursor, reader)
            case 3:
                module.signatures = try entries(&cursor, &header) { cursor throws(FormatError) in
                    _ = try cursor.number("function")
                }
            case 9: try readElements(&cursor, &header)
            case 10:
                module.code = try entries(&cursor, &header) { cursor throws(FormatError) in _ = try cursor.vector("code") }
            case 11: try readSegments(&cursor, &header)
            default: break
            }
        } catch {
            warnings.append(error)
        }
        module.framing.append(header)
        let isCode = id == 10
        sections.append(
            Section(
                name: name, role: WasmReader.role(id, name), range: range, address: isCode ? WasmModule.codeStart : Address(0),
                virtualSize: isCode ? UInt64(module.code.count) << WasmModule.placeShift : 0, isLoaded: isCode))
    }

    private static func role(_ id: UInt8, _ name: String) -> Section.Role {
        switch (id, name) {
        case (0, "go:buildid"), (0, "go.buildid"): .buildID
        case (0, "name"): .symbolTable
        case (0, "producers"), (1...9, _), (12, _): .dynamicLinking
        case (10, _): .code
        default: .other
        }
    }

    /// A vector; the bytes before its first entry join the header.
    private func entries(
        _ cursor: inout WasmCursor, _ header: inout Range<Int>, _ read: (inout WasmCursor) throws(FormatError) -> Void
    ) throws(FormatError) -> WasmModule.Entries {
        let count = try cursor.number("vector")
        header = header.lowerBound..<cursor.offset
        var entries = WasmModule.Entries(from: cursor.offset)
        for _ in 0..<count {
            try read(&cursor)
            entries.append(upTo: cursor.offset)
        }
        return entries
    }

    private mutating func readImports(_ cursor: inout WasmCursor, _ reader: ByteReader) throws(FormatError) {
        let count = try cursor.number("import")
        guard count <= 100_000 else {
            throw FormatError("import", at: cursor.offset, "\(count) imports, more than any host accepts")
        }
        for _ in 0..<count {
            let start = cursor.offset
            let module = try cursor.vector("import")
            let name = try cursor.vector("import")
            switch try cursor.byte("import") {
            case 0:
                _ = try cursor.number("import")
                self.module.importedFunctionCount += 1
            case 1:
                _ = try cursor.byte("import")
                try cursor.limits("import")
            case 2: try cursor.limits("import")
            case 3: _ = try cursor.skip(2, "import")
            case let kind: throw FormatError("import", at: cursor.offset - 1, "found kind \(kind), expected 0 to 3")
            }
            self.module.imports.append(WasmModule.Import(range: start..<cursor.offset, module: module, name: name))
            if reader.equals(module, "gojs") { operatingSystem = "js" }
            if reader.equals(module, "wasi_snapshot_preview1") { operatingSystem = "wasip1" }
        }
    }

    /// The Go linker writes one segment: the functions of the module in their order.
    private mutating func readElements(_ cursor: inout WasmCursor, _ header: inout Range<Int>) throws(FormatError) {
        guard try cursor.number("element") == 1, try cursor.byte("element") == 0, try cursor.byte("element") == 0x41,
            try cursor.signed("element") == Int64(WasmModule.firstPlace), try cursor.byte("element") == 0x0b
        else { return }
        let imported = module.importedFunctionCount
        var follows = true
        var next = imported
        module.elements = try entries(&cursor, &header) { cursor throws(FormatError) in
            if try cursor.number("element") != next { follows = false }
            next += 1
        }
        module.elementsFollowFunctions = follows
    }

    private mutating func readSegments(_ cursor: inout WasmCursor, _ header: inout Range<Int>) throws(FormatError) {
        let count = try cursor.number("data")
        header = header.lowerBound..<cursor.offset
        for _ in 0..<count {
            let start = cursor.offset
            let flags = try cursor.number("data segment")
            // Passive segments (1) have no address until code copies them.
            guard flags != 1 else {
                _ = try cursor.vector("data segment")
                continue
            }
            if flags == 2 { _ = try cursor.number("data segment") }
            guard flags == 0 || flags == 2, try cursor.byte("data segment") == 0x41 else {
                throw FormatError("data segment", at: start, "its address is not a constant")
            }
            let address = UInt32(truncatingIfNeeded: try cursor.signed("data segment"))
            guard try cursor.byte("data segment") == 0x0b else {
                throw FormatError("data segment", at: start, "its address is not a constant")
            }
            let payload = try cursor.vector("data segment")
            guard address >= WasmModule.memoryStart else { continue }
            module.segments.append(WasmModule.Segment(header: start..<payload.lowerBound, payload: payload, address: address))
        }
    }

    /// Subsection 1 holds the names of functions; other subsections are rare.
    private mutating func readNames(_ cursor: inout WasmCursor) throws(FormatError) {
        while !cursor.isAtEnd {
            let id = try cursor.byte("name subsection")
            let size = try cursor.number("name subsection")
            guard id == 1, module.names.count == 0 else {
                _ = try cursor.skip(size, "name subsection")
                continue
            }
            let count = try cursor.number("function name")
            module.names = WasmModule.Entries(from: cursor.offset)
            for _ in 0..<count {
                let index = try cursor.number("function name") - module.importedFunctionCount
                _ = try cursor.vector("function name")
                module.names.append(upTo: cursor.offset)
                module.namedFunctions.append(Int32(clamping: max(-1, index)))
            }
        }
    }

    private mutating func readProducers(_ cursor: inout WasmCursor, _ reader: ByteReader) throws(FormatError) {
        for _ in 0..<(try cursor.number("producers")) {
            _ = try cursor.vector("producers")
            for _ in 0..<(try cursor.number("producers")) {
                let name = try cursor.vector("producers")
                let version = try cursor.vector("producers")
                if reader.equals(name, "Go cmd/compile") || reader.equals(name, "Go") && module.goVersion == nil {
                    module.goVersion = version
                }
            }
        }
    }

    private consuming func image(_ bytes: RawSpan) -> Image {
        var image = Image(
            format: .wasm, architecture: Architecture("wasm"), operatingSystem: operatingSystem, order: .little, pointerSize: 8,
            size: bytes.byteCount, sections: sections, memory: AddressMap([]), symbols: SymbolTable(), relocations: [],
            unwindTables: [],
            pointers: PointerMap(pointerSize: 8), structures: [Structure("module header", .header, 0..<8)], warnings: warnings)
        if let size = WasmMemory.size(module.segments, fileSize: bytes.byteCount, &image.warnings) {
            image.contents = WasmMemory.unpacked(module.segments, size: size, after: bytes)
            let range = bytes.byteCount..<image.contents.count
            let address = Address(UInt64(WasmModule.memoryStart))
            image.sections.append(
                Section(
                    name: "memory", role: .data, range: range, address: address, virtualSize: UInt64(range.count), isLoaded: true)
            )
            image.memory = AddressMap([AddressMap.Mapping(address: address, range: range)])
        }
        image.wasm = module
        return image
    }
}

/// A cursor over the values of a module, up to an end.
struct WasmCursor: ~Escapable {
    private let reader: ByteReader
    let end: Int
    private(set) var offset: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, _ range: Range<Int>) {
        self.reader = reader
        end = range.upperBound
        offset = range.lowerBound
    }

    var isAtEnd: Bool { offset >= end }

    mutating func byte(_ structure: StaticString) throws(FormatError) -> UInt8 {
        guard offset < end, let byte = reader.u8(at: offset) else { throw cut(structure) }
        offset += 1
        return byte
    }

    /// An unsigned number of at most 32 bits.
    mutating func number(_ structure: StaticString) throws(FormatError) -> Int {
        guard let number = reader.uleb128(at: offset), number.end <= end, number.value <= UInt64(UInt32.max) else {
            throw cut(structure)
        }
        offset = number.end
        return Int(number.value)
    }

    mutating func signed(_ structure: StaticString) throws(FormatError) -> Int64 {
        guard let number = reader.sleb128(at: offset), number.end <= end else { throw cut(structure) }
        offset = number.end
        return number.value
    }

    mutating func skip(_ count: Int, _ structure: StaticString) throws(FormatError) -> Range<Int> {
        guard count >= 0, count <= end - offset else { throw cut(structure) }
        defer { offset += count }
        return offset..<offset + count
    }

    /// Range of a length-prefixed vector, without the length.
    mutating func vector(_ structure: StaticString) throws(FormatError) -> Range<Int> {
        try skip(try number(structure), structure)
    }

    /// Reads the limits of a table or memory: minimum and optional maximum.
    mutating func limits(_ structure: StaticString) throws(FormatError) {
        let flags = try byte(structure)
        _ = try number(structure)
        if flags & 1 != 0 { _ = try number(structure) }
    }

    private func cut(_ structure: StaticString) -> FormatError {
        FormatError("\(structure)", at: offset, "malformed or past the end of its section at \(hexadecimal(end))")
    }
}
