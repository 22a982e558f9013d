/// How the value of an attribute is stored. (DWARF 5 section 7.5.6, and the forms of GNU and LLVM)
enum DebugForm {
    /// How many bytes a value takes, or how to find out.
    enum Size: Hashable {
        case fixed(Int)
        /// LEB128, signed or not.
        case leb
        /// LEB128, then bytes.
        case lebThen(Int)
        /// A NUL-terminated string.
        case string
        /// A length of so many bytes, then that many bytes; 0 stands for a LEB128 length.
        case block(Int)
        /// The form stands in the data.
        case indirect
    }

    static let string: UInt64 = 0x08
    static let strp: UInt64 = 0x0e
    static let lineStrp: UInt64 = 0x1f
    static let secOffset: UInt64 = 0x17
    static let implicitConst: UInt64 = 0x21
    static let data4: UInt64 = 0x06
    static let data8: UInt64 = 0x07

    /// Nil for forms that nobody has defined. A value whose size depends on the unit takes it from `encoding`.
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
