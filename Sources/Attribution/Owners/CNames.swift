internal import BinaryFormats

/// C code in Go programs, by the names of its symbols.
extension OwnerTable {
    /// Whether the program was linked with C code.
    var hasC: Bool { knows("runtime/cgo") != nil }

    /// Who owns a symbol without a Go package: what cgo writes belongs to `runtime/cgo`, start files to the C runtime, the
    /// rest is `C`.
    mutating func c(_ name: Range<Int>, _ reader: ByteReader) -> Owner {
        for prefix in ["_cgo_", "x_cgo_", "_cgoexp_", "crosscall"] as [StaticString]
        where name.count > 4 && reader.has(prefix, at: name.lowerBound) {
            return package("runtime/cgo")
        }
        return name.count < 64 && OwnerTable.startFiles.contains(reader.string(name)) ? .overhead(.cRuntime) : package("C")
    }

    /// Functions of crt1, crti, crtbegin and crtexe that carry a size.
    private static let startFiles: Set<String> = [
        "_start", "_init", "_fini", "_dl_relocate_static_pie", "frame_dummy", "register_tm_clones", "deregister_tm_clones",
        "__do_global_dtors_aux",
        "__libc_csu_init", "__libc_csu_fini", "__do_global_ctors", "__do_global_dtors", "__main", "__tmainCRTStartup",
        "mainCRTStartup",
        "WinMainCRTStartup", "_IO_stdin_used", "__abi_tag",
    ]
}

/// Tells C symbols from Go symbols: C code has dots in its names too, `inner.part.0`, `completed.0`.
struct CNames {
    private let goText: Range<Address>?
    private let hasC: Bool

    init(_ subject: borrowing Subject, _ owners: OwnerTable) {
        goText = subject.goText
        hasC = owners.hasC
    }

    /// Whether a definition is C: code outside of the Go text, and with cgo what names no known package.
    func isC(_ symbol: SymbolTable.Symbol, package: Range<Int>?, _ subject: borrowing Subject, _ owners: OwnerTable) -> Bool {
        guard symbol.section >= 0 else { return false }
        let name = subject.image.symbols.name(of: symbol)
        if subject.image.sections[Int(symbol.section)].role == .code {
            guard let goText else { return false }
            // The mark behind the last byte of Go's text is Go's.
            return !goText.contains(symbol.address)
                && !(symbol.address == goText.upperBound && subject.reader.has("runtime.etext", at: name.lowerBound))
        }
        guard hasC, let first = subject.reader.u8(at: name.lowerBound),
            first == UInt8(ascii: "_") || (first | 0x20) >= UInt8(ascii: "a"),
            !subject.reader.has("go:", at: name.lowerBound), !subject.reader.has("type:", at: name.lowerBound)
        else { return false }
        guard let package else { return true }
        let path = subject.reader.string(package)
        return !path.contains("/") && owners.knows(path) == nil && path != "main"
    }
}
