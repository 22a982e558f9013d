internal import BinaryFormats

/// The size model of a stripped file: the bytes of each symbol, and its bytes in tables of the linker.
///
/// Padding is charged to the symbol it aligns: sections are sorted by size, so adjacent symbols have the same alignment.
/// (cmd/link/internal/ld/pcln.go, data.go `symalign`)
struct SizeModel: Sendable {
    /// Part and bytes of each symbol; `nil` for symbols without bytes.
    private let part: [FileParts.Part?]
    private let bytes: [UInt32]
    /// Whether a symbol is in the symbol table of an unstripped file.
    private let listed: [Bool]
    /// Symbols whose names may be in the table of function names, each once.
    private let namedSymbols: [UInt32]
    private let fileBytes: [Int]
    /// Functions of system libraries, for Mach-O.
    private let systemFunctions: Set<UInt32>
    /// Functions of each compile unit, those that use the largest file number first.
    private let unitFunctions: [[Int]]
    private let graph: LinkGraph

    /// `goroot` replaces `$GOROOT` in names of source files, unless the program is built with `-trimpath`.
    init(_ graph: LinkGraph, goroot: String?) {
        self.graph = graph
        var part: [FileParts.Part?] = []
        var bytes: [UInt32] = []
        let reader = ByteReader(graph.symbols.names.bytes)
        for symbol in 0..<graph.symbols.count {
            let placed = SizeModel.part(of: symbol, graph, reader)
            part.append(placed)
            let size = placed.map { SizeModel.bytes(of: symbol, in: $0, graph) } ?? 0
            // The linker lists the init tasks that have functions.
            let listed = placed == .data && SizeModel.isInit(symbol, graph, reader) ? graph.machine.pointerSize : 0
            bytes.append(UInt32(clamping: Int(size) + listed))
        }
        self.part = part
        self.bytes = bytes
        listed = (0..<graph.symbols.count).map { SizeModel.isListed($0, graph, reader) }
        var seen: Set<UInt32> = []
        namedSymbols = graph.functions.names.filter { seen.insert($0).inserted }
        fileBytes = graph.fileNames.map { name in
            name.utf8.count + 1 + (name.hasPrefix("$GOROOT/") ? (goroot?.utf8.count ?? 7) - 7 : 0)
        }
        systemFunctions =
            ["darwin", "ios"].contains(graph.machine.goos)
            ? Set((1..<UInt32(graph.symbols.count)).filter { SizeModel.isSystemFunction($0, graph, reader) }) : []
        var units: [[Int]] = []
        for function in 0..<graph.functions.count {
            let unit = Int(graph.functions.unit[function])
            while units.count <= unit { units.append([]) }
            units[unit].append(function)
        }
        unitFunctions = units.map { $0.sorted { graph.functions.fileLimit[$0] > graph.functions.fileLimit[$1] } }
    }

    /// Whether the symbol table lists a symbol: functions and variables; constants and types have one common symbol.
    /// (cmd/link/internal/ld/symtab.go)
    private static func isListed(_ symbol: Int, _ graph: LinkGraph, _ reader: borrowing ByteReader) -> Bool {
        let name = graph.symbols.nameRange(UInt32(symbol))
        guard graph.symbols.isDefined[symbol], !name.isEmpty, graph.roles[symbol] == .none else { return false }
        switch graph.symbols.kind[symbol] {
        case .text, .data, .pointerFreeData, .zeroed: return true
        case .readOnlyData: return !reader.has("go:", at: name.lowerBound) && !reader.has("type:", at: name.lowerBound)
        default: return false
        }
    }

    private static func isInit(_ symbol: Int, _ graph: LinkGraph, _ reader: borrowing ByteReader) -> Bool {
        let name = graph.symbols.nameRange(UInt32(symbol))
        return graph.symbols.size[symbol] > 8 && name.count > 10 && reader.has("..inittask", at: name.upperBound - 10)
    }

    /// Whether the symbol is a function of a system library, `libc_write`, `x509_CFRelease`: only these undefined symbols have no
    /// package.
    private static func isSystemFunction(_ symbol: UInt32, _ graph: LinkGraph, _ reader: borrowing ByteReader) -> Bool {
        guard !graph.symbols.isDefined[Int(symbol)], graph.symbols.nameNumber[Int(symbol)] != 0 else { return false }
        return graph.symbols.nameRange(symbol).allSatisfy {
            ![UInt8(ascii: "."), UInt8(ascii: ":")].contains(reader.u8(at: $0) ?? 0)
        }
    }

    private static func part(of symbol: Int, _ graph: LinkGraph, _ reader: borrowing ByteReader) -> FileParts.Part? {
        guard graph.symbols.isDefined[symbol] else { return nil }
        switch graph.roles[symbol] {
        case .pcTable: return .functionTable
        case .functionData: return .functionData
        case .functionInfo: return nil
        case .none: break
        }
        switch graph.symbols.kind[symbol] {
        case .text: return .text
        case .pointerFreeData, .data: return .data
        case .readOnlyData:
            let name = graph.symbols.nameRange(UInt32(symbol))
            let isType = reader.has("type:", at: name.lowerBound) && name.count > 5
            return isType || graph.symbols.flags[symbol].contains(.itab) ? .types : .readOnlyData
        case .unwind: return .unwind
        case .undefined, .zeroed, .debug, .other: return nil
        }
    }

