internal import BinaryFormats

/// The fields of a protocol buffer message, in the order in which they stand. (protobuf.dev/programming-guides/encoding)
struct MessageFields: ~Escapable {
    enum Value {
        case number(UInt64)
        /// File offsets of a text, a message or packed numbers.
        case bytes(Range<Int>)
    }

    private let reader: ByteReader
    private var offset: Int
    private let end: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, in range: Range<Int>) {
        self.reader = reader
        offset = range.lowerBound
        end = range.upperBound
    }

    /// Nil after the last field. Throws when a field does not fit in the message.
    mutating func next() throws(FormatError) -> (field: UInt64, value: Value)? {
        guard offset < end else { return nil }
        let start = offset
        guard let (key, afterKey) = reader.uleb128(at: offset), afterKey <= end else { throw damaged(start) }
        switch key & 7 {
        case 0:
            guard let (value, after) = reader.uleb128(at: afterKey), after <= end else { throw damaged(start) }
            offset = after
            return (key >> 3, .number(value))
        case 2:
            guard let (count, after) = reader.uleb128(at: afterKey), after <= end, count <= UInt64(end - after) else {
                throw damaged(start)
            }
            offset = after + Int(count)
            return (key >> 3, .bytes(after..<offset))
        case 1, 5:
            let size = key & 7 == 1 ? 8 : 4
            guard size <= end - afterKey else { throw damaged(start) }
            offset = afterKey + size
            return (key >> 3, .bytes(afterKey..<offset))
        default: throw FormatError("profile field", at: start, "wire type \(key & 7), expected 0, 1, 2 or 5")
        }
    }

    private func damaged(_ offset: Int) -> FormatError {
        FormatError(
            "profile field", at: offset, "does not fit in its message, which ends at \(hexadecimal(end)); is the file cut short?")
    }
}

extension ByteReader {
    /// Appends the numbers of a repeated field, which may be packed or not within one file.
    func append(_ value: MessageFields.Value, to numbers: inout [UInt64]) throws(FormatError) {
        switch value {
        case .number(let number): numbers.append(number)
        case .bytes(let range):
            var offset = range.lowerBound
            while offset < range.upperBound {
                guard let (number, end) = uleb128(at: offset), end <= range.upperBound else {
                    throw FormatError("packed numbers", at: offset, "do not fit in their field")
                }
                numbers.append(number)
                offset = end
            }
        }
    }
}
