internal import BinaryFormats

/// The metadata of a gccgo program, which has neither function table nor build info: the export data of each package, in link
/// order. (gcc/go/gofrontend/export.cc)
public struct GccgoProgram: Sendable {
    public struct Export: Sendable {
        /// Import path.
        public var package: String
        /// File offsets.
        public var range: Range<Int>
    }

    /// Release of GCC, `12.2.0`, if `.comment` states it.
    public private(set) var version: String?
    public private(set) var exports: [Export] = []

    /// Upper bound on packages, more than any program links.
    private static let limit = 1 << 16

    /// Detects a program after link-time optimisation: without export data, but with gccgo's function that initialises the
    /// packages. Nil for programs of other compilers.
    init?(optimised image: Image, _ reader: ByteReader) {
        let initialiser = "__go_init_main"
        let isThere = image.symbols.symbols.contains { symbol in
            symbol.kind == .function && symbol.section >= 0 && symbol.name.count == initialiser.utf8.count
                && reader.string(symbol.name) == initialiser
        }
        guard isThere else { return nil }
        version = image.section(named: ".comment").flatMap { GccgoProgram.version(in: $0.range, reader) }
    }

    /// Nil for files without export data of gccgo.
    init?(_ image: Image, _ reader: ByteReader) {
        guard let section = image.section(named: ".go_export") else { return nil }
        let starts = reader.occurrences(of: Array(";\npackage ".utf8), in: section.range, limit: GccgoProgram.limit)
            .map { $0 - 2 }.filter { $0 >= section.range.lowerBound && reader.u8(at: $0) == UInt8(ascii: "v") }
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : section.range.upperBound
            guard let path = GccgoProgram.path(in: start..<end, reader) else { continue }
            exports.append(Export(package: path, range: start..<end))
        }
        version = image.section(named: ".comment").flatMap { GccgoProgram.version(in: $0.range, reader) }
    }

    /// `v3;`, `package json`, `pkgpath encoding/json`, each on a line.
    private static func path(in unit: Range<Int>, _ reader: ByteReader) -> String? {
        let lines = reader.string(unit.lowerBound..<min(unit.upperBound, unit.lowerBound + 4096))
            .split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count > 3, lines[2].hasPrefix("pkgpath ") else { return nil }
        return String(lines[2].dropFirst("pkgpath ".count))
    }

    /// `GCC: (Debian 12.2.0-14) 12.2.0`
    private static func version(in comment: Range<Int>, _ reader: ByteReader) -> String? {
        guard reader.has("GCC: ", at: comment.lowerBound),
            let text = reader.name(at: comment.lowerBound, limit: min(comment.upperBound, comment.lowerBound + 256))
        else { return nil }
        return reader.string(text).split(separator: " ").last.map(String.init)
    }
}

/// The package in the name of a symbol that gccgo wrote. (gcc/go/gofrontend/names.cc)
public enum GccgoName: Sendable, Hashable {
    /// Import path.
    case package(String)
    /// A compiler-generated constant, whose package is that of its object.
    case constant
    /// C code.
    case none

    /// Suffixes that GCC gives to parts and copies of functions.
    private static let cloneSuffixes: Set<Substring> = ["part", "isra", "constprop", "cold", "lto_priv", "localalias"]
    private static let basicTypes: Set<Substring> = [
        "bool", "byte", "complex64", "complex128", "error", "float32", "float64", "int", "int8", "int16", "int32", "int64",
        "string", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
    ]

    public init(_ name: String) {
        // A reference from exception tables.
        guard !name.hasPrefix("DW.ref.") else {
            self = .none
            return
        }
        var parts = name.prefix(2048).split(separator: ".", omittingEmptySubsequences: false)
        while let last = parts.last, parts.count > 1,
            GccgoName.cloneSuffixes.contains(last) || !last.isEmpty && last.allSatisfy(\.isWholeNumber)
        {
            parts.removeLast()
        }
        guard parts.count > 1, let first = parts.first, !first.isEmpty else {
            self = .none
            return
        }
        guard parts[1].isEmpty, parts.count > 2 else {
            // `struct_4runtime_0gList_5.push..stub`: a method of a type without a name.
            let package = GccgoName.unescape(first)
            self = .package(package.contains("{") ? GccgoName.typePackage(first) ?? "runtime" : package)
            return
        }
        // `go..C12`, `type..map_6string_7int`, `imt..INTERFACE..TYPE`, `main..import`
        switch first {
        case "go": self = .constant
        case "gcbits": self = .package("runtime")
        case "type":
            self = GccgoName.typePackage(parts[2...].joined(separator: ".")[...]).map { .package($0) } ?? .package("runtime")
        case "imt", "pimt":
            let type = parts.lastIndex(of: "").map { parts[($0 + 1)...].joined(separator: ".") } ?? ""
            self = GccgoName.typePackage(type[...]).map { .package($0) } ?? .constant
        default: self = .package(GccgoName.basicTypes.contains(first) ? "runtime" : GccgoName.unescape(first))
        }
    }

    /// The package of the first named component of a type: the part before its last dot.
    private static func typePackage(_ escaped: Substring) -> String? {
        let marks: Set<Character> = ["*", ",", "{", "}", "[", "]", "(", ")", "\"", " ", ";"]
        for part in unescape(escaped).split(whereSeparator: marks.contains) {
            let name = part.lastIndex(of: "/").map { part[part.index(after: $0)...] } ?? part
            guard let dot = name.lastIndex(of: "."), dot > part.startIndex else { continue }
            return String(part[..<dot])
        }
        return nil
    }

    /// `ex_0com_1a__b` to `ex.com/a_b`
    public static func unescape(_ name: Substring) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return String(name) }
        var text = ""
        var rest = name
        while let next = rest.popFirst() {
            guard next == "_", let code = rest.first else {
                text.append(next)
                continue
            }
            if let plain = characters[code] {
                rest.removeFirst()
                text.append(plain)
            } else if let digits = digits[code], rest.count > digits,
                let value = UInt32(rest.dropFirst().prefix(digits), radix: 16),
                let scalar = Unicode.Scalar(value)
            {
                rest = rest.dropFirst(1 + digits)
                text.unicodeScalars.append(scalar)
            } else {
                text.append(next)
            }
        }
        return text
    }

    private static let characters: [Character: Character] = [
        "_": "_", "0": ".", "1": "/", "2": "*", "3": ",", "4": "{", "5": "}", "6": "[", "7": "]", "8": "(", "9": ")",
        "a": "\"", "b": " ", "c": ";",
    ]
    private static let digits: [Character: Int] = ["x": 2, "u": 4, "U": 8]
}
