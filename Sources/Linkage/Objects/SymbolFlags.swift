/// The two bytes of flags of a symbol, `Flag` and `Flag2`.
struct SymbolFlags: OptionSet, Sendable {
    let rawValue: UInt16

    static let duplicateAllowed = SymbolFlags(rawValue: 1)
    static let typeLink = SymbolFlags(rawValue: 4)
    /// Calls a method by a name that is not a constant.
    static let reflectMethod = SymbolFlags(rawValue: 32)
    static let goType = SymbolFlags(rawValue: 64)
    static let usedInInterface = SymbolFlags(rawValue: 1 << 8)
    static let itab = SymbolFlags(rawValue: 2 << 8)
}
