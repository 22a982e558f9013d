internal import BinaryFormats

/// The outermost scope of a mangled C++ name: a namespace or a top-level class. (Itanium C++ ABI, 5.1)
///
/// Rust's legacy mangling is the same; there the scope is a crate.
enum CxxName {
    static func scope(_ name: Range<Int>, _ reader: ByteReader) -> String? {
        var position = name.lowerBound
        while position < name.upperBound, position - name.lowerBound < 4, reader.u8(at: position) == UInt8(ascii: "_") {
            position += 1
        }
        guard position > name.lowerBound, reader.u8(at: position) == UInt8(ascii: "Z") else { return nil }
        position += 1
        position = skipPrefixes(position, reader)
        guard position < name.upperBound else { return nil }
        if isStandard(position, reader) { return "std" }
        guard reader.u8(at: position) == UInt8(ascii: "N") else { return nil }
        position += 1
        while let letter = reader.u8(at: position), "rVKRO".utf8.contains(letter) { position += 1 }
        if isStandard(position, reader) { return "std" }
        var count = 0
        let start = position
        while let digit = reader.u8(at: position), digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9"), position - start < 4 {
            count = 10 * count + Int(digit - UInt8(ascii: "0"))
            position += 1
        }
        guard count > 0, count <= 255, count <= name.upperBound - position, !reader.has("_GLOBAL__N_", at: position) else {
            return nil
        }
        return reader.string(position..<position + count)
    }

    /// Skips the prefixes of virtual tables, type information, guards, thunks, local names and pointers.
    private static func skipPrefixes(_ start: Int, _ reader: ByteReader) -> Int {
        var position = start
        for prefix in ["GTt", "GV", "GR", "TV", "TT", "TI", "TS", "TC", "TW", "TH"] as [StaticString]
        where reader.has(prefix, at: position) {
            position += prefix.utf8CodeUnitCount
            break
        }
        if reader.has("Th", at: position) || reader.has("Tv", at: position) || reader.has("Tc", at: position) {
            let end = position + 24
            while position < end, reader.u8(at: position) != UInt8(ascii: "_") { position += 1 }
            position += 1
        }
        let end = position + 8
        while position < end, let letter = reader.u8(at: position), "ZPRK".utf8.contains(letter) { position += 1 }
        return position
    }

    /// `St` and the abbreviations of `std::string` and similar types.
    private static func isStandard(_ position: Int, _ reader: ByteReader) -> Bool {
        guard reader.u8(at: position) == UInt8(ascii: "S"), let letter = reader.u8(at: position + 1) else { return false }
        return "tabsiod".utf8.contains(letter)
    }
}
