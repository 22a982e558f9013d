/// One range of the file and who it belongs to.
struct Claim {
    /// File offsets.
    var range: Range<Int>
    var owner: Owner
    var kind: ByteKind
    /// Index into `RangeMap.passes`, set when the claim is added.
    var pass: UInt8 = 0
    var item: Item

    init(_ range: Range<Int>, _ owner: Owner, _ kind: ByteKind, of item: Item = .none) {
        self.range = range
        self.owner = owner
        self.kind = kind
        self.item = item
    }

    /// The one function, symbol or embedded file that some bytes are about, as far as there is one.
    struct Item: Hashable {
        enum Meaning {
            case none
            /// Index into `FunctionTable.functions`.
            case function(Int)
            /// Index into `Image.symbols`.
            case symbol(Int)
            /// Index into `EmbeddedFiles.files`.
            case embedded(Int)
        }

        let code: UInt32

        static let none = Item(code: .max)
        static func function(_ index: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: index) & 0x7fff_ffff) }
        static func symbol(_ index: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: index) & 0x3fff_ffff | 0x8000_0000) }
        static func embedded(_ index: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: index) | 0xc000_0000) }

        var meaning: Meaning {
            if self == .none { return .none }
            switch code >> 30 {
            case 3: return .embedded(Int(code & 0x3fff_ffff))
            case 2: return .symbol(Int(code & 0x3fff_ffff))
            default: return .function(Int(code))
            }
        }
    }
}

extension [Claim] {
    /// Appends a claim, or lengthens the last one where it goes on.
    mutating func add(_ claim: Claim) {
        guard let last, last.range.upperBound == claim.range.lowerBound, last.owner == claim.owner, last.kind == claim.kind,
            last.pass == claim.pass, last.item == claim.item
        else { return append(claim) }
        self[count - 1].range = last.range.lowerBound..<claim.range.upperBound
    }
}
