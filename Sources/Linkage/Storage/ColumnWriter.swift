/// Writer of columns of integers: a count of 8 bytes, then the integers, little-endian, padded to 8 bytes.
struct ColumnWriter {
    private(set) var bytes: [UInt8]

    /// Columns follow `start`, whose size is a multiple of 8 bytes; `capacity` is an estimate of their size.
    init(after start: [UInt8] = [], capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(start.count + capacity)
        bytes += start
    }

    mutating func write<T: FixedWidthInteger & BitwiseCopyable>(_ column: [T]) {
        append([UInt64(column.count)])
        append(column)
        let padding = (8 - bytes.count % 8) % 8
        bytes.append(contentsOf: repeatElement(0, count: padding))
    }

    mutating func write(_ column: [Bool]) { write(column.map { $0 ? UInt8(1) : 0 }) }
    mutating func write(_ column: [Edge]) { write(column.map(\.bits)) }
    /// Starts of rows of these lengths in a table, and the end of the last one.
    mutating func write(bounds lengths: [Int]) {
        write(lengths.reduce(into: [UInt32(0)]) { $0.append(($0.last ?? 0) + UInt32($1)) })
    }

    mutating func write(_ number: Int) { write([UInt64(bitPattern: Int64(number))]) }

    /// Texts, as concatenated bytes and the end of each text.
    mutating func write(_ texts: [String]) {
        var text: [UInt8] = []
        var ends: [UInt32] = []
        for part in texts {
            text.append(contentsOf: part.utf8)
            ends.append(UInt32(text.count))
        }
        write(text)
        write(ends)
    }

    private mutating func append<T: FixedWidthInteger & BitwiseCopyable>(_ values: [T]) {
        let isNative = T(littleEndian: 1) == 1
        let values = isNative ? values : values.map(\.littleEndian)
        unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
}
