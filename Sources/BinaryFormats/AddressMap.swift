/// A virtual address in the memory of the loaded program. File offsets are plain `Int`s, so the two never mix.
@frozen
public struct Address: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt64

    @inlinable
    public init(_ value: UInt64) {
        self.value = value
    }

    @inlinable
    public static func < (a: Address, b: Address) -> Bool {
        a.value < b.value
    }

    /// Wraps around, as address arithmetic on hostile values must not trap.
    @inlinable
    public static func + (a: Address, bytes: UInt64) -> Address {
        Address(a.value &+ bytes)
    }

    /// Distance in bytes; wraps around where `b` is the higher address.
    @inlinable
    public static func - (a: Address, b: Address) -> UInt64 {
        a.value &- b.value
    }

    public var description: String { hexadecimal(value) }
}

/// An address or offset as Pare prints it: `0x401000`.
public func hexadecimal(_ value: some BinaryInteger) -> String {
    "0x" + String(value, radix: 16)
}

/// The mapping of the file into memory: the file offset of the byte at an address.
public struct AddressMap: Sendable {
    public struct Mapping: Sendable, Hashable {
        public var address: Address
        /// File offsets of the bytes that are present.
        public var range: Range<Int>

        public init(address: Address, range: Range<Int>) {
            self.address = address
            self.range = range
        }

        public var addresses: Range<Address> { address..<(address + UInt64(range.count)) }
    }

    /// Ascending by address, without empty ones and without any that wraps around the address space.
    public let mappings: [Mapping]
    /// Highest end of each mapping and all before it.
    private let reach: [Address]

    /// Upper bound on mappings, more than any linker writes; those at higher addresses are dropped.
    private static let limit = 8192

    public init(_ mappings: [Mapping]) {
        let sorted =
            mappings
            .filter { !$0.range.isEmpty && $0.address.value <= UInt64.max - UInt64($0.range.count) }
            .sorted { $0.address < $1.address }
        self.mappings = Array(sorted.prefix(AddressMap.limit))
        var end = Address(0)
        reach = self.mappings.map { mapping in
            end = max(end, mapping.addresses.upperBound)
            return end
        }
    }

    /// The mapping that holds `address`; where mappings overlap, the one that starts last.
    public func mapping(of address: Address) -> Mapping? {
        var index = mappings.partitioningIndex { $0.address > address }
        while index > 0, reach[index - 1] > address {
            index -= 1
            if mappings[index].addresses.contains(address) { return mappings[index] }
        }
        return nil
    }

    public func offset(of address: Address) -> Int? {
        mapping(of: address).map { $0.range.lowerBound + Int(address - $0.address) }
    }

    /// File offsets of `addresses`; nil unless one mapping holds all of them.
    public func range(of addresses: Range<Address>) -> Range<Int>? {
        guard let mapping = mapping(of: addresses.lowerBound), addresses.upperBound <= mapping.addresses.upperBound else {
            return nil
        }
        let start = mapping.range.lowerBound + Int(addresses.lowerBound - mapping.address)
        return start..<start + Int(addresses.upperBound - addresses.lowerBound)
    }

    /// A cursor for look-ups in mostly ascending order.
    public func cursor() -> Cursor { Cursor(self) }

    public struct Cursor: Sendable {
        private let map: AddressMap
        private var last = Mapping(address: Address(0), range: 0..<0)

        init(_ map: AddressMap) {
            self.map = map
        }

        public mutating func offset(of address: Address) -> Int? {
            if !last.addresses.contains(address) {
                guard let found = map.mapping(of: address) else { return nil }
                last = found
            }
            return last.range.lowerBound + Int(address - last.address)
        }
    }

    public func address(of offset: Int) -> Address? {
        mappings.first { $0.range.contains(offset) }.map { $0.address + UInt64(offset - $0.range.lowerBound) }
    }
}
