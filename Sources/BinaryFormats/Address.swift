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

/// `0x401000`, as every message of Pare writes addresses and offsets.
public func hexadecimal(_ value: some BinaryInteger) -> String {
    "0x" + String(value, radix: 16)
}
