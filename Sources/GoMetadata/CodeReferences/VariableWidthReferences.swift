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

extension CodeScan {
    /// Constants, found by decoding the length of every instruction from the function's start; an unknown instruction ends the
    /// scan of the function. (WebAssembly core specification, 5.4 instructions)
    ///
    /// `code` is an entry of the code section: its size, its local variables, its instructions.
    mutating func readWasm(_ code: ByteReader) {
        guard let size = code.uleb128(at: 0), let locals = code.uleb128(at: size.end) else { return }
        var offset = locals.end
        for _ in 0..<locals.value {
            guard let count = code.uleb128(at: offset), count.end < code.count else { return }
            offset = count.end + 1
        }
        while let opcode = code.u8(at: offset) {
            offset += 1
            switch opcode {
            case 0x41, 0x42:
                guard let constant = code.sleb128(at: offset) else { return }
                note(
                    opcode == 0x41 ? UInt64(UInt32(truncatingIfNeeded: constant.value)) : UInt64(bitPattern: constant.value),
                    at: 0)
                offset = constant.end
            case 0x20...0x26, 0x02...0x04, 0x0c, 0x0d, 0x10, 0x12, 0x3f, 0x40, 0xd0, 0xd2: code.skipNumbers(1, &offset)
            case 0x28...0x3e, 0x11, 0x13: code.skipNumbers(2, &offset)
            case 0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0x45...0xc4, 0xd1: break
            case 0x43: offset += 4
            case 0x44: offset += 8
            case 0x0e, 0x1c:
                guard let count = code.uleb128(at: offset), count.value <= UInt64(code.count) else { return }
                offset = count.end
                code.skipNumbers(Int(count.value) + (opcode == 0x0e ? 1 : 0), &offset)
            case 0xfc, 0xfd, 0xfe:
                guard let second = code.uleb128(at: offset) else { return }
                offset = second.end
                skipPrefixed(opcode, second.value, code, &offset)
            default: return
            }
        }
    }

    /// Operands after an opcode of two parts: bulk memory (FC), vectors (FD), atomics (FE).
    private func skipPrefixed(_ prefix: UInt8, _ opcode: UInt64, _ code: ByteReader, _ offset: inout Int) {
        switch (prefix, opcode) {
        case (0xfc, 0...7): break
        case (0xfc, 8), (0xfc, 10), (0xfc, 12), (0xfc, 14): code.skipNumbers(2, &offset)
        case (0xfc, _): code.skipNumbers(1, &offset)
        case (0xfd, 12), (0xfd, 13): offset += 16
        case (0xfd, 0...11), (0xfd, 92), (0xfd, 93): code.skipNumbers(2, &offset)
        case (0xfd, 21...34): offset += 1
        case (0xfd, 84...91):
            code.skipNumbers(2, &offset)
            offset += 1
        case (0xfe, 3): offset += 1
        case (0xfe, _): code.skipNumbers(2, &offset)
        default: break
        }
    }
}

extension ByteReader {
    /// Moves `offset` after `count` LEB128 numbers.
    @inline(__always)
    fileprivate func skipNumbers(_ count: Int, _ offset: inout Int) {
        for _ in 0..<count {
            while let byte = u8(at: offset), byte >= 0x80 { offset += 1 }
            offset += 1
        }
    }
}
