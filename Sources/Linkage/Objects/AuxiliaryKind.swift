/// What an auxiliary symbol says of the symbol it belongs to. (cmd/internal/goobj/objfile.go `AuxGotype`)
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
