internal import BinaryFormats

/// The symbols of a program after resolution: each under one number from 1 on; 0 is none. Columns, not rows: there are
/// hundreds of thousands.
struct SymbolIndex: Sendable {
    var names = NameTable()
    /// Name number + 1; 0 for symbols without a name.
    private(set) var nameNumber: [UInt32] = [0]
    private(set) var kind: [SymbolKind] = [.undefined]
    private(set) var flags: [SymbolFlags] = [[]]
    private(set) var size: [UInt32] = [0]
    /// Bytes; 0 where the linker chooses.
    private(set) var alignment: [UInt32] = [0]
    /// The definition that won: object and the symbol's number there. References without one have no contents. Only
    /// loading and placing need these three; a reduced graph has none of them.
    private(set) var object: [UInt32] = [0]
    private(set) var local: [UInt32] = [0]
    private(set) var isDefined: [Bool] = [false]
    private(set) var hasContent: [Bool] = [false]

    var count: Int { kind.count }

    struct Definition {
        var nameNumber: UInt32
        var kind: SymbolKind
        var flags: SymbolFlags
        var size: UInt32
        var alignment: UInt32
        var object: Int
        var local: Int
        var isDefined: Bool
        var hasContent: Bool
    }

    init() {}

    /// The columns of a reduced graph, all of one length; the first row stands for no symbol.
    init(
        names: NameTable, nameNumber: [UInt32], kind: [SymbolKind], flags: [SymbolFlags], size: [UInt32], alignment: [UInt32],
        isDefined: [Bool]
    ) {
        self.names = names
        self.nameNumber = nameNumber
        self.kind = kind
        self.flags = flags
        self.size = size
        self.alignment = alignment
        self.isDefined = isDefined
        object = []
        local = []
        hasContent = []
    }

    mutating func append(_ definition: Definition) -> UInt32 {
        nameNumber.append(definition.nameNumber)
        kind.append(definition.kind)
        flags.append(definition.flags)
        size.append(definition.size)
        alignment.append(definition.alignment)
        object.append(UInt32(definition.object))
        local.append(UInt32(definition.local))
        isDefined.append(definition.isDefined)
        hasContent.append(definition.hasContent)
        return UInt32(kind.count - 1)
    }

    /// Gives a symbol another definition. The largest alignment counts.
    mutating func replace(_ symbol: UInt32, by definition: Definition) {
        let index = Int(symbol)
        nameNumber[index] = definition.nameNumber
        kind[index] = definition.kind
        flags[index] = definition.flags
        size[index] = definition.size
        object[index] = UInt32(definition.object)
        local[index] = UInt32(definition.local)
        isDefined[index] = definition.isDefined
        hasContent[index] = definition.hasContent
        note(symbol, alignment: definition.alignment)
    }

    mutating func note(_ symbol: UInt32, alignment: UInt32) {
        if alignment > self.alignment[Int(symbol)] { self.alignment[Int(symbol)] = alignment }
    }

    mutating func enlarge(_ symbol: UInt32, to size: UInt32) {
        self.size[Int(symbol)] = max(self.size[Int(symbol)], size)
    }

    func name(_ symbol: UInt32) -> String {
        let number = nameNumber[Int(symbol)]
        return number == 0 ? "" : names.text(Int(number) - 1)
    }

    /// Range of a symbol's name in `names.bytes`; empty for symbols without.
    func nameRange(_ symbol: UInt32) -> Range<Int> {
        let number = nameNumber[Int(symbol)]
        return number == 0 ? 0..<0 : names.range(Int(number) - 1)
    }
}
