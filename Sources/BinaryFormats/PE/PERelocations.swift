/// Base relocations: blocks of page address, size and 16-bit entries with 4 bits of type and 12 bits of offset.
enum PERelocations {
    /// Calls `body` for each relocation; entries of type 0 are padding.
    static func forEach(
        _ range: Range<Int>, imageBase: UInt64, _ reader: ByteReader, _ body: (Relocation) -> Void
    ) throws(FormatError) {
        var offset = range.lowerBound
        while offset + 8 <= range.upperBound, let page = reader.u32(at: offset), let size = reader.u32(at: offset + 4) {
            // Zeros pad the section after the last block.
            if size == 0, page == 0 { return }
            guard size >= 8, Int(size) <= range.upperBound - offset else {
                throw FormatError(
                    "IMAGE_BASE_RELOCATION", at: offset, "block of \(size) bytes, but \(range.upperBound - offset) are left")
            }
            let base = Address(imageBase &+ UInt64(page))
            let header = offset..<offset + 8
            for place in stride(from: header.upperBound, to: offset + Int(size) - 1, by: 2) {
                guard let word = reader.u16(at: place), word >> 12 != 0 else { continue }
                body(Relocation(entry: place..<place + 2, shared: header, slot: base + UInt64(word & 0xfff), value: .inPlace))
            }
            offset += Int(size)
        }
    }
}
