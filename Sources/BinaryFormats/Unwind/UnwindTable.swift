/// A table of unwind information, in the encoding of its format.
public struct UnwindTable: Sendable {
    public struct Entry: Sendable, Hashable {
        /// File offsets.
        public var range: Range<Int>
        /// Address range of its function; empty at the start address if the entry has no end.
        public var function: Range<Address>
        /// File offsets of a record that several entries share: a CIE, a record of `.xdata`.
        public var shared: Range<Int>?
        /// The function's own table of landing pads, in `.gcc_except_table`.
        public var exceptionTable: Address?
    }

    enum Encoding: Sendable {
        /// `.eh_frame`: FDEs and their CIEs.
        case frames
        /// `.eh_frame_hdr`: a row for each FDE.
        case frameIndex
        /// `RUNTIME_FUNCTION` of the PE directory 3.
        case runtimeFunctions(imageBase: UInt64)
    }

    /// File offsets.
    public let range: Range<Int>
    let address: Address
    let encoding: Encoding

    /// Calls `body` for each entry, in the order of the table. Throws at the first malformed entry; the entries before it have
    /// been reported.
    public func forEach(_ image: Image, _ reader: ByteReader, _ body: (Entry) -> Void) throws(FormatError) {
        switch encoding {
        case .frames: try FrameTable(range, at: address, image).forEach(reader, body)
        case .frameIndex: try FrameIndex.forEach(range, at: address, reader, body)
        case .runtimeFunctions(let base): try RuntimeFunctions(range, imageBase: base, image).forEach(reader, body)
        }
    }
}

/// `.pdata`: a `RUNTIME_FUNCTION` for each function, 12 bytes (8 on arm64), and the records of `.xdata` they refer to.
/// (Microsoft, "x64 exception handling", "ARM64 exception handling")
struct RuntimeFunctions {
    private let range: Range<Int>
    private let base: Address
    private let image: Image

    init(_ range: Range<Int>, imageBase: UInt64, _ image: Image) {
        self.range = range
        base = Address(imageBase)
        self.image = image
    }

    func forEach(_ reader: ByteReader, _ body: (UnwindTable.Entry) -> Void) throws(FormatError) {
        let isARM = image.architecture.name == "arm64"
        let size = isARM ? 8 : 12
        guard isARM || image.architecture.name == "amd64" else { return }
        var memory = image.memory.cursor()
        var offset = range.lowerBound
        while offset + size <= range.upperBound, let record = try? reader.record("RUNTIME_FUNCTION", at: offset, size: size) {
            let begin = base + UInt64(record.u32(0))
            let unwind = record.u32(size - 4)
            var entry = UnwindTable.Entry(range: offset..<offset + size, function: begin..<begin)
            if isARM, unwind & 3 != 0 {
                entry.function = begin..<max(begin, begin + UInt64(unwind >> 2 & 0x7ff) * 4)
            } else if let start = memory.offset(of: base + UInt64(unwind)) {
                if isARM {
                    let length = UInt64((reader.u32(at: start) ?? 0) & 0x3ffff) * 4
                    entry.function = begin..<max(begin, begin + length)
                    entry.shared = armRecord(at: start, reader)
                } else {
                    entry.function = begin..<max(begin, base + UInt64(record.u32(4)))
                    // An odd address refers to another entry.
                    if unwind & 1 == 0 { entry.shared = record64(at: start, reader) }
                }
            }
            // Zeros pad the section after the last entry.
            if begin != base { body(entry) }
            offset += size
        }
    }

    /// `UNWIND_INFO`: 4 bytes, codes of 2 in pairs, then a handler or the entry it continues.
    private func record64(at start: Int, _ reader: ByteReader) -> Range<Int>? {
        guard let flags = reader.u8(at: start), let codes = reader.u8(at: start + 2) else { return nil }
        let size = 4 + (Int(codes) + 1) / 2 * 4 + (flags >> 3 & 4 != 0 ? 12 : flags >> 3 & 3 != 0 ? 4 : 0)
        return reader.range(at: UInt64(start), count: UInt64(size))
    }

    /// A word (two for large counts), a word for each epilog, the codes, the handler.
    private func armRecord(at start: Int, _ reader: ByteReader) -> Range<Int>? {
        guard let word = reader.u32(at: start) else { return nil }
        let hasHandler = word >> 20 & 1 != 0
        let hasOneEpilog = word >> 21 & 1 != 0
        var epilogs = Int(word >> 22 & 0x1f)
        var codes = Int(word >> 27)
        var size = 4
        if epilogs == 0, codes == 0 {
            guard let extended = reader.u32(at: start + 4) else { return nil }
            epilogs = Int(extended & 0xffff)
            codes = Int(extended >> 16 & 0xff)
            size = 8
        }
        size += (hasOneEpilog ? 0 : 4 * epilogs) + 4 * codes + (hasHandler ? 4 : 0)
        return reader.range(at: UInt64(start), count: UInt64(size))
    }
}
