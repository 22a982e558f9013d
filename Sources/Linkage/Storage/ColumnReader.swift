internal import BinaryFormats

/// Checked reader of the output of `ColumnWriter`: a column that is too long, or has a number out of range, is an error.
struct ColumnReader: ~Escapable {
    private let reader: ByteReader
    private(set) var offset: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, at offset: Int) {
        self.reader = reader
        self.offset = offset
    }

    var isAtEnd: Bool { offset == reader.count }

    @_lifetime(self: copy self)
    mutating func integers<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, _ name: StaticString, count expected: Int? = nil
    ) throws(FormatError) -> [T] {
        guard let count = reader.u64(at: offset), count <= UInt64(reader.count) else {
            throw FormatError("\(name)", at: offset, "a column longer than the file")
        }
        if let expected, Int(count) != expected {
            throw FormatError("\(name)", at: offset, "\(count) entries, expected \(expected)")
        }
        guard let values = reader.integers(T.self, at: offset + 8, count: Int(count)) else {
            throw FormatError("\(name)", at: offset, "\(count) entries do not fit in the \(reader.count) bytes of the file")
        }
        offset += 8 + (Int(count) * MemoryLayout<T>.stride + 7) / 8 * 8
        return values
    }

    /// Numbers below `limit`.
    @_lifetime(self: copy self)
    mutating func numbers(
        _ name: StaticString, below limit: Int, count: Int? = nil
    ) throws(FormatError) -> [UInt32] {
        let start = offset
        let values = try integers(UInt32.self, name, count: count)
        if let largest = values.max(), Int(largest) >= limit {
            throw FormatError("\(name)", at: start, "\(largest), expected less than \(limit)")
        }
        return values
    }

    /// Starts of `count` rows in a table of `size` entries, and the end of the last row.
    @_lifetime(self: copy self)
    mutating func bounds(_ name: StaticString, count: Int, size: Int) throws(FormatError) -> [UInt32] {
        let start = offset
        let values = try integers(UInt32.self, name, count: count + 1)
        var before: UInt32 = 0
        for value in values {
            guard value >= before else { throw FormatError("\(name)", at: start, "\(value) behind \(before)") }
            before = value
        }
        guard values.first == 0, values.last.map(Int.init) == size else {
            throw FormatError("\(name)", at: start, "expected bounds from 0 to \(size)")
        }
        return values
    }

    /// Links from number to number, each chain ending at 0.
    @_lifetime(self: copy self)
    mutating func parents(_ name: StaticString, count: Int) throws(FormatError) -> [UInt32] {
        let start = offset
        let parents = try numbers(name, below: max(1, count), count: count)
        // Number of the walk that visited the entry, from 1.
        var walks = [UInt32](repeating: 0, count: count)
        for first in parents.indices.dropFirst() {
            var next = first
            while next != 0, walks[next] == 0 {
                walks[next] = UInt32(first)
                next = Int(parents[next])
            }
            guard next == 0 || walks[next] != UInt32(first) else { throw FormatError("\(name)", at: start, "a circle") }
        }
        return parents
    }

    @_lifetime(self: copy self)
    mutating func flags(_ name: StaticString, count: Int) throws(FormatError) -> [Bool] {
        try integers(UInt8.self, name, count: count).map { $0 != 0 }
    }

    @_lifetime(self: copy self)
    mutating func number(_ name: StaticString, in range: ClosedRange<Int>) throws(FormatError) -> Int {
        let start = offset
        let value = try integers(Int64.self, name, count: 1)[0]
        guard let number = Int(exactly: value), range.contains(number) else {
            throw FormatError("\(name)", at: start, "\(value), expected \(range)")
        }
        return number
    }

    @_lifetime(self: copy self)
    mutating func texts(_ name: StaticString) throws(FormatError) -> [String] {
        let start = offset
        let text = try integers(UInt8.self, name)
        let ends = try integers(UInt32.self, name)
        var texts: [String] = []
        texts.reserveCapacity(ends.count)
        var before = 0
        for end in ends {
            guard Int(end) >= before, Int(end) <= text.count else {
                throw FormatError("\(name)", at: start, "a text from \(before) to \(end) of \(text.count) bytes")
            }
            texts.append(String(decoding: text[before..<Int(end)], as: UTF8.self))
            before = Int(end)
        }
        return texts
    }
}
