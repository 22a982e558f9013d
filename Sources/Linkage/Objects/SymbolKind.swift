/// The kind of a symbol, which determines its section. (cmd/internal/objabi/symkind.go)
enum SymbolKind: UInt8, Sendable {
    case undefined
    case text
    case readOnlyData
    /// Data without pointers.
    case pointerFreeData
    case data
    /// Zeroed memory without bytes in the file.
    case zeroed
    case debug
    /// Unwind information of Windows.
    case unwind
    case other

    init(name: String) {
        self =
            switch name {
            case "Sxxx": .undefined
            case "STEXT", "STEXTFIPS": .text
            case "SRODATA", "SRODATAFIPS": .readOnlyData
            case "SNOPTRDATA", "SNOPTRDATAFIPS": .pointerFreeData
            case "SDATA", "SDATAFIPS": .data
            case "SBSS", "SNOPTRBSS", "STLSBSS", "SLIBFUZZER_8BIT_COUNTER", "SCOVERAGE_COUNTER": .zeroed
            case "SCOVERAGE_AUXVAR": .pointerFreeData
            case "SSEHUNWINDINFO": .unwind
            default: name.hasPrefix("SDWARF") ? .debug : .other
            }
    }
}

/// The two bytes of flags of a symbol, `Flag` and `Flag2`.
struct SymbolFlags: OptionSet, Sendable {
    let rawValue: UInt16

    static let duplicateAllowed = SymbolFlags(rawValue: 1)
    static let typeLink = SymbolFlags(rawValue: 4)
    /// Looks up methods by non-constant names.
    static let reflectMethod = SymbolFlags(rawValue: 32)
    static let goType = SymbolFlags(rawValue: 64)
    static let usedInInterface = SymbolFlags(rawValue: 1 << 8)
    static let itab = SymbolFlags(rawValue: 2 << 8)
}

/// The kind of an auxiliary symbol. (cmd/internal/goobj/objfile.go `AuxGotype`)
enum AuxiliaryKind: Sendable {
    case type
    case functionInfo
    case functionData
    case pcData
    case pcInline
    /// `pcsp`, `pcfile` and `pcline`: a table of values by program counter.
    case pcTable
    case unwind
    case debug
    case other

    init(name: String) {
        self =
            switch name {
            case "AuxGotype": .type
            case "AuxFuncInfo": .functionInfo
            case "AuxFuncdata": .functionData
            case "AuxPcdata": .pcData
            case "AuxPcinline": .pcInline
            case "AuxSeh", "AuxSehUnwindInfo": .unwind
            case "AuxPcsp", "AuxPcfile", "AuxPcline": .pcTable
            default: name.hasPrefix("AuxDwarf") ? .debug : .other
            }
    }
}
