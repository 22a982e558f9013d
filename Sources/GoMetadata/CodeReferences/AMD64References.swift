internal import BinaryFormats

extension FunctionReferences {
    /// RIP-relative operands: a ModRM byte with mod 0 and r/m 5, four bytes of displacement from the end of the instruction,
    /// which is behind an immediate where the opcode takes one. (Intel SDM volume 2, 2.1.5 and 2.2.1.6)
    mutating func scanAMD64(_ reader: ByteReader, _ range: Range<Int>, at address: Address) {
        guard range.count > 6 else { return }
        var offset = range.lowerBound + 1
        let last = range.upperBound - 4
        while offset < last, let modrm = reader.u8(at: offset) {
            if modrm & 0xc7 == 0x05, let opcode = reader.u8(at: offset - 1), let displacement = reader.i32(at: offset + 1),
                let immediate = FunctionReferences.immediateSize(opcode, modrm, isTwoByte: reader.u8(at: offset - 2) == 0x0f)
            {
                let next = address.value &+ UInt64(offset + 5 + immediate - range.lowerBound)
                note(next &+ UInt64(bitPattern: Int64(displacement)))
            }
            offset += 1
        }
    }

    /// Bytes of immediate behind the displacement; nil for opcodes without a ModRM byte.
    @inline(__always)
    private static func immediateSize(_ opcode: UInt8, _ modrm: UInt8, isTwoByte: Bool) -> Int? {
        if isTwoByte {
            switch opcode {
            case 0x70...0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4...0xc6: return 1
            case 0x80...0x8f, 0x05...0x0c, 0x77, 0xa0...0xa2, 0xa8...0xaa, 0xc8...0xcf: return nil
            default: return 0
            }
        }
        switch opcode {
        case 0x00...0x3f: return opcode & 7 < 4 ? 0 : nil
        case 0x63, 0x84...0x8b, 0x8d, 0x8f, 0xd0...0xd3, 0xd8...0xdf, 0xfe, 0xff: return 0
        case 0x69, 0x81, 0xc7: return 4
        case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0xc6: return 1
        case 0xf6: return modrm & 0x38 < 0x10 ? 1 : 0
        case 0xf7: return modrm & 0x38 < 0x10 ? 4 : 0
        // Three-byte opcodes and VEX: the opcode byte says nothing by itself; loads and stores of vectors take no immediate.
        case 0x6f, 0x7f, 0x10, 0x11, 0x28, 0x29, 0x58...0x5f, 0xef, 0xeb, 0xdb, 0xfa, 0xfd, 0xd4, 0xf0: return 0
        default: return nil
        }
    }
}
