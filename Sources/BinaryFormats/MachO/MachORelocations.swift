/// Rebase opcodes: a program that walks the segments and marks pointers. (mach-o/loader.h `REBASE_OPCODE_*`)
enum MachORebase {
    /// Calls `body` for each slot, with the opcode that marks it and the preceding opcodes that only move the position.
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
                throw FormatError("LC_DYLD_INFO rebase", at: offset, "a number exceeds the table")
            }
            offset = found.end
            return found.value
        }
        /// Marks slots until `count` are marked or the segment ends.
        func mark(_ count: UInt64, skip: UInt64) throws(FormatError) {
            let step = pointer &+ skip
            for _ in 0..<count {
                guard position <= segment.size, pointer <= segment.size - position else {
                    throw FormatError("LC_DYLD_INFO rebase", at: start, "\(count) slots exceed their segment")
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

/// Chained fixups: each slot of a page holds its target and the distance to the next slot. (mach-o/fixup-chains.h)
struct MachOChainedFixups {
    private let range: Range<Int>
    private let segments: [MachOSegment]

    init(_ range: Range<Int>, _ segments: [MachOSegment]) {
        self.range = range
        self.segments = segments
    }

    /// Calls `body` for each slot, with the start entry of its page's chain.
    func forEach(_ reader: ByteReader, _ body: (Relocation) -> Void) throws(FormatError) {
        guard range.count >= 28 else { throw FormatError("dyld_chained_fixups_header", at: range.lowerBound, "needs 28 bytes") }
        let header = try reader.record("dyld_chained_fixups_header", at: range.lowerBound, size: 28)
        let starts = range.lowerBound + Int(header.u32(4))
        guard starts <= range.upperBound - 4, let count = reader.u32(at: starts),
            Int(count) <= (range.upperBound - starts - 4) / 4
        else {
            throw FormatError("dyld_chained_starts_in_image", at: starts, "does not fit in LC_DYLD_CHAINED_FIXUPS")
        }
        guard let base = segments.first(where: { $0.fileOffset == 0 && $0.fileSize > 0 })?.address else { return }
        var budget = SlotBudget("LC_DYLD_CHAINED_FIXUPS", at: range.lowerBound, reader)
        for index in 0..<min(Int(count), segments.count) {
            guard let offset = reader.u32(at: starts + 4 + 4 * index), offset != 0 else { continue }
            try forEach(segmentAt: starts + Int(offset), base: base, reader, &budget, body)
        }
    }

    /// `dyld_chained_starts_in_segment`.
    private func forEach(
        segmentAt start: Int, base: Address, _ reader: ByteReader, _ budget: inout SlotBudget, _ body: (Relocation) -> Void
    ) throws(FormatError) {
        guard start <= range.upperBound - 22 else {
            throw FormatError("dyld_chained_starts_in_segment", at: start, "does not fit in LC_DYLD_CHAINED_FIXUPS")
        }
        let record = try reader.record("dyld_chained_starts_in_segment", at: start, size: 22)
        let pageSize = UInt64(record.u16(4))
        let format = record.u16(6)
        let first = base + record.u64(8)
        guard format == 2 || format == 6 else {
            throw FormatError("dyld_chained_starts_in_segment", at: start + 6, "pointer format \(format), expected 2 or 6")
        }
        guard let segment = segments.first(where: { $0.address == first && $0.fileSize > 0 }) else { return }
        let pages = min(Int(record.u16(20)), (range.upperBound - start - 22) / 2)
        for page in 0..<pages {
            let entry = start + 22 + 2 * page
            try budget.spend()
            guard let inPage = reader.u16(at: entry), inPage != 0xffff else { continue }
            var position = UInt64(page) * pageSize + UInt64(inPage)
            while position < segment.fileSize, let place = Int(exactly: segment.fileOffset &+ position),
                let word = reader.u64(at: place)
            {
                try budget.spend()
                body(
                    Relocation(
                        entry: entry..<entry + 2, slot: first + position,
                        value: word >> 63 != 0 ? .imported : .pointer(target(word, base: format == 6 ? base : Address(0)))))
                let next = word >> 51 & 0xfff
                if next == 0 { break }
                position += next * 4
            }
        }
    }

    /// The target of a word: bits 0 to 35 relative to the base, bits 36 to 43 as the top byte.
    private func target(_ word: UInt64, base: Address) -> UInt64 {
        (base.value &+ (word & 0xf_ffff_ffff)) | (word >> 36 & 0xff) << 56
    }
}
