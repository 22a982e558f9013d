/// What the first bytes of a file say it is.
enum Signature {
    case elf
    case pe
    case macho(ByteOrder, pointerSize: Int)
    case wasm
    /// A sentence for the user.
    case unsupported(String)

    init(_ reader: ByteReader) {
        guard reader.count >= 4, let magic = reader.u32(at: 0) else {
            self = .unsupported(
                reader.count == 0 ? "the file is empty" : "only \(reader.count) bytes: not an ELF, PE, Mach-O or WebAssembly file"
            )
            return
        }
        switch magic {
        case 0x464c_457f: self = .elf
        case 0xfeed_face: self = .macho(.little, pointerSize: 4)
        case 0xfeed_facf: self = .macho(.little, pointerSize: 8)
        case 0xcefa_edfe: self = .macho(.big, pointerSize: 4)
        case 0xcffa_edfe: self = .macho(.big, pointerSize: 8)
        case 0x6d73_6100: self = .wasm
        case _ where reader.has("MZ", at: 0): self = .pe
        default: self = .unsupported(Signature.sentence(reader, magic: magic.byteSwapped))
        }
    }

    private static func sentence(_ reader: ByteReader, magic: UInt32) -> String {
        switch magic {
        case 0xcafe_babe, 0xcafe_babf: "a universal Mach-O file, which `pare weigh` takes apart, or a Java class"
        case 0x213c_6172: "an archive (`!<arch>`), which `pare weigh` takes apart, not one program"
        case 0x0000_01eb, 0x0000_0647, 0x0000_8a97: "a Plan 9 executable, which Pare does not read"
        case _ where magic >> 16 == 0x01f7 || magic >> 16 == 0x01df: "an AIX XCOFF file, which Pare does not read"
        default: "not an ELF, PE, Mach-O or WebAssembly file"
        }
    }
}
