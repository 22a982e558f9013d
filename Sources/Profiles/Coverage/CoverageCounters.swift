internal import BinaryFormats

/// A file `covcounters.HASH.PID.TIME`: counters of the functions that ran. (src/internal/coverage/defs.go)
struct CoverageCounters: Sendable {
    struct Function: Hashable {
        var package: UInt32
        var function: UInt32
    }

    static let magic: StaticString = "\0cwm"

    /// Hash of the `covmeta` file whose functions are counted.
    var hash: [UInt8]
    /// The blocks of a function that ran at least once.
    var counts: [Function: [Bool]] = [:]

    init(_ reader: ByteReader) throws(FormatError) {
        let header = try reader.record("CounterFileHeader", at: 0, size: 32)
        let flavour = header.u8(24)
        guard reader.has(Self.magic, at: 0), header.u32(4) <= 1, flavour == 1 || flavour == 2 else {
            throw FormatError("CounterFileHeader", at: 0, "not coverage counters of version 1: its version is \(header.u32(4))")
        }
        hash = (8..<24).map { header.u8($0) }
        let footer = reader.count - 16
        guard footer >= 32, reader.has(Self.magic, at: footer), let segments = reader.u32(at: footer + 8), segments > 0 else {
            throw FormatError("CounterFileFooter", at: max(footer, 0), "is missing; the file is cut short")
        }
        // Numbers of the raw flavour are in the order of the machine.
        let raw = ByteReader(reader.bytes, order: header.u8(25) == 1 ? .big : .little)
        var offset = 32
        for segment in 0..<segments {
            // Each segment but the first follows the footer of the one before.
            if segment > 0 { offset += 16 }
            let preamble = try reader.record("CounterSegmentHeader", at: offset, size: 16)
            let tables = Int(preamble.u32(8)) + Int(preamble.u32(12))
            guard tables <= footer - offset - 16 else {
                throw FormatError("CounterSegmentHeader", at: offset, "its tables of \(tables) bytes do not fit in the file")
            }
            offset = (offset + 16 + tables + 3) & ~3
            for _ in 0..<preamble.u64(0) {
                try readFunction(flavour == 1 ? raw : reader, at: &offset, end: footer, isRaw: flavour == 1)
            }
        }
    }

    private mutating func readFunction(
        _ reader: ByteReader, at offset: inout Int, end: Int, isRaw: Bool
    ) throws(FormatError) {
        func number() throws(FormatError) -> UInt32 {
            if isRaw {
                guard offset + 4 <= end, let value = reader.u32(at: offset) else { throw cutShort(offset) }
                offset += 4
                return value
            }
            guard let (value, after) = reader.uleb128(at: offset), after <= end else { throw cutShort(offset) }
            offset = after
            return UInt32(truncatingIfNeeded: value)
        }
        let count = try number()
        let function = Function(package: try number(), function: try number())
        guard count <= end - offset else { throw cutShort(offset) }
        var ran = counts[function] ?? Array(repeating: false, count: Int(count))
        for index in 0..<Int(count) {
            let value = try number()
            if value != 0, ran.indices.contains(index) { ran[index] = true }
        }
        counts[function] = ran
    }

    private func cutShort(_ offset: Int) -> FormatError {
        FormatError("coverage counters", at: offset, "end within a function; the file is cut short")
    }
}
