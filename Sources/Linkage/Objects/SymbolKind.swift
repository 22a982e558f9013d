/// What a symbol is and where the linker puts it. (cmd/internal/objabi/symkind.go)
enum SymbolKind: UInt8, Sendable {
    case undefined
    case text
    case readOnlyData
    /// Data without pointers.
    case pointerFreeData
    case data
    /// Takes no bytes of the file.
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
