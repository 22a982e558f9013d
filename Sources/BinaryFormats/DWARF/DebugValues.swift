/// Fast skipping of attribute values.
extension ByteReader {
    /// A LEB128 number, in most cases of one byte.
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

    /// Offset after the NUL of the string at `position`, eight bytes at a time.
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

    /// Offset of the end of a value; nil if that exceeds `limit`.
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

/// The parameters of a unit header that determine the sizes of values.
struct DebugEncoding: Hashable, Sendable {
    /// 2 to 5.
    var version: Int
    /// 4 in the 32-bit DWARF format, 8 in the 64-bit one.
    var offsetSize: Int
    /// 2, 4 or 8.
    var addressSize: Int
}

/// The encoding of an attribute's value. (DWARF 5 section 7.5.6, and the forms of GNU and LLVM)
enum DebugForm {
    /// The size of a value, or the rule to determine it.
    enum Size: Hashable {
        case fixed(Int)
        /// LEB128, signed or not.
        case leb
        /// LEB128, followed by so many bytes.
        case lebThen(Int)
        /// A NUL-terminated string.
        case string
        /// A length field of so many bytes, followed by the block; 0 for a LEB128 length.
        case block(Int)
        /// The form is stored in the entry.
        case indirect
    }

    static let string: UInt64 = 0x08
    static let strp: UInt64 = 0x0e
    static let lineStrp: UInt64 = 0x1f
    static let secOffset: UInt64 = 0x17
    static let implicitConst: UInt64 = 0x21
    static let data4: UInt64 = 0x06
    static let data8: UInt64 = 0x07

    /// The size of a form's values; nil for undefined forms. Sizes that depend on the unit come from `encoding`.
    static func size(_ form: UInt64, _ encoding: DebugEncoding) -> Size? {
        switch form {
        case 0x01: .fixed(encoding.addressSize)  // addr
        case 0x03: .block(2)
        case 0x04: .block(4)
        case 0x05, 0x12, 0x26, 0x2a: .fixed(2)  // data2, ref2, strx2, addrx2
        case data4, 0x13, 0x1c, 0x28, 0x2c: .fixed(4)  // ref4, ref_sup4, strx4, addrx4
        case data8, 0x14, 0x20, 0x24: .fixed(8)  // ref8, ref_sig8, ref_sup8
        case string: .string
        case 0x09, 0x18: .block(0)  // block, exprloc
        case 0x0a: .block(1)
        case 0x0b, 0x0c, 0x11, 0x25, 0x29: .fixed(1)  // data1, flag, ref1, strx1, addrx1
        case 0x0d, 0x0f, 0x15, 0x1a, 0x1b, 0x22, 0x23: .leb  // sdata, udata, ref_udata, strx, addrx, loclistx, rnglistx
        case strp, secOffset, 0x1d, lineStrp, 0x1f20, 0x1f21: .fixed(encoding.offsetSize)  // strp_sup, GNU_ref_alt, GNU_strp_alt
        case 0x10: .fixed(encoding.version == 2 ? encoding.addressSize : encoding.offsetSize)  // ref_addr
        case 0x16: .indirect
        case 0x19, implicitConst: .fixed(0)  // flag_present
        case 0x1e: .fixed(16)  // data16
        case 0x27, 0x2b: .fixed(3)  // strx3, addrx3
        case 0x1f01, 0x1f02: .leb  // GNU_addr_index, GNU_str_index
        case 0x2001: .lebThen(4)  // LLVM_addrx_offset
        default: nil
        }
    }

    /// Index into `str_offsets`: strx, GNU_str_index, strx1 to strx4.
    static func isStringIndex(_ form: UInt64) -> Bool {
        form == 0x1a || form == 0x1f02 || (0x25...0x28).contains(form)
    }
}
