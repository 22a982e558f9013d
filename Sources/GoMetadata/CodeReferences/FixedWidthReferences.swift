internal import BinaryFormats

extension CodeScan {
    /// `ADRP` forms the page address; `ADD`, a load or a store adds the offset in the page. (Arm ARM, C6.2)
    mutating func readARM64(_ code: ByteReader, at pc: UInt64) {
        var pages = UpperHalves()
        var offset = 0
        while let word = code.u32(at: offset) {
            let register = word >> 5 & 31
            if word & 0x9f00_0000 == 0x9000_0000 {
                let page = signExtended(word >> 5 & 0x7ffff, 19) << 2 | UInt64(word >> 29 & 3)
                pages.set(word & 31, ((pc &+ UInt64(offset)) & ~0xfff) &+ page << 12, at: offset)
            } else if word & 0xffc0_0000 == 0x9100_0000 {
                if let page = pages.value(register, at: offset) { note(page &+ UInt64(word >> 10 & 0xfff), at: offset) }
                pages.clear(word & 31)
            } else if word & 0x3b00_0000 == 0x3900_0000, let page = pages.value(register, at: offset) {
                // Offsets are scaled by the size of the access; 128-bit SIMD accesses have a separate bit.
                let scale = word & 0x0480_0000 == 0x0480_0000 && word >> 30 == 0 ? 4 : word >> 30
                note(page &+ UInt64(word >> 10 & 0xfff) << scale, at: offset)
                // A store does not overwrite the register, but another use of the page seldom follows.
                pages.clear(register)
            }
            offset += 4
        }
    }

    /// Addresses are words in literal pools within the code.
    mutating func readARM(_ code: ByteReader) {
        var offset = 0
        while let word = code.u32(at: offset) {
            note(UInt64(word), at: offset)
            offset += 4
        }
    }

    /// `PCALAU12I` and `ADDI.D`, a load or a store. (LoongArch reference manual, volume 1)
    mutating func readLoong64(_ code: ByteReader, at pc: UInt64) {
        var pages = UpperHalves()
        var offset = 0
        while let word = code.u32(at: offset) {
            if word & 0xfe00_0000 == 0x1a00_0000 {
                pages.set(word & 31, ((pc &+ UInt64(offset)) & ~0xfff) &+ signExtended(word >> 5 & 0xfffff, 20) << 12, at: offset)
            } else if word & 0xffc0_0000 == 0x02c0_0000 || word >> 26 == 0x0a, let page = pages.value(word >> 5 & 31, at: offset)
            {
                note(page &+ signExtended(word >> 10 & 0xfff, 12), at: offset)
                pages.clear(word >> 5)
            }
            offset += 4
        }
    }

    /// `LUI` and an addition, a load or a store with a signed offset. (MIPS64 architecture, volume II)
    mutating func readMIPS(_ code: ByteReader) {
        var halves = UpperHalves()
        var offset = 0
        while let word = code.u32(at: offset) {
            switch word >> 26 {
            case 0x0f: halves.set(word >> 16 & 31, UInt64(word & 0xffff) << 16, at: offset)
            case 0x08, 0x09, 0x18, 0x19, 0x20...0x2e, 0x31, 0x35, 0x37, 0x39, 0x3d, 0x3f:
                if let half = halves.value(word >> 21 & 31, at: offset) {
                    note(half &+ signExtended(word & 0xffff, 16), at: offset)
                    halves.clear(word >> 21)
                }
            case 0x0d:
                if let half = halves.value(word >> 21 & 31, at: offset) {
                    note(half | UInt64(word & 0xffff), at: offset)
                    halves.clear(word >> 21)
                }
            default: break
            }
            offset += 4
        }
    }

    /// `ADDIS` on register 0 and an addition, a load or a store; DS forms keep two bits of the opcode in the offset.
    /// (Power ISA, book I)
    mutating func readPPC64(_ code: ByteReader) {
        var halves = UpperHalves()
        var offset = 0
        while let word = code.u32(at: offset) {
            let base = word >> 16 & 31
            switch word >> 26 {
            case 15:
                if base == 0 { halves.set(word >> 21 & 31, signExtended(word & 0xffff, 16) << 16, at: offset) }
            case 14, 32...55:
                if let half = halves.value(base, at: offset) {
                    note(half &+ signExtended(word & 0xffff, 16), at: offset)
                    halves.clear(base)
                }
            case 57, 58, 61, 62:
                if let half = halves.value(base, at: offset) {
                    note(half &+ signExtended(word & 0xfffc, 16), at: offset)
                    halves.clear(base)
                }
            default: break
            }
            offset += 4
        }
    }
}
