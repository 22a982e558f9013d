/// Rebase opcodes: a program that moves through the segments and marks pointers. (mach-o/loader.h `REBASE_OPCODE_*`)
enum MachORebase {
    /// Each opcode that marks slots comes once for each, together with the opcodes before it that only move.
    static func forEach(
        _ range: Range<Int>, _ segments: [MachOSegment], _ image: Image, _ reader: ByteReader, _ body: (Relocation) -> Void
    ) throws(FormatError) {
        let pointer = UInt64(image.pointerSize)
        var budget = SlotBudget("LC_DYLD_INFO rebase", at: range.lowerBound, reader)
        var segment = MachOSegment(address: Address(0), size: 0, fileOffset: 0, fileSize: 0)
        var position: UInt64 = 0
        var start = range.lowerBound
        var offset = range.lowerBound

        func number() throws(FormatError) -> UInt64 {
            guard let found = reader.uleb128(at: offset), found.end <= range.upperBound else {
                throw FormatError("LC_DYLD_INFO rebase", at: offset, "a number runs out of the table")
            }
            offset = found.end
            return found.value
        }
        /// Marks slots until `count` are marked or the segment ends.
        func mark(_ count: UInt64, skip: UInt64) throws(FormatError) {
            let step = pointer &+ skip
            for _ in 0..<count {
                guard position <= segment.size, pointer <= segment.size - position else {
                    throw FormatError("LC_DYLD_INFO rebase", at: start, "\(count) slots run out of their segment")
                }
                try budget.spend()
                body(Relocation(entry: start..<offset, slot: segment.address + position, value: .inPlace))
                position = position &+ step
            }
            start = offset
        }

        while offset < range.upperBound, let byte = reader.u8(at: offset) {
            offset += 1
            let immediate = UInt64(byte & 0xf)
            switch byte & 0xf0 {
            case 0x00: return  // DONE
            case 0x10: continue  // SET_TYPE_IMM
            case 0x20:  // SET_SEGMENT_AND_OFFSET_ULEB
                position = try number()
                guard segments.indices.contains(Int(immediate)) else {
                    throw FormatError("LC_DYLD_INFO rebase", at: offset, "segment \(immediate) of \(segments.count)")
                }
                segment = segments[Int(immediate)]
            case 0x30: position = position &+ (try number())  // ADD_ADDR_ULEB
            case 0x40: position = position &+ immediate &* pointer  // ADD_ADDR_IMM_SCALED
            case 0x50: try mark(immediate, skip: 0)  // DO_REBASE_IMM_TIMES
            case 0x60: try mark(try number(), skip: 0)  // DO_REBASE_ULEB_TIMES
            case 0x70: try mark(1, skip: try number())  // DO_REBASE_ADD_ADDR_ULEB
            case 0x80:  // DO_REBASE_ULEB_TIMES_SKIPPING_ULEB
                let count = try number()
                try mark(count, skip: try number())
            default: throw FormatError("LC_DYLD_INFO rebase", at: offset - 1, "unknown opcode \(hexadecimal(byte))")
            }
        }
    }
}
