/// The linker's file layout: segments on pages, sections on disk blocks, tables of relocations.
///
/// Exact up to a few hundred bytes for ELF executables. PE and Mach-O are modelled with the linker's defaults, position
/// independent. Parts that do not depend on the program, such as headers, are constants.
/// (cmd/link/internal/ld/{elf,pe,macho,data}.go)
struct FileLayout: Sendable {
    private let machine: Machine
    private let minor: Int
    private let isPositionIndependent: Bool
    private let buildInfoSize: Int

    init(_ graph: LinkGraph) {
        machine = graph.machine
        minor = graph.minor
        isPositionIndependent = graph.isPositionIndependent
        buildInfoSize = graph.buildInfoSize
    }

    /// Bytes of the stripped file.
    func size(_ parts: FileParts) -> Int {
        switch machine.goos {
        case "windows": pe(parts)
        case "darwin", "ios": machO(parts)
        case "js", "wasip1", "plan9": sequential(parts)
        default: elf(parts)
        }
    }

    /// Bytes of an entry in the symbol table. (ELF `Sym`, Mach-O `nlist`, COFF)
    static func symbolSize(_ machine: Machine) -> Int {
        switch machine.goos {
        case "windows": 18
        case "darwin", "ios": 16
        default: machine.pointerSize == 8 ? 24 : 16
        }
    }

    /// Size of the file with symbols and debug data in bytes: an estimate, as debug data differs in compression.
    ///
    /// Compression leaves 0.51 of cmd/pprof's and 0.60 of cmd/gofmt's debug data on linux/amd64, 0.31 and 0.36 on darwin/arm64:
    /// the model uses a ratio near that of the larger program. DWARF 5, of Go 1.25 and later but for macOS, has indexes instead
    /// of the addresses of DWARF 4, so it is smaller and compresses less. (internal/buildcfg/exp.go)
    func unstripped(_ parts: FileParts) -> Int {
        let compression = minor >= 25 && machine.goos != "darwin" && machine.goos != "ios" ? 0.52 : 0.32
        return size(parts) + parts[.symbols] + Int(compression * Double(parts[.debug]))
    }

    /// `findfunctab`: a row of 4 bytes per 4096 bytes of text and one byte per 256.
    private func findFunctionTable(_ text: Int) -> Int {
        4 * ((text + 4095) / 4096) + (text + 255) / 256
    }

    /// The function table with its header; up to Go 1.25 its parts are aligned to 32 bytes.
    private func functionTable(_ parts: FileParts) -> Int {
        let gap = minor >= 26 ? 0 : 96
        return 8 + 9 * machine.pointerSize + gap + parts[.functionTable] + parts[.functionNames] + parts[.fileNames]
            + parts[.unitFiles]
    }

    private func functionData(_ parts: FileParts) -> Int {
        parts[.functionData] + findFunctionTable(parts[.text])
    }

    /// Types, with the copy of the build info that programs read, between two sentinels of 16 bytes.
    private func types(_ parts: FileParts) -> Int {
        machine.pointerSize + parts[.types] + parts[.typeLinks] + buildInfoSize + 32
    }

    /// Data, with `moduledata`, build info, from Go 1.24 the FIPS record, and alignment.
    private func data(_ parts: FileParts) -> Int {
        parts[.data] + 592 + 297 + buildInfoSize + (minor >= 24 ? 120 : 0)
    }

    private func elf(_ parts: FileParts) -> Int {
        let page = ["amd64", "386"].contains(machine.goarch) ? 0x1000 : 0x10000
        let text = roundUp(0x1000 + parts[.text] + 49, page)
        let rest = functionTable(parts) + functionData(parts) + parts[.readOnlyData]
        guard isPositionIndependent else {
            return text + roundUp(rest + types(parts), page) + roundUp(data(parts), page) + 160
        }
        // `Elf64_Rela` or `Elf32_Rel`; data that only the loader writes is on separate pages.
        let relocations = parts[.pointers] * (machine.pointerSize == 8 ? 24 : 8)
        return text + roundUp(rest + relocations, page) + roundUp(types(parts), page) + roundUp(data(parts), page) + 192
    }

    private func pe(_ parts: FileParts) -> Int {
        let block = 0x200
        let readOnly = parts[.readOnlyData] + types(parts) + functionTable(parts) + functionData(parts)
        // Blocks of 8 bytes for each page with pointers, padded to 4 bytes.
        let pages = (parts[.types] + parts[.data] + (machine.goarch == "386" ? parts[.text] : 0)) / 4096
        let relocations = 2 * (parts[.pointers] + Self.modulePointers) + 9 * pages
        let sections = [
            parts[.text], readOnly, data(parts), 12 * parts[.unwoundFunctions], parts[.unwind], 0x600, relocations, 4,
        ]
        return 0x600 + sections.reduce(0) { $0 + roundUp($1, block) }
    }

    private func machO(_ parts: FileParts) -> Int {
        let page = machine.goarch == "arm64" ? 0x4000 : 0x1000
        let imports = parts[.imports]
        var text = 0x1000 + parts[.text] + (machine.goarch == "arm64" ? 12 : 6) * imports + functionData(parts)
        var constant = types(parts) + 8 * imports
        if minor >= 26 { text += functionTable(parts) } else { constant += functionTable(parts) }
        text += parts[.readOnlyData]
        // A pointer takes five bytes of loader data on average; an import its binding, symbol, two indirect symbols and name.
        let linkEdit = roundUp(5 * (parts[.pointers] + Self.modulePointers) + 57 * imports, 16)
        let segments = roundUp(text, page) + roundUp(constant, page) + roundUp(data(parts), page) + linkEdit
        guard machine.goarch == "arm64" else { return segments }
        // The code signature: a SHA-256 per 4096 bytes.
        return segments + 32 * ((segments + 4095) / 4096) + 114
    }

    /// Approximate number of pointers in `moduledata` and the lists of inits.
    private static let modulePointers = 100

    /// The sum of the parts without alignment to pages.
    func sequential(_ parts: FileParts) -> Int {
        parts[.text] + parts[.readOnlyData] + types(parts) + functionTable(parts) + functionData(parts) + data(parts)
    }
}

/// The bytes of a linked, stripped file by part of the layout, without padding.
struct FileParts: Sendable, Hashable {
    enum Part: Int, CaseIterable, Sendable {
        case text
        case readOnlyData
        case types
        /// `.typelink` and `.itablink`, up to Go 1.26.
        case typeLinks
        /// Rows, `_func`, inline trees and pc tables.
        case functionTable
        case functionNames
        case fileNames
        /// `cutab`: files by compile unit.
        case unitFiles
        /// `go:func.*`.
        case functionData
        case data
        /// Unwind codes of Windows, and the functions that have some.
        case unwind
        case unwoundFunctions
        /// Number of pointers, not bytes.
        case pointers
        /// Number of functions of system libraries, not bytes; Mach-O.
        case imports
        /// Data that `-s -w` omits: debug data before compression, and the symbol table with its names.
        case debug
        case symbols
    }

    private var sizes = [Int](repeating: 0, count: Part.allCases.count)

    subscript(part: Part) -> Int {
        get { sizes[part.rawValue] }
        set { sizes[part.rawValue] = newValue }
    }

    static func - (left: FileParts, right: FileParts) -> FileParts {
        var result = left
        for part in Part.allCases { result[part] -= right[part] }
        return result
    }
}
