public import BinaryFormats

/// Addresses that the instructions of functions name: a stand-in for the symbols and relocations of a stripped file.
///
/// Decoded are only the instructions that form addresses, found by their patterns; a pattern in other bytes passes for one
/// when its address happens to lie in `targets`, which is rare but possible, so what rests on references is inferred.
public struct CodeReferences: Sendable {
    public struct Reference: Sendable {
        /// Index into `FunctionTable.functions`.
        public var function: Int32
        public var target: Address
    }

    /// In the order of the code.
    public private(set) var references: [Reference] = []

    /// Whether this version can read the instructions of `architecture`.
    public static func supports(_ architecture: Architecture) -> Bool {
        ["amd64", "arm64"].contains(architecture.name)
    }

    /// References from the code of `table` to addresses in `targets`.
    init(_ image: Image, _ reader: ByteReader, _ table: FunctionTable, targets: Range<Address>) {
        references.reserveCapacity(table.functions.count * 8)
        for (index, function) in table.functions.enumerated() where function.size > 0 && function.size < 1 << 28 {
            let addresses = table.addresses(of: function)
            guard let range = image.memory.range(of: addresses) else { continue }
            var found = FunctionReferences(function: Int32(truncatingIfNeeded: index), targets: targets, references: references)
            references = []
            switch image.architecture.name {
            case "amd64": found.scanAMD64(reader, range, at: addresses.lowerBound)
            case "arm64": found.scanARM64(reader, range, at: addresses.lowerBound)
            default: break
            }
            references = found.references
        }
    }
}

/// The references of one function, as its scanner finds them.
struct FunctionReferences {
    let function: Int32
    let targets: Range<Address>
    var references: [CodeReferences.Reference]

    @inline(__always)
    mutating func note(_ target: UInt64) {
        let target = Address(target)
        if targets.contains(target) { references.append(CodeReferences.Reference(function: function, target: target)) }
    }
}
