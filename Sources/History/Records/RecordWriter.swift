internal import CZlib

/// Writer of numbers as unsigned LEB128, and of texts as their length and UTF-8.
struct RecordWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// One more than the number, 0 for nil.
    mutating func write(_ number: Int?) { write(number.map { $0 &+ 1 } ?? 0) }

    mutating func write(_ text: String) { write(Array(text.utf8)) }

    mutating func write(_ text: String?) {
        write(text == nil ? 0 : 1)
        if let text { write(text) }
    }

    mutating func write(_ texts: [String]) {
        write(texts.count)
        for text in texts { write(text) }
    }

    /// Bytes behind their count.
    mutating func write(_ part: [UInt8]) {
        write(part.count)
        bytes += part
    }
}

/// The bytes compressed by zlib, behind their count.
func packed(_ bytes: [UInt8]) -> [UInt8] {
    var writer = RecordWriter()
    writer.write(bytes.count)
    var count = compressBound(UInt(bytes.count))
    var buffer = [UInt8](repeating: 0, count: Int(count))
    // `compressBound` leaves no other failure than a lack of memory.
    unsafe compress2(&buffer, &count, bytes, UInt(bytes.count), 6)
    return writer.bytes + buffer.prefix(Int(count))
}
