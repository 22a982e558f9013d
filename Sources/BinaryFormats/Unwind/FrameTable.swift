/// `.eh_frame`: a list of CIEs, each the common part of its FDEs, and one FDE per function. (LSB, "Exception Frames")
struct FrameTable {
    private struct Common {
        var range: Range<Int>
        /// Whether the FDE has a length of augmentation data after its addresses.
        var hasAugmentation: Bool
        var pointers: UInt8
        var exceptionTables: UInt8
    }

    private let range: Range<Int>
    private let address: Address
    private let image: Image

    init(_ range: Range<Int>, at address: Address, _ image: Image) {
        self.range = range
        self.address = address
        self.image = image
    }

    func forEach(_ reader: ByteReader, _ body: (UnwindTable.Entry) -> Void) throws(FormatError) {
        var commons: [Int: Common] = [:]
        var offset = range.lowerBound
        while offset + 4 <= range.upperBound, let length = reader.u32(at: offset) {
            // The part of an object file may end with an empty entry.
            if length == 0 {
                offset += 4
                continue
            }
            let start = length == .max ? offset + 12 : offset + 4
            let size = length == .max ? reader.u64(at: offset + 4) ?? .max : UInt64(length)
            guard start + 4 <= range.upperBound, size >= 4, size <= UInt64(range.upperBound - start),
                let id = reader.u32(at: start)
            else {
                throw FormatError(".eh_frame", at: offset, "an entry of \(size) bytes does not fit in the section")
            }
            let entry = offset..<start + Int(size)
            offset = entry.upperBound
            if id == 0 {
                commons[entry.lowerBound] = common(entry, at: start + 4, reader)
            } else if let common = commons[start - Int(id)], let entry = function(entry, at: start + 4, common, reader) {
                body(entry)
            }
        }
    }

    private func common(_ entry: Range<Int>, at start: Int, _ reader: ByteReader) -> Common? {
        guard let version = reader.u8(at: start), let name = reader.name(at: start + 1, limit: entry.upperBound) else {
            return nil
        }
        var common = Common(range: entry, hasAugmentation: false, pointers: 0, exceptionTables: 0xff)
        let augmentation = reader.string(name)
        guard augmentation.hasPrefix("z") else { return augmentation.isEmpty ? common : nil }
        common.hasAugmentation = true
        var offset = name.upperBound + 1
        // Code and data alignment, return address register, length of the augmentation data.
        for field in 0..<4 {
            if field == 2, version == 1 {
                offset += 1
            } else {
                guard let number = reader.uleb128(at: offset) else { return nil }
                offset = number.end
            }
        }
        for letter in augmentation.dropFirst() {
            switch letter {
            case "R":
                guard let encoding = reader.u8(at: offset) else { return nil }
                common.pointers = encoding
                offset += 1
            case "L":
                guard let encoding = reader.u8(at: offset) else { return nil }
                common.exceptionTables = encoding
                offset += 1
            case "P":
                guard let encoding = reader.u8(at: offset), let pointer = pointer(encoding, at: offset + 1, reader) else {
                    return nil
                }
                offset = pointer.end
            case "S", "B", "G": continue
            default: return nil
            }
        }
        return common
    }

    private func function(_ entry: Range<Int>, at start: Int, _ common: Common, _ reader: ByteReader) -> UnwindTable.Entry? {
        guard let begin = pointer(common.pointers, at: start, reader),
            let size = pointer(common.pointers & 0xf, at: begin.end, reader), size.end <= entry.upperBound
        else { return nil }
        let function = begin.address..<max(begin.address, begin.address + size.address.value)
        var result = UnwindTable.Entry(range: entry, function: function, shared: common.range)
        if common.hasAugmentation, common.exceptionTables != 0xff, let length = reader.uleb128(at: size.end),
            let table = pointer(common.exceptionTables, at: length.end, reader), table.address != address(of: length.end)
        {
            result.exceptionTable = table.address
        }
        return result
    }

    private func address(of offset: Int) -> Address {
        address + UInt64(offset - range.lowerBound)
    }

    /// A pointer in one of the encodings `DW_EH_PE_*`, and the offset after it.
    private func pointer(_ encoding: UInt8, at offset: Int, _ reader: ByteReader) -> (address: Address, end: Int)? {
        let value: UInt64?
        let size: Int
        switch encoding & 0xf {
        case 0x0:
            size = image.pointerSize
            value = image.pointers.pointer(at: offset, reader)?.value
        case 0x2, 0xa:
            size = 2
            value = reader.u16(at: offset).map {
                encoding & 8 != 0 ? UInt64(bitPattern: Int64(Int16(bitPattern: $0))) : UInt64($0)
            }
        case 0x3, 0xb:
            size = 4
            value = reader.u32(at: offset).map {
                encoding & 8 != 0 ? UInt64(bitPattern: Int64(Int32(bitPattern: $0))) : UInt64($0)
            }
        case 0x4, 0xc:
            size = 8
            value = reader.u64(at: offset)
        default: return nil
        }
        guard let value else { return nil }
        switch encoding & 0x70 {
        case 0x00: return (Address(value), offset + size)
        case 0x10: return (address(of: offset) + value, offset + size)
        default: return nil
        }
    }
}

/// `.eh_frame_hdr`: a header, then a row of function and FDE for binary search, both relative to the section.
enum FrameIndex {
    static func forEach(
        _ range: Range<Int>, at address: Address, _ reader: ByteReader, _ body: (UnwindTable.Entry) -> Void
    ) throws(FormatError) {
        guard range.count >= 12 else {
            throw FormatError(".eh_frame_hdr", at: range.lowerBound, "\(range.count) bytes, expected at least 12")
        }
        let header = try reader.record(".eh_frame_hdr", at: range.lowerBound, size: 12)
        // The encoding that all linkers write: a count of 4 bytes, rows of two signed 4-byte values.
        guard header.u8(2) == 0x3, header.u8(3) == 0x3b else { return }
        let count = Int(header.u32(8))
        guard count <= (range.count - 12) / 8 else {
            throw FormatError(".eh_frame_hdr", at: range.lowerBound + 8, "\(count) rows do not fit in the section")
        }
        for index in 0..<count {
            let offset = range.lowerBound + 12 + 8 * index
            guard let distance = reader.i32(at: offset) else { return }
            let function = address + UInt64(bitPattern: Int64(distance))
            body(UnwindTable.Entry(range: offset..<offset + 8, function: function..<function))
        }
    }
}
