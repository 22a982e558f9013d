public import BinaryFormats

/// The type descriptors, names and itabs that can be reached from the lists in moduledata, and from each other.
/// (internal/abi/type.go, iface.go)
public struct TypeTable: Sendable {
    public struct Descriptor: Sendable {
        public var address: Address
        /// File offsets of the fixed part and of the arrays after it (fields, parameters, methods); the second may be empty.
        public var fixed: Range<Int>
        public var arrays: Range<Int>
        /// `internal/abi.Kind`.
        public var kind: UInt8
        /// File offsets of the import path of the package that defines the type, unescaped; nil for types without a name.
        public var package: Range<Int>?
        /// Indexes into `references`; component types come first.
        public var references: Range<Int>
        /// Address of the closure that compares two values; 0 for none.
        public var equal: Address
        /// File offsets of the pointer bitmap.
        public var pointers: Range<Int>?
    }

    public struct Itab: Sendable {
        /// File offsets.
        public var range: Range<Int>
        /// The concrete type, as an index into `descriptors`.
        public var type: Int
    }

    public internal(set) var descriptors: [Descriptor] = []
    /// Indexes into `descriptors`.
    public internal(set) var references: [Int] = []
    public internal(set) var itabs: [Itab] = []
    /// Each use of a name: the descriptor that uses it and the file offsets of the name's blob.
    public internal(set) var names: [(descriptor: Int, range: Range<Int>)] = []
    /// File offsets of the lists of types: `typelinks`, `itablinks`.
    public internal(set) var links: [Range<Int>] = []

    /// File offsets from the first to the last descriptor found. Up to Go 1.26 `moduledata.types` has other data in it too.
    public internal(set) var extent: Range<Int>?

    func bounds() -> Range<Int>? {
        var start = Int.max
        var end = 0
        func include(_ range: Range<Int>) {
            guard !range.isEmpty else { return }
            start = min(start, range.lowerBound)
            end = max(end, range.upperBound)
        }
        for descriptor in descriptors {
            include(descriptor.fixed)
            include(descriptor.arrays)
        }
        for name in names { include(name.range) }
        return start < end ? start..<end : nil
    }

    /// `internal/abi.Kind` numbers.
    public enum Kind {
        public static let array: UInt8 = 17
        public static let chan: UInt8 = 18
        public static let function: UInt8 = 19
        public static let interface: UInt8 = 20
        public static let map: UInt8 = 21
        public static let pointer: UInt8 = 22
        public static let slice: UInt8 = 23
        public static let structure: UInt8 = 25

        /// Numbers, strings, `bool` and `unsafe.Pointer`, which the runtime package defines.
        public static func isBasic(_ kind: UInt8) -> Bool {
            kind < array || kind == 24 || kind == 26
        }
    }
}

/// The state of a walk through the types, from which the next walk continues.
struct FoundTypes: Sendable {
    var table = TypeTable()
    /// Index of the descriptor at `types + 4 * n`, plus 1.
    var indexes: [Int32]
    /// Bytes that descriptors and their arrays may still take: valid ones do not overlap.
    var budget: Int

    /// `types` is the number of bytes of types in a mapping of `bytes` bytes.
    init(_ bytes: Int, types: Int) {
        indexes = Array(repeating: 0, count: types / 4 + 1)
        budget = bytes
        table.descriptors.reserveCapacity(types / 96)
        table.names.reserveCapacity(types / 32)
    }
}
