internal import BinaryFormats

/// Lengths of x86 instructions and positions of their address-like operands. (Intel SDM volume 2, chapter 2 and appendix A)
enum X86Decoder {
    /// Operand offsets from the start of the instruction, 0 for none.
    struct Instruction {
        var length = 0
        /// ModRM with mod 0 and r/m 5: relative to the next instruction in 64-bit code, absolute in 32-bit code.
        var direct = 0
        /// Any other displacement of 4 bytes.
        var displacement = 0
        /// An immediate of 4 bytes, or an absolute address without ModRM.
        var immediate = 0
    }

    private static let modrm: UInt8 = 1
    private static let immediate8: UInt8 = 2
    /// Immediate of 4 bytes, of 2 after an operand-size prefix.
    private static let immediateZ: UInt8 = 4
    private static let immediate16: UInt8 = 8
    /// Operand of 4 bytes regardless of prefixes: calls and jumps.
    private static let relative32: UInt8 = 16
    private static let legacyPrefix: UInt8 = 32
    /// REX, VEX, EVEX, escapes, and opcodes whose operands depend on more than the opcode.
    private static let special: UInt8 = 64

    /// Operands by opcode. (table A-2)
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

    static let lengths = Lengths()

    /// A table of the lengths of most instructions of 64-bit code, which avoids a branch per field: REX, an opcode of one or two
    /// bytes, ModRM with SIB and displacement.
    struct Lengths {
        /// By opcode and the next byte (opcodes after `0F` from 65536 on): the length in the lowest four bits, and flags for
        /// further checks.
        private let entries: [UInt8]

        /// Instruction that the table does not cover; with a length of 1, `0F`.
        private static let special: UInt8 = 16
        /// The immediate is four bytes longer after REX.W.
        private static let grows: UInt8 = 32
        /// ModRM with mod 0 and a SIB, whose base determines whether a displacement follows.
        private static let scaled: UInt8 = 64
        private static let relative: UInt8 = 128

        init() {
            // Length of ModRM with SIB and displacement.
            let forms = (0..<256).map { (form: Int) -> UInt8 in
                let scale: UInt8 = form & 7 == 4 ? 1 : 0
                return switch form >> 6 {
                case 0: form & 7 == 5 ? 5 | Lengths.relative : scale == 1 ? 2 | Lengths.scaled : 1
                case 1: 2 + scale
                case 2: 5 + scale
                default: 1
                }
            }
            var entries: [UInt8] = []
            entries.reserveCapacity(1 << 17)
            let opcodes = (0..<512).map { Lengths.opcode(UInt8(truncatingIfNeeded: $0), isEscaped: $0 > 255) }
            for escape in [0, 256] {
                for form in forms {
                    for opcode in opcodes[escape..<escape + 256] {
                        entries.append(opcode.hasForm ? opcode.entry + form : opcode.entry)
                    }
                }
            }
            self.entries = entries
        }

        private static func opcode(_ opcode: UInt8, isEscaped: Bool) -> (entry: UInt8, hasForm: Bool) {
            if !isEscaped, opcode == 0x0f { return (special | 1, false) }
            if !isEscaped, 0xb8...0xbf ~= opcode { return (grows | 5, false) }
            if isEscaped, opcode == 0x38 || opcode == 0x3a { return (special, false) }
            let operands = isEscaped ? twoByteOperands(opcode) : oneByteMap[Int(opcode)]
            if operands & (X86Decoder.special | legacyPrefix) != 0 { return (special, false) }
            let immediates = [(immediate8, 1), (immediateZ, 4), (immediate16, 2), (relative32, 4)]
            return (immediates.reduce(1) { operands & $1.0 != 0 ? $0 + UInt8($1.1) : $0 }, operands & modrm != 0)
        }

        /// The length of an instruction by its first eight bytes, plus the offset of a RIP-relative displacement shifted left by
        /// 8 bits; 0 for instructions that the table does not cover.
        @inline(__always)
        func length(_ bytes: UInt64) -> Int {
            let rex = bytes & 0xf0 == 0x40 ? 1 : 0
            let rest = bytes >> UInt64(8 &* rex)
            let entry = entries[Int(rest & 0xffff)]
            if entry < Lengths.special { return Int(entry) &+ rex }
            return length(bytes, rest, entry, prefix: rex)
        }

        @inline(__always)
        private func length(_ bytes: UInt64, _ rest: UInt64, _ entry: UInt8, prefix: Int) -> Int {
            var (rest, entry, prefix) = (rest, entry, prefix)
            if entry == Lengths.special | 1 {
                rest >>= 8
                prefix &+= 1
                entry = entries[1 << 16 | Int(rest & 0xffff)]
            }
            let length = prefix &+ Int(entry & 15)
            if entry & Lengths.relative != 0 { return length | (prefix &+ 2) << 8 }
            if entry & Lengths.scaled != 0 { return rest >> 16 & 7 == 5 ? length &+ 4 : length }
            if entry & Lengths.grows != 0 { return bytes & 0xf8 == 0x48 ? length &+ 4 : length }
            return entry & Lengths.special != 0 ? 0 : length
        }
    }

