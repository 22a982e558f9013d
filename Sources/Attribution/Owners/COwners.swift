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

/// The source files or objects that symbols of C come from: by the code ranges of debug data, else for local symbols by the mark
/// of their file. The linker writes marks named after the members of archives too, `deflate.o`.
struct SourceFiles {
    /// Ascending.
    private var ranges: [(addresses: Range<Address>, file: String)] = []
    /// The paths by base name, as far as it tells them apart.
    private var paths: [String: String] = [:]
    /// Index of the mark that each local symbol follows, -1 without.
    private var marks: [Int32] = []

    /// LLD marks no file for what has none itself, so that its symbols seem to belong to the file before.
    init(_ subject: borrowing Subject) {
        guard subject.options.details, subject.image.format == .elf else { return }
        let image = subject.image
        if let comment = image.section(named: ".comment"),
            !subject.reader.occurrences(of: Array("Linker: LLD".utf8), in: comment.range, limit: 1).isEmpty
        {
            return
        }
        var mark: Int32 = -1
        marks.reserveCapacity(image.symbols.symbols.count)
        for (index, symbol) in image.symbols.symbols.enumerated() {
            if symbol.kind == .marker { mark = symbol.name.isEmpty ? -1 : Int32(clamping: index) }
            marks.append(mark)
        }
    }

    /// Takes the ranges of `.debug_aranges`, which Go's compiler does not write.
    mutating func read(_ reader: ByteReader, _ units: DebugUnits) {
        var found: [(addresses: Range<Address>, file: String)] = []
        UnitSet.forEachRange(in: reader) { addresses, unit in
            if let file = units.file(at: unit), !file.isEmpty { found.append((addresses, file)) }
        }
        ranges = found.sorted { $0.addresses.lowerBound < $1.addresses.lowerBound }
        for file in Set(found.map(\.file)) {
            let name = String(file.split(separator: "/").last ?? "")
            paths[name] = paths[name] == nil ? file : ""
        }
    }

    /// Path of the source file, or name of the object, that a symbol comes from; nil where nothing tells.
    func file(of index: Int, _ subject: borrowing Subject) -> String? {
        let symbol = subject.image.symbols.symbols[index]
        if let range = ranges.last(while: { $0.addresses.lowerBound <= symbol.address }),
            range.addresses.contains(symbol.address)
        {
            return range.file
        }
        let info = symbol.entry.lowerBound + (subject.image.pointerSize == 8 ? 4 : 12)
        guard marks.indices.contains(index), marks[index] >= 0, subject.reader.u8(at: info).map({ $0 >> 4 == 0 }) ?? false else {
            return nil
        }
        let name = subject.reader.string(subject.image.symbols.symbols[Int(marks[index])].name)
        return paths[name].flatMap { $0.isEmpty ? nil : $0 } ?? name
    }
}
