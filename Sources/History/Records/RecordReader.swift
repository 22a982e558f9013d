internal import BinaryFormats
internal import CZlib

/// Checked reader of the output of `RecordWriter`. Files and notes come from anyone: counts are checked against the bytes that are
/// left before anything is reserved.
struct RecordReader: ~Escapable {
    private let reader: ByteReader
    private(set) var offset = 0

    /// Upper limit of a record's parts after decompression, bytes.
    static let largestPart = 1 << 26

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { reader = ByteReader(bytes) }

    var isAtEnd: Bool { offset == reader.count }

    @_lifetime(self: copy self)
    mutating func number(_ name: StaticString) throws(RecordError) -> Int {
        guard let (value, end) = reader.uleb128(at: offset) else { throw RecordError("\(name)", at: offset) }
        offset = end
        return Int(truncatingIfNeeded: value)
    }

    /// A number of things that take at least one byte each.
    @_lifetime(self: copy self)
    mutating func count(_ name: StaticString) throws(RecordError) -> Int {
        let start = offset
        let count = try number(name)
        guard count >= 0, count <= reader.count - offset else { throw RecordError("\(name)", at: start) }
        return count
    }

    @_lifetime(self: copy self)
    mutating func numbers(_ name: StaticString, count: Int) throws(RecordError) -> [Int] {
        guard count >= 0, count <= reader.count - offset else { throw RecordError("\(name)", at: offset) }
        var numbers: [Int] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try number(name)) }
        return numbers
    }

    @_lifetime(self: copy self)
    mutating func optionalNumber(_ name: StaticString) throws(RecordError) -> Int? {
        let number = try number(name)
        return number == 0 ? nil : number &- 1
    }

    @_lifetime(self: copy self)
    mutating func text(_ name: StaticString) throws(RecordError) -> String {
        let count = try count(name)
        defer { offset += count }
        return reader.string(offset..<offset + count)
    }

    @_lifetime(self: copy self)
    mutating func optionalText(_ name: StaticString) throws(RecordError) -> String? {
        try number(name) == 0 ? nil : try text(name)
    }

    @_lifetime(self: copy self)
    mutating func texts(_ name: StaticString) throws(RecordError) -> [String] {
        var texts: [String] = []
        for _ in 0..<(try count(name)) { texts.append(try text(name)) }
        return texts
    }

    /// Bytes behind their count.
    @_lifetime(self: copy self)
    mutating func part(_ name: StaticString) throws(RecordError) -> [UInt8] {
        let count = try count(name)
        defer { offset += count }
        return bytes(from: offset, count: count)
    }

    /// The rest, which `packed` has compressed.
    @_lifetime(self: copy self)
    mutating func unpacked(_ name: StaticString) throws(RecordError) -> [UInt8] {
        let start = offset
        let size = try number(name)
        // zlib makes at most 1,032 bytes of one. (zlib.net/zlib_tech.html)
        guard size >= 0, size <= Self.largestPart, size / 1_032 <= reader.count - offset else {
            throw RecordError("\(name)", at: start)
        }
        let packed = bytes(from: offset, count: reader.count - offset)
        offset = reader.count
        var count = UInt(size)
        var buffer = [UInt8](repeating: 0, count: size)
        let code = unsafe uncompress(&buffer, &count, packed, UInt(packed.count))
        guard code == Z_OK || size == 0, Int(count) == size else { throw RecordError("\(name)", at: start) }
        return buffer
    }

    private func bytes(from start: Int, count: Int) -> [UInt8] {
        unsafe reader.bytes.extracting(start..<start + count).withUnsafeBytes { unsafe Array($0) }
    }
}

/// A part of a record that is cut off or out of range.
struct RecordError: Error, CustomStringConvertible {
    var description: String

    init(_ name: String, at offset: Int) {
        description = "\(name) at byte \(offset) is damaged"
    }
}
