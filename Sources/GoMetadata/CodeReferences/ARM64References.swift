internal import BinaryFormats

extension FunctionReferences {
    /// `ADRP` forms the page, the next instruction that uses its register (`ADD`, a load or a store) the place in it.
    /// (Arm ARM, C6.2)
    mutating func scanARM64(_ reader: ByteReader, _ range: Range<Int>, at address: Address) {
        var offset = range.lowerBound
        var pages: (register: UInt32, page: UInt64)?
        while offset + 4 <= range.upperBound, let code = reader.u32(at: offset) {
            defer { offset += 4 }
            if code & 0x9f00_0000 == 0x9000_0000 {
                let immediate = Int64(Int32(bitPattern: (code >> 5 & 0x7ffff) << 13) >> 11) | Int64(code >> 29 & 3)
                let pc = address.value &+ UInt64(offset - range.lowerBound)
                pages = (code & 31, (pc & ~0xfff) &+ UInt64(bitPattern: immediate << 12))
            } else if let (register, page) = pages, code >> 5 & 31 == register {
                if code & 0xffc0_0000 == 0x9100_0000 {
                    note(page &+ UInt64(code >> 10 & 0xfff))
                    pages = nil
                } else if code & 0x3b00_0000 == 0x3900_0000 {
                    // Loads and stores scale their offset by the size of the access; 128 bits of SIMD have a bit of their own.
                    let scale = code & 0x0480_0000 == 0x0480_0000 && code >> 30 == 0 ? 4 : code >> 30
                    note(page &+ UInt64(code >> 10 & 0xfff) << scale)
                    pages = nil
                }
            }
        }
    }
}
