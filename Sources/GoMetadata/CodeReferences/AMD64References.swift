internal import BinaryFormats

extension FunctionReferences {
    /// Decodes the length of every instruction from the function's start, so that only real RIP-relative operands count: ModRM
    /// with mod 0 and r/m 5, and four bytes of displacement from the end of the instruction. (Intel SDM volume 2, chapter 2 and
    /// appendix A)
    mutating func scanAMD64(_ reader: ByteReader, _ range: Range<Int>, at address: Address) {
        let code = AMD64Decoder.oneByteMap
        var offset = range.lowerBound
        while offset < range.upperBound, let instruction = AMD64Decoder.instruction(reader, at: offset, code) {
            let end = offset + instruction.length
            if instruction.displacement != 0, let displacement = reader.i32(at: offset + instruction.displacement) {
                let next = address.value &+ UInt64(end - range.lowerBound)
                note(next &+ UInt64(bitPattern: Int64(displacement)))
            }
            offset = end
        }
    }
}

/// Lengths of x86-64 instructions; what they do is of no interest.
enum AMD64Decoder {
    struct Instruction {
        var length: Int
        /// Where a RIP-relative displacement stands in the instruction; 0 for none.
        var displacement: Int
    }

    private static let modrm: UInt8 = 1
    private static let immediate8: UInt8 = 2
    /// 4 bytes, 2 behind an operand-size prefix.
    private static let immediateZ: UInt8 = 4
    private static let immediate16: UInt8 = 8
    /// 4 bytes whatever the prefixes: calls and jumps.
    private static let relative32: UInt8 = 16
    private static let legacyPrefix: UInt8 = 32
    /// REX, VEX, EVEX, escapes, and the opcodes whose operands depend on more than the opcode.
    private static let special: UInt8 = 64

    /// Operands by opcode. (Intel SDM volume 2, table A-2)
    static let oneByteMap: [UInt8] = (0...255).map { (opcode: Int) -> UInt8 in
        switch opcode {
        case 0x0f, 0x40...0x4f, 0x62, 0xa0...0xa3, 0xb8...0xbf, 0xc4, 0xc5, 0xf6, 0xf7: special
        case 0x26, 0x2e, 0x36, 0x3e, 0x64...0x67, 0xf0, 0xf2, 0xf3: legacyPrefix
        case 0x00...0x3f: opcode & 7 < 4 ? modrm : opcode & 7 == 4 ? immediate8 : opcode & 7 == 5 ? immediateZ : 0
        case 0x63, 0x84...0x8f, 0xd0...0xd3, 0xd8...0xdf, 0xfe, 0xff: modrm
        case 0x68, 0xa9: immediateZ
        case 0x69, 0x81, 0xc7: modrm | immediateZ
        case 0x6a, 0x70...0x7f, 0xa8, 0xb0...0xb7, 0xcd, 0xe0...0xe7, 0xeb: immediate8
        case 0x6b, 0x80, 0x82, 0x83, 0xc0, 0xc1, 0xc6: modrm | immediate8
        case 0xc2, 0xca: immediate16
        case 0xc8: immediate16 | immediate8
        case 0xe8, 0xe9: relative32
        default: 0
        }
    }

    /// Nil where the code ends in the middle of an instruction, or has more prefixes than the 15 bytes of one allow.
    @inline(__always)
    static func instruction(_ reader: ByteReader, at start: Int, _ map: borrowing [UInt8]) -> Instruction? {
        var offset = start
        var hasWide = false
        var hasOperandSize = false
        while let opcode = reader.u8(at: offset), offset - start < 15 {
            offset += 1
            let operands = map[Int(opcode)]
            if operands & legacyPrefix != 0 {
                if opcode == 0x66 { hasOperandSize = true }
                continue
            }
            if operands & special == 0 { return finish(reader, start, offset, operands, hasOperandSize) }
            switch opcode {
            case 0x40...0x4f:
                hasWide = opcode & 8 != 0
                continue
            case 0xb8...0xbf:
                return Instruction(length: offset + (hasWide ? 8 : hasOperandSize ? 2 : 4) - start, displacement: 0)
            case 0xa0...0xa3: return Instruction(length: offset + 8 - start, displacement: 0)
            case 0xf6, 0xf7:
                guard let extension_ = reader.u8(at: offset) else { return nil }
                let immediate = extension_ & 0x38 < 0x10 ? (opcode == 0xf6 ? immediate8 : immediateZ) : 0
                return finish(reader, start, offset, modrm | immediate, hasOperandSize)
            case 0x0f:
                guard let second = reader.u8(at: offset) else { return nil }
                if second == 0x38 { return finish(reader, start, offset + 2, modrm, hasOperandSize) }
                if second == 0x3a { return finish(reader, start, offset + 2, modrm | immediate8, hasOperandSize) }
                return finish(reader, start, offset + 1, twoByteOperands(second), hasOperandSize)
            case 0xc5:
                guard let second = reader.u8(at: offset + 1) else { return nil }
                return finish(reader, start, offset + 2, twoByteOperands(second), false)
            default:
                // VEX of three bytes, EVEX: the map is in the low bits of the first payload byte.
                let payload = opcode == 0xc4 ? 2 : 3
                guard let first = reader.u8(at: offset), let second = reader.u8(at: offset + payload) else { return nil }
                let operands =
                    switch first & 7 {
                    case 1: twoByteOperands(second)
                    case 3: modrm | immediate8
                    default: modrm
                    }
                return finish(reader, start, offset + payload + 1, operands, false)
            }
        }
        return nil
    }

    /// Operands behind `0F xx`. (table A-3)
    private static func twoByteOperands(_ opcode: UInt8) -> UInt8 {
        switch opcode {
        case 0x80...0x8f: relative32
        case 0x70...0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4...0xc6, 0x0f: modrm | immediate8
        case 0x05...0x09, 0x0b, 0x0e, 0x30...0x37, 0x77, 0xa0...0xa2, 0xa8...0xaa, 0xc8...0xcf: 0
        default: modrm
        }
    }

    /// Adds up what follows the opcode, which ends at `offset`.
    @inline(__always)
    private static func finish(_ reader: ByteReader, _ start: Int, _ offset: Int, _ operands: UInt8, _ hasOperandSize: Bool) -> Instruction? {
        var end = offset
        var displacement = 0
        if operands & modrm != 0 {
            guard let form = reader.u8(at: end) else { return nil }
            end += 1
            let mode = form >> 6
            if mode != 3 {
                if form & 7 == 4 {
                    guard let scale = reader.u8(at: end) else { return nil }
                    end += 1
                    if mode == 0, scale & 7 == 5 { end += 4 }
                } else if form & 7 == 5, mode == 0 {
                    displacement = end - start
                    end += 4
                }
                if mode == 1 { end += 1 } else if mode == 2 { end += 4 }
            }
        }
        if operands & immediate8 != 0 { end += 1 }
        if operands & immediateZ != 0 { end += hasOperandSize ? 2 : 4 }
        if operands & immediate16 != 0 { end += 2 }
        if operands & relative32 != 0 { end += 4 }
        return Instruction(length: end - start, displacement: displacement)
    }
}