    /// Nil if the code ends within an instruction, or if prefixes exceed the maximum length of 15 bytes.
    @inline(__always)
    static func instruction(_ code: ByteReader, at start: Int, is64: Bool, _ map: borrowing [UInt8]) -> Instruction? {
        var offset = start
        var hasWide = false
        var hasOperandSize = false
        while let opcode = code.u8(at: offset), offset - start < 15 {
            offset += 1
            let operands = map[Int(opcode)]
            if operands & legacyPrefix != 0 {
                if opcode == 0x66 { hasOperandSize = true }
                continue
            }
            if operands & special == 0 { return finish(code, start, offset, operands, hasOperandSize) }
            switch opcode {
            case 0x40...0x4f:
                guard is64 else { return Instruction(length: offset - start) }
                hasWide = opcode & 8 != 0
                continue
            case 0xb8...0xbf:
                let size = hasWide ? 8 : hasOperandSize ? 2 : 4
                return Instruction(length: offset + size - start, immediate: size == 4 ? offset - start : 0)
            case 0xa0...0xa3:
                return is64
                    ? Instruction(length: offset + 8 - start) : Instruction(length: offset + 4 - start, immediate: offset - start)
            case 0xf6, 0xf7:
                guard let form = code.u8(at: offset) else { return nil }
                let immediate = form & 0x38 < 0x10 ? (opcode == 0xf6 ? immediate8 : immediateZ) : 0
                return finish(code, start, offset, modrm | immediate, hasOperandSize)
            case 0x0f:
                guard let second = code.u8(at: offset) else { return nil }
                if second == 0x38 { return finish(code, start, offset + 2, modrm, hasOperandSize) }
                if second == 0x3a { return finish(code, start, offset + 2, modrm | immediate8, hasOperandSize) }
                return finish(code, start, offset + 1, twoByteOperands(second), hasOperandSize)
            default:
                return vector(code, start, offset, opcode, is64: is64)
            }
        }
        return nil
    }

    /// VEX of two and three bytes, EVEX. In 32-bit code their first bytes are LES, LDS and BOUND unless ModRM would have mod 3.
    private static func vector(_ code: ByteReader, _ start: Int, _ offset: Int, _ prefix: UInt8, is64: Bool) -> Instruction? {
        guard let first = code.u8(at: offset) else { return nil }
        if !is64, first >> 6 != 3 { return finish(code, start, offset, modrm, false) }
        let payload = prefix == 0xc5 ? 1 : prefix == 0xc4 ? 2 : 3
        guard let opcode = code.u8(at: offset + payload) else { return nil }
        let operands =
            switch prefix == 0xc5 ? 1 : first & 7 {
            case 1: twoByteOperands(opcode)
            case 3: modrm | immediate8
            default: modrm
            }
        return finish(code, start, offset + payload + 1, operands, false)
    }

    /// Operands after `0F xx`. (table A-3)
    private static func twoByteOperands(_ opcode: UInt8) -> UInt8 {
        switch opcode {
        case 0x80...0x8f: relative32
        case 0x70...0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4...0xc6, 0x0f: modrm | immediate8
        case 0x05...0x09, 0x0b, 0x0e, 0x30...0x37, 0x77, 0xa0...0xa2, 0xa8...0xaa, 0xc8...0xcf: 0
        default: modrm
        }
    }

    /// Adds the lengths of the operands after the opcode, which ends at `offset`.
    @inline(__always)
    private static func finish(_ code: ByteReader, _ start: Int, _ offset: Int, _ operands: UInt8, _ hasOperandSize: Bool)
        -> Instruction?
    {
        var instruction = Instruction()
        var end = offset
        if operands & modrm != 0 {
            guard let form = code.u8(at: end) else { return nil }
            end += 1
            let mode = form >> 6
            if mode != 3 {
                if form & 7 == 4 {
                    guard let scale = code.u8(at: end) else { return nil }
                    end += 1
                    if mode == 0, scale & 7 == 5 {
                        instruction.displacement = end - start
                        end += 4
                    }
                } else if form & 7 == 5, mode == 0 {
                    instruction.direct = end - start
                    end += 4
                }
                if mode == 1 { end += 1 }
                if mode == 2 {
                    instruction.displacement = end - start
                    end += 4
                }
            }
        }
        if operands & immediate8 != 0 { end += 1 }
        if operands & immediateZ != 0 {
            if !hasOperandSize { instruction.immediate = end - start }
            end += hasOperandSize ? 2 : 4
        }
        if operands & immediate16 != 0 { end += 2 }
        if operands & relative32 != 0 { end += 4 }
        instruction.length = end - start
        return instruction
    }
}
