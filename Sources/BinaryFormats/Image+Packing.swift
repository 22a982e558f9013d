extension Image {
    /// Whether upx made the file: an ELF file has its magic number in `l_info`, right behind the program headers, a PE file
    /// sections of its names. (upx, src/stub/src/include/linux.h and src/pefile.cpp)
    public func isPackedByUPX(_ reader: ByteReader) -> Bool {
        switch format {
        case .elf:
            guard let headers = structures.first(where: { $0.name == "program headers" })?.range,
                let magic = reader.range(at: UInt64(headers.upperBound) + 4, count: 4)
            else { return false }
            return reader.string(magic) == "UPX!"
        case .pe: return section(named: "UPX0") != nil && section(named: "UPX1") != nil
        case .macho, .wasm: return false
        }
    }
}
