internal import BinaryFormats

/// The constants of a Go release that object files are written with. They are renumbered nearly every release, so they
/// are read from the toolchain's own sources; `known` has them for the releases Pare was tested with.
public struct Release: Sendable {
    /// The texts below GOROOT/src/cmd/internal that hold the constants.
    public struct Sources: Sendable {
        public static let relocationTypesPath = "cmd/internal/objabi/reloctype.go"
        public static let symbolKindsPath = "cmd/internal/objabi/symkind.go"
        public static let objectFilePath = "cmd/internal/goobj/objfile.go"
        public static let builtinsPath = "cmd/internal/goobj/builtinlist.go"

        public var relocationTypes: String
        public var symbolKinds: String
        public var objectFile: String
        public var builtins: String

        public init(relocationTypes: String, symbolKinds: String, objectFile: String, builtins: String) {
            self.relocationTypes = relocationTypes
            self.symbolKinds = symbolKinds
            self.objectFile = objectFile
            self.builtins = builtins
        }
    }

    /// A function or variable of the runtime that the compiler refers to by index.
    struct Builtin: Sendable, Hashable {
        var name: String
        var abi: Int
    }

    /// The minor release: 27 for go1.27.3.
    let minor: Int
    let relocations: RelocationTypes
    /// By number.
    let symbolKinds: [SymbolKind]
    let auxiliaries: [AuxiliaryKind]
    let builtins: [Builtin]

    /// Throws when a text lacks its list.
    public init(minor: Int, sources: Sources) throws(LinkageError) {
        let relocations = try enumeration(
            in: sources.relocationTypes, from: "R_ADDR RelocType = 1 + iota", file: Sources.relocationTypesPath)
        let kinds = try enumeration(in: sources.symbolKinds, from: "Sxxx SymKind = iota", file: Sources.symbolKindsPath)
        let auxiliaries = try enumeration(in: sources.objectFile, from: "AuxGotype = iota", file: Sources.objectFilePath)
        self.init(
            minor: minor, relocations: try RelocationTypes(names: relocations), symbolKinds: kinds.map(SymbolKind.init(name:)),
            auxiliaries: auxiliaries.map(AuxiliaryKind.init(name:)), builtins: try Release.builtins(in: sources.builtins))
    }

    init(
        minor: Int, relocations: RelocationTypes, symbolKinds: [SymbolKind], auxiliaries: [AuxiliaryKind], builtins: [Builtin]
    ) {
        self.minor = minor
        self.relocations = relocations
        self.symbolKinds = symbolKinds
        self.auxiliaries = auxiliaries
        self.builtins = builtins
    }

    /// `{"runtime.newobject", 1},` on a line of its own, in order of index.
    private static func builtins(in text: String) throws(LinkageError) -> [Builtin] {
        var result: [Builtin] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].hasSuffix("{"), let abi = Int(parts[2].filter(\.isNumber)) else { continue }
            result.append(Builtin(name: String(parts[1]), abi: abi))
        }
        guard !result.isEmpty else { throw .unreadableSource(file: Sources.builtinsPath, missing: "{\"runtime.newobject\", 1}") }
        return result
    }

    /// The minor release in `go1.27.3`, `go1.27rc1` or `devel go1.27-abcdef`.
    public static func minor(of version: String) -> Int? {
        guard let release = version.split(separator: " ").first(where: { $0.hasPrefix("go1.") }) else { return nil }
        return Int(release.dropFirst(4).prefix { $0.isNumber })
    }
}

/// The names of a Go `const` block that counts with `iota`, from its first line to the closing parenthesis.
private func enumeration(in text: String, from start: String, file: String) throws(LinkageError) -> [String] {
    let lines = text.split(separator: "\n").lazy.map { $0.drop { $0 == " " || $0 == "\t" } }
    guard let first = lines.firstIndex(where: { $0.hasPrefix(start) }) else {
        throw .unreadableSource(file: file, missing: start)
    }
    var names: [String] = []
    for line in lines[first...] {
        // Marks that are or-ed to a type follow the types.
        if line.hasPrefix(")") || line.hasPrefix("R_WEAK") { break }
        let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if !name.isEmpty { names.append(String(name)) }
    }
    return names
}
