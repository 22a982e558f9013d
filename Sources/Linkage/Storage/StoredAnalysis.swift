internal import BinaryFormats

/// The file format of a stored analysis: a header, then columns. The file may be of another version of Pare or corrupted: the
/// header identifies it, and each number is checked before use.
enum StoredAnalysis {
    static let magic: StaticString = "PARELINK"
    /// Format number, changed with the columns and their meaning.
    static let format: UInt32 = 1
    /// Magic, format, length of the key, length of the file, checksum of all after the header: 32 bytes; then the key.
    static let headerSize = 32
    /// Upper bound on packages, for which two square bit matrices are allocated.
    static let packageLimit = 1 << 15

    /// Checksum, not a digest: four parallel sums of multiplied words.
    static func checksum(_ reader: borrowing ByteReader, from start: Int) -> UInt64 {
        var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        var offset = start
        while let first = reader.u64(at: offset), let second = reader.u64(at: offset + 8),
            let third = reader.u64(at: offset + 16),
            let fourth = reader.u64(at: offset + 24)
        {
            a = mixed(a, first)
            b = mixed(b, second)
            c = mixed(c, third)
            d = mixed(d, fourth)
            offset += 32
        }
        while let byte = reader.u8(at: offset) {
            a = mixed(a, UInt64(byte))
            offset += 1
        }
        return mixed(mixed(a, b), mixed(c, d))
    }

    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* 0x9e37_79b9_7f4a_7c15
        return product ^ product >> 29
    }

    /// Header and key, without the length of the file and the checksum.
    static func start(key: String) -> [UInt8] {
        let key = Array(key.utf8)
        let padding = [UInt8](repeating: 0, count: (8 - key.count % 8) % 8)
        return Array("\(magic)".utf8) + bytes(UInt64(format), 4) + bytes(UInt64(key.count), 4) + bytes(0, 16) + key + padding
    }

    /// The complete file, from its start and columns.
    static func sealed(_ file: [UInt8]) -> [UInt8] {
        var file = file
        file.replaceSubrange(16..<24, with: bytes(UInt64(file.count), 8))
        let checksum = unsafe checksum(ByteReader(file.span.bytes), from: headerSize)
        file.replaceSubrange(24..<32, with: bytes(checksum, 8))
        return file
    }

    private static func bytes(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// Start of the columns of a file stored under `key`. Throws for another key or an incomplete file.
    static func columns(_ reader: borrowing ByteReader, key: String) throws(FormatError) -> Int {
        guard reader.has(magic, at: 0) else { throw FormatError("magic", at: 0, "not an analysis that Pare stored") }
        let header = try reader.record("header", at: 0, size: headerSize)
        guard header.u32(8) == format else { throw FormatError("format", at: 8, "\(header.u32(8)), expected \(format)") }
        guard header.u64(16) == UInt64(reader.count) else {
            throw FormatError("length", at: 16, "\(header.u64(16)) bytes, the file has \(reader.count)")
        }
        let stored = headerSize..<headerSize + Int(header.u32(12))
        guard stored.upperBound <= reader.count, reader.string(stored) == key else {
            throw FormatError("key", at: stored.lowerBound, "made from something else")
        }
        guard checksum(reader, from: headerSize) == header.u64(24) else {
            throw FormatError("checksum", at: 24, "the contents are not those that were written")
        }
        return (stored.upperBound + 7) / 8 * 8
    }
}
