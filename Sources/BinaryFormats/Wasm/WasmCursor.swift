/// Reads the values of a module one after the other, up to an end.
struct WasmCursor: ~Escapable {
    private let reader: ByteReader
    let end: Int
    private(set) var offset: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, _ range: Range<Int>) {
        self.reader = reader
        end = range.upperBound
        offset = range.lowerBound
    }

    var isAtEnd: Bool { offset >= end }

    mutating func byte(_ structure: StaticString) throws(FormatError) -> UInt8 {
        guard offset < end, let byte = reader.u8(at: offset) else { throw cut(structure) }
        offset += 1
        return byte
    }

    /// An unsigned number of at most 32 bits.
    mutating func number(_ structure: StaticString) throws(FormatError) -> Int {
        guard let number = reader.uleb128(at: offset), number.end <= end, number.value <= UInt64(UInt32.max) else {
            throw cut(structure)
        }
        offset = number.end
        return Int(number.value)
    }

    mutating func signed(_ structure: StaticString) throws(FormatError) -> Int64 {
        guard let number = reader.sleb128(at: offset), number.end <= end else { throw cut(structure) }
        offset = number.end
        return number.value
    }

    mutating func skip(_ count: Int, _ structure: StaticString) throws(FormatError) -> Range<Int> {
        guard count >= 0, count <= end - offset else { throw cut(structure) }
        defer { offset += count }
        return offset..<offset + count
    }

    /// Bytes with their count before them, which is not part of the result.
    mutating func vector(_ structure: StaticString) throws(FormatError) -> Range<Int> {
        try skip(try number(structure), structure)
    }

    /// Smallest and perhaps largest size of a table or memory.
    mutating func limits(_ structure: StaticString) throws(FormatError) {
        let flags = try byte(structure)
        _ = try number(structure)
        if flags & 1 != 0 { _ = try number(structure) }
    }

    private func cut(_ structure: StaticString) -> FormatError {
        FormatError("\(structure)", at: offset, "makes no sense or runs past the end of its section at \(hexadecimal(end))")
    }
}
