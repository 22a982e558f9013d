/// Values of entries, skipped as fast as their forms allow.
extension ByteReader {
    /// A LEB128 number, nearly always of one byte.
    @inline(__always)
    func smallNumber(at position: inout Int) -> UInt64? {
        guard let byte = u8(at: position) else { return nil }
        if byte < 0x80 {
            position += 1
            return UInt64(byte)
        }
        guard let number = uleb128(at: position) else { return nil }
        position = number.end
        return number.value
    }

    /// Offset behind the NUL of the string at `position`, eight bytes at a time.
    @inline(__always)
    func stringEnd(at position: Int) -> Int? {
        let reader = ByteReader(bytes)
        var position = position
        while let word = reader.u64(at: position) {
            let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if zeros != 0 { return position + zeros.trailingZeroBitCount / 8 + 1 }
            position += 8
        }
        while let byte = reader.u8(at: position) {
            position += 1
            if byte == 0 { return position }
        }
        return nil
    }

    /// Where a value ends; nil when that is behind `limit`.
    func end(of size: DebugForm.Size, at position: Int, limit: Int, _ encoding: DebugEncoding) -> Int? {
        var end = position
        switch size {
        case .fixed(let count): end += count
        case .leb, .lebThen:
            while let byte = u8(at: end), byte >= 0x80 { end += 1 }
            end += 1
            if case .lebThen(let count) = size { end += count }
        case .string:
            guard let found = stringEnd(at: position) else { return nil }
            end = found
        case .block(let width):
            var length: UInt64?
            switch width {
            case 1: length = u8(at: position).map(UInt64.init)
            case 2: length = u16(at: position).map(UInt64.init)
            case 4: length = u32(at: position).map(UInt64.init)
            default:
                guard let number = uleb128(at: position) else { return nil }
                length = number.value
                end = number.end
            }
            guard let length, length <= UInt64(limit) else { return nil }
            end += width + Int(length)
        case .indirect:
            guard let form = uleb128(at: position), form.value != 0x16, let size = DebugForm.size(form.value, encoding) else {
                return nil
            }
            return self.end(of: size, at: form.end, limit: limit, encoding)
        }
        return end <= limit ? end : nil
    }
}
