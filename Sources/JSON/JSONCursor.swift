/// Reads JSON from front to back without making a tree of it. A method that answers nil or false has met something that it does
/// not read; the text is then to be decoded as a whole, which tells what is wrong with it.
@frozen
public struct JSONCursor: ~Escapable {
    @usableFromInline let bytes: Span<UInt8>
    @usableFromInline var position = 0

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
    }

    /// The next byte that is no blank, without taking it; nil at the end.
    @inlinable @inline(__always)
    public var next: UInt8? {
        mutating get {
            while position < bytes.count {
                let byte = bytes[position]
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
                position += 1
            }
            return nil
        }
    }

    /// Bytes that were read.
    @inlinable
    public var offset: Int { position }

    @inlinable @inline(__always)
    public mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = next, UInt32(byte) == scalar.value else { return false }
        position += 1
        return true
    }

    /// Calls `element` in front of each item of a list, or of each field's name with `{` and `}`; false where it or the list fails.
    @inlinable
    public mutating func list(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ element: (inout JSONCursor) -> Bool) -> Bool {
        guard take(open) else { return false }
        if take(close) { return true }
        repeat {
            guard element(&self) else { return false }
        } while take(",")
        return take(close)
    }

    /// Passes over a value.
    public mutating func skip() -> Bool {
        var depth = 0
        repeat {
            guard let byte = next else { return false }
            switch byte {
            case UInt8(ascii: "\""):
                guard quoted() != nil else { return false }
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            position += 1
        } while depth > 0
        return depth == 0
    }

    /// The bytes of a string without its quotes, as they are, and whether none of them is an escape.
    @inlinable
    public mutating func quoted() -> (range: Range<Int>, isPlain: Bool)? {
        guard take("\"") else { return nil }
        let start = position
        var isPlain = true
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return (start..<position - 1, isPlain) }
            if byte < 0x20 { return nil }
            if byte == UInt8(ascii: "\\") {
                isPlain = false
                position += 1
            }
        }
        return nil
    }

    /// The bytes of a string without its quotes; nil for one with an escape.
    @inlinable
    public mutating func plainString() -> Range<Int>? {
        guard let (range, isPlain) = quoted(), isPlain else { return nil }
        return range
    }

    @inlinable
    public mutating func string() -> String? {
        guard let (range, isPlain) = quoted() else { return nil }
        return isPlain ? text(range) : unescaped(range)
    }

    /// The text of a string with escapes.
    public func unescaped(_ range: Range<Int>) -> String? {
        let text = bytes.extracting(range.lowerBound - 1..<range.upperBound + 1)
        guard case .string(let string)? = try? JSONParser.value(of: text) else { return nil }
        return string
    }

    /// The name of a field and the colon behind it.
    @inlinable
    public mutating func name() -> String? {
        guard let name = plainString().map({ text($0) }), take(":") else { return nil }
        return name
    }

    /// A whole number of at most 18 digits.
    @inlinable
    public mutating func integer() -> Int? {
        let isNegative = take("-")
        let start = position
        var value = 0
        while position < bytes.count, position - start < 19 {
            let byte = bytes[position]
            guard byte >= 0x30, byte <= 0x39 else { break }
            value = value &* 10 &+ Int(byte &- 0x30)
            position += 1
        }
        let count = position - start
        guard count > 0, count < 19, count == 1 || bytes[start] != 0x30 else { return nil }
        if position < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[position]) {
            return nil
        }
        return isNegative ? -value : value
    }

    /// Whether two ranges have the same bytes.
    @inlinable @inline(__always)
    public func isSame(_ range: Range<Int>, _ other: Range<Int>) -> Bool {
        guard range.count == other.count else { return false }
        for offset in 0..<range.count where bytes[range.lowerBound + offset] != bytes[other.lowerBound + offset] { return false }
        return true
    }

    @inlinable
    public func text(_ range: Range<Int>) -> String { bytes.string(range) }
}

extension Span<UInt8> {
    /// UTF-8, damaged parts replaced.
    @inlinable
    func string(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
