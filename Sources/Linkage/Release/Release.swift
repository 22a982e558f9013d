internal import BinaryFormats

/// The constants of a Go release that object files are written with. They are renumbered in nearly every release, so they are
/// read from the toolchain's sources; `known` has the constants of tested releases.
public struct Release: Sendable {
    /// The source files below GOROOT/src/cmd/internal that contain the constants.
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

    /// Throws when a source file has no list of constants.
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

    /// The builtins, by index: lines such as `{"runtime.newobject", 1},`.
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
        // Flags that are or-ed to a type follow the types.
        if line.hasPrefix(")") || line.hasPrefix("R_WEAK") { break }
        let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if !name.isEmpty { names.append(String(name)) }
    }
    return names
}

/// The parameters of a target in the linker: sizes, alignments, the name of the entry function. (cmd/link/internal/*/l.go)
struct Machine: Sendable, Hashable {
    let goos: String
    let goarch: String
    /// Bytes of a pointer.
    let pointerSize: Int
    let functionAlignment: Int
    /// Largest alignment of data.
    let dataAlignment: Int
    let leastDataAlignment: Int
    /// Bytes of the smallest instruction, the unit of addresses in tables by program counter.
    let quantum: Int

    init(_ target: ObjectTarget, minor: Int) {
        goos = target.goos
        goarch = target.goarch
        pointerSize = ["386", "arm", "mips", "mipsle"].contains(goarch) ? 4 : 8
        functionAlignment =
            switch goarch {
            case "amd64": 32
            case "mips64", "mips64le", "riscv64": 8
            case "arm", "mips", "mipsle": 4
            case "wasm": 16
            default: 16
            }
        dataAlignment = goarch == "arm" ? 8 : 32
        leastDataAlignment = goarch == "s390x" ? 2 : 1
        quantum =
            switch goarch {
            case "386", "amd64", "wasm": 1
            case "s390x": 2
            case "riscv64": minor >= 26 ? 2 : 4
            default: 4
            }
    }

    /// `_rt0_amd64_linux`, unless the program is a library.
    var entry: String { "_rt0_\(goarch)_\(goos)" }
}

/// The relocation types the linker's reachability pass treats specially, by their numbers in one release.
/// (cmd/internal/objabi/reloctype.go)
struct RelocationTypes: Sendable, Hashable {
    /// Bit of a reference that does not keep its target.
    static let weak: UInt16 = 0x8000
    /// `R_ADDR`, a pointer in data.
    static let address: UInt16 = 1

    let useType: UInt16
    let useInterface: UInt16
    let useInterfaceMethod: UInt16
    let useNamedMethod: UInt16
    let methodOffset: UInt16
    let initOrder: UInt16
    let directCalls: Set<UInt16>

    func isDirectCall(_ type: UInt16) -> Bool {
        directCalls.contains(type)
    }
}

extension RelocationTypes {
    /// `names[0]` has number 1. Throws when one of the special types is missing.
    init(names: [String]) throws(LinkageError) {
        func number(_ name: String) throws(LinkageError) -> UInt16 {
            guard let index = names.firstIndex(of: name), index < 0x7fff else {
                throw .unreadableSource(file: Release.Sources.relocationTypesPath, missing: name)
            }
            return UInt16(index + 1)
        }
        let calls = [
            "R_CALL", "R_CALLARM", "R_CALLARM64", "R_CALLLOONG64", "R_CALLMIPS", "R_CALLPOWER", "R_RISCV_CALL", "R_RISCV_JAL",
            "R_RISCV_JAL_TRAMP",
        ]
        self.init(
            useType: try number("R_USETYPE"), useInterface: try number("R_USEIFACE"),
            useInterfaceMethod: try number("R_USEIFACEMETHOD"),
            useNamedMethod: try number("R_USENAMEDMETHOD"), methodOffset: try number("R_METHODOFF"),
            initOrder: try number("R_INITORDER"), directCalls: Set(calls.compactMap { try? number($0) }))
    }
}
