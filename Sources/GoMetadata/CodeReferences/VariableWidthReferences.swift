internal import BinaryFormats

extension CodeScan {
    /// RIP-relative operands, found by decoding the length of every instruction from the function's start.
    mutating func readAMD64(_ code: ByteReader, at pc: UInt64) {
        let code = ByteReader(code.bytes)
        var offset = 0
        while true {
            var length = 0
            if let bytes = code.u64(at: offset) { length = lengths.length(bytes) }
            var direct = length >> 8
            length &= 0xff
            if length == 0 {
                guard let instruction = X86Decoder.instruction(code, at: offset, is64: true, map) else { return }
                length = instruction.length
                direct = instruction.direct
            }
            if direct != 0, let displacement = code.u32(at: offset &+ direct) {
                note(pc &+ UInt64(offset &+ length) &+ signExtended(displacement, 32), at: offset)
            }
            offset &+= length
        }
    }

    /// Absolute addresses in displacements and immediates; only relocated ones if the code has relocations.
    mutating func read386(_ code: ByteReader, at pc: UInt64) {
        var offset = 0
        while let instruction = X86Decoder.instruction(code, at: offset, is64: false, map) {
            for place in [instruction.direct, instruction.displacement, instruction.immediate] where place != 0 {
                guard relocated?.contains(pc &+ UInt64(offset + place)) ?? true else { continue }
                if let value = code.u32(at: offset + place) { note(UInt64(value), at: offset) }
            }
            offset += instruction.length
        }
    }

    /// `AUIPC` and an addition, a load or a store; compressed instructions have two bytes. (RISC-V unprivileged ISA, 2.2 and 27)
    mutating func readRISCV64(_ code: ByteReader, at pc: UInt64) {
        var halves = UpperHalves()
        var offset = 0
        while let low = code.u16(at: offset) {
            guard low & 3 == 3 else {
                offset += 2
                continue
            }
            guard let word = code.u32(at: offset) else { return }
            switch word & 0x7f {
            case 0x17: halves.set(word >> 7, pc &+ UInt64(offset) &+ signExtended(word & 0xffff_f000, 32), at: offset)
            case 0x03, 0x07, 0x13, 0x1b:
                if let half = halves.value(word >> 15, at: offset) {
                    note(half &+ signExtended(word >> 20, 12), at: offset)
                    halves.clear(word >> 15)
                }
            case 0x23, 0x27:
                if let half = halves.value(word >> 15, at: offset) {
                    note(half &+ signExtended((word >> 25) << 5 | word >> 7 & 31, 12), at: offset)
                    halves.clear(word >> 15)
                }
            default: break
            }
            offset += 4
        }
    }

    /// `LARL` and its relatives: a distance in halfwords from the instruction, whose first two bits encode its length.
    /// (z/Architecture principles of operation, chapter 5)
    mutating func readS390X(_ code: ByteReader, at pc: UInt64) {
        var offset = 0
        while let first = code.u16(at: offset) {
            let opcode = first & 0xff0f
            // C0x0 is LARL; C0x1 to C0xF are operations with immediates and branches; C4 are loads and stores, C6 comparisons.
            if opcode == 0xc000 || opcode & 0xff00 == 0xc400 || opcode & 0xff00 == 0xc600 && opcode & 15 > 2,
                let distance = code.u32(at: offset + 2)
            {
                note(pc &+ UInt64(offset) &+ signExtended(distance, 32) &* 2, at: offset)
            }
            offset += first >> 14 == 0 ? 2 : first >> 14 == 3 ? 6 : 4
        }
    }
}