    private static func bytes(of symbol: Int, in part: FileParts.Part, _ graph: LinkGraph) -> UInt32 {
        let size = Int(graph.symbols.size[symbol])
        let declared = Int(clamping: graph.symbols.alignment[symbol])
        let machine = graph.machine
        switch part {
        case .text: return UInt32(clamping: roundUp(size, max(machine.functionAlignment, declared)))
        case .functionTable: return UInt32(size)
        default:
            var alignment = declared == 0 ? machine.dataAlignment : max(declared, machine.leastDataAlignment)
            if declared == 0 {
                while alignment > size, alignment > machine.leastDataAlignment { alignment /= 2 }
            }
            return UInt32(clamping: roundUp(size, alignment))
        }
    }

    /// The parts of the file for each query; `reached` are the queries in which a symbol is reached.
    func parts(_ reached: [QueryMask], queries: Int) -> [FileParts] {
        let all = QueryMask.first(queries)
        var whole = FileParts()
        var missing = Array(repeating: FileParts(), count: queries)
        func charge(_ part: FileParts.Part, _ bytes: Int, _ mask: QueryMask) {
            whole[part] += bytes
            (all & ~mask).forEach { missing[$0][part] += bytes }
        }
        let links = graph.minor < 27
        let symbolSize = FileLayout.symbolSize(graph.machine)
        for symbol in 0..<graph.symbols.count {
            let mask = reached[symbol]
            guard mask != 0 else { continue }
            if listed[symbol] { charge(.symbols, symbolSize + graph.symbols.nameRange(UInt32(symbol)).count + 1, mask) }
            guard let part = part[symbol] else {
                if systemFunctions.contains(UInt32(symbol)) { charge(.imports, 1, mask) }
                if graph.symbols.kind[symbol] == .debug { charge(.debug, Int(graph.symbols.size[symbol]), mask) }
                continue
            }
            charge(part, Int(bytes[symbol]), mask)
            if graph.pointers[symbol] != 0, part != .functionData { charge(.pointers, Int(graph.pointers[symbol]), mask) }
            if links, part == .types {
                let isItab = graph.symbols.flags[symbol].contains(.itab)
                charge(
                    .typeLinks, isItab ? graph.machine.pointerSize : graph.symbols.flags[symbol].contains(.typeLink) ? 4 : 0, mask
                )
            }
        }
        chargeFunctions(reached, charge)
        return missing.map { whole - $0 }
    }

    private func chargeFunctions(_ reached: [QueryMask], _ charge: (FileParts.Part, Int, QueryMask) -> Void) {
        let functions = graph.functions
        var named: [QueryMask] = Array(repeating: 0, count: graph.symbols.count)
        var files: [QueryMask] = Array(repeating: 0, count: fileBytes.count)
        for function in 0..<functions.count {
            let mask = reached[Int(functions.symbol[function])]
            guard mask != 0 else { continue }
            charge(.functionTable, 8 + roundUp(Int(functions.recordSize[function]), graph.machine.pointerSize), mask)
            charge(.functionData, Int(functions.inlineTreeSize[function]), mask)
            if functions.hasUnwind[function] { charge(.unwoundFunctions, 1, mask) }
            for index in Int(functions.firstName[function])..<Int(functions.firstName[function + 1]) {
                named[Int(functions.names[index])] |= mask
            }
            for index in Int(functions.firstFile[function])..<Int(functions.firstFile[function + 1]) {
                files[Int(functions.files[index])] |= mask
            }
        }
        for symbol in namedSymbols where named[Int(symbol)] != 0 {
            charge(.functionNames, graph.symbols.nameRange(symbol).count + 1, named[Int(symbol)])
        }
        for (file, mask) in files.enumerated() where mask != 0 { charge(.fileNames, fileBytes[file], mask) }
        for unit in unitFunctions {
            // The first reached function in this order determines the number of files of the unit.
            var open = QueryMask.max
            for function in unit where open != 0 {
                let mask = reached[Int(functions.symbol[function])] & open
                guard mask != 0 else { continue }
                open &= ~mask
                charge(.unitFiles, 4 * Int(functions.fileLimit[function]), mask)
            }
        }
    }

    /// Bytes of a function's row, `_func` and inline tree.
    func tableSize(ofFunction function: Int) -> Int {
        8 + roundUp(Int(graph.functions.recordSize[function]), graph.machine.pointerSize)
            + Int(graph.functions.inlineTreeSize[function])
    }

    /// Bytes of the symbol itself, 0 without a part in the file.
    func size(of symbol: Int) -> Int { part[symbol] == nil ? 0 : Int(bytes[symbol]) }
    func hasBytes(_ symbol: Int) -> Bool { part[symbol] != nil && bytes[symbol] != 0 }
}

func roundUp(_ value: Int, _ alignment: Int) -> Int {
    guard alignment > 1 else { return value }
    return (value &+ alignment &- 1) / alignment * alignment
}
