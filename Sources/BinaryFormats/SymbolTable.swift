/// The symbols of an image, with the file ranges of their records and names.
public struct SymbolTable: Sendable {
    public struct Symbol: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            case function
            case object
            /// The name of a source file or a section.
            case marker
            case undefined
            case other
        }

        public var kind: Kind
        /// Index into `Image.sections`, -1 for none.
        public var section: Int32
        public var address: Address
        /// Size in bytes; nil if the format has no symbol sizes (PE, Mach-O).
        public var size: UInt64?
        /// Whether the name is in the string table, so that the name and its NUL are separate bytes.
        public var nameIsInStringTable: Bool
        private let entryStart: Int
        private let nameStart: Int
        private let entrySize: UInt32
        private let nameSize: UInt32

        /// File offsets of the table entry, auxiliary entries included.
        public var entry: Range<Int> { entryStart..<entryStart + Int(entrySize) }
        /// File offsets of the name without its NUL; empty if there is none.
        public var name: Range<Int> { nameStart..<nameStart + Int(nameSize) }

        public init(
            kind: Kind, section: Int32, address: Address, size: UInt64?, entry: Range<Int>, name: Range<Int>,
            nameIsInStringTable: Bool
        ) {
            self.kind = kind
            self.section = section
            self.address = address
            self.size = size
            self.nameIsInStringTable = nameIsInStringTable
            entryStart = entry.lowerBound
            entrySize = UInt32(clamping: entry.count)
            nameStart = name.lowerBound
            nameSize = UInt32(clamping: name.count)
        }
    }

    public var symbols: [Symbol] = []
    /// Whether names carry the leading underscore of Mach-O.
    public var namesHaveUnderscore = false

    public init() {}

    /// File offsets of a symbol's name as the compiler gave it, without Mach-O's underscore.
    public func name(of symbol: Symbol) -> Range<Int> {
        namesHaveUnderscore ? min(symbol.name.lowerBound + 1, symbol.name.upperBound)..<symbol.name.upperBound : symbol.name
    }

    /// Whether any symbol names code or data of the image itself: false for stripped files.
    public var hasDefinitions: Bool {
        symbols.contains { $0.kind != .undefined && $0.kind != .marker && $0.section >= 0 && !$0.name.isEmpty }
    }
}
