public import BinaryFormats

/// Decoder of direct calls, which encode the distance to the callee.
public struct CallDecoder: Sendable {
    private enum Instruction {
        case x86, arm, arm64, loong64, ppc64, s390x
    }

    private let instruction: Instruction
    private let step: Int
    private let image: Image
    private let table: FunctionTable

    /// Nil for architectures whose calls Pare cannot decode.
    public init?(_ table: FunctionTable, _ image: Image) {
        switch image.architecture.name {
        case "amd64", "386": (instruction, step) = (.x86, 1)
        case "arm": (instruction, step) = (.arm, 4)
        case "arm64": (instruction, step) = (.arm64, 4)
        case "loong64": (instruction, step) = (.loong64, 4)
        case "ppc64", "ppc64le": (instruction, step) = (.ppc64, 4)
        case "s390x": (instruction, step) = (.s390x, 2)
        default: return nil
        }
        self.image = image
        self.table = table
    }

    /// The callee of the first direct call within `limit` bytes after a reference; nil if there is none.
    ///
    /// On x86 every byte offset is tried: other bytes hardly ever decode to a call of a function's entry.
    public func function(after reference: CodeReferences.Reference, limit: Int = 48, _ reader: ByteReader) -> Int? {
        let addresses = table.addresses(of: table.functions[Int(reference.function)])
        guard let code = image.memory.range(of: addresses), reference.place < code.count else { return nil }
        let start = code.lowerBound + Int(reference.place)
        let shift = addresses.lowerBound.value &- UInt64(code.lowerBound)
        for offset in stride(from: start, to: min(start + limit, code.upperBound), by: step) {
            guard let distance = distance(at: offset, reader) else { continue }
            if let function = table.entryIndex(of: Address(UInt64(offset) &+ shift &+ distance)) { return function }
        }
        return nil
    }

    /// Distance from the instruction to its callee.
    private func distance(at offset: Int, _ reader: ByteReader) -> UInt64? {
        switch instruction {
        case .x86:
            // `CALL rel32`, relative to the next instruction.
            guard reader.u8(at: offset) == 0xe8, let distance = reader.u32(at: offset + 1) else { return nil }
            return signExtended(distance, 32) &+ 5
        case .arm:
            // `BL`, in words, relative to the instruction after the next.
            guard let word = reader.u32(at: offset), word >> 24 == 0xeb else { return nil }
            return signExtended(word & 0xff_ffff, 24) << 2 &+ 8
        case .arm64:
            // `BL`, in words.
            guard let word = reader.u32(at: offset), word >> 26 == 0x25 else { return nil }
            return signExtended(word & 0x3ff_ffff, 26) << 2
        case .loong64:
            // `BL`, in words, the upper 10 bits last.
            guard let word = reader.u32(at: offset), word >> 26 == 0x15 else { return nil }
            return signExtended(word >> 10 & 0xffff | (word & 0x3ff) << 16, 26) << 2
        case .ppc64:
            // `bl`.
            guard let word = reader.u32(at: offset), word & 0xfc00_0003 == 0x4800_0001 else { return nil }
            return signExtended(word & 0x3ff_fffc, 26)
        case .s390x:
            // `BRASL %r14`, in halfwords.
            guard reader.u16(at: offset) == 0xc0e5, let distance = reader.u32(at: offset + 2) else { return nil }
            return signExtended(distance, 32) << 1
        }
    }
}
