internal import BinaryFormats
internal import GoMetadata

/// A program as the linker loads it, before dead-code elimination: all symbols, references and methods. The value is built from
/// archives alone; queries are replays over it and may run concurrently.
public struct LinkGraph: Sendable {
    /// Kinds of auxiliary use that determine the section of a symbol's bytes.
    enum Role: UInt8, Sendable {
        case none
        case pcTable
        case functionData
        /// Read by the linker, not written to the file.
        case functionInfo
    }

    /// The minor Go release: 27 for go1.27.3.
    let minor: Int
    let machine: Machine
    /// Go version of the archives: `go1.27.3`.
    public let version: String
    let symbols: SymbolIndex
    let packages: PackageTable
    /// Package of each symbol, 0 for none.
    let packageOf: [UInt32]
    let roles: [Role]
    /// Number of pointers in a symbol, each of which a position-independent file must relocate.
    let pointers: [UInt32]
    let paths: ReferencePaths
    /// Edges of a symbol, by symbol.
    let firstEdge: [UInt32]
    let edgeEnd: [UInt32]
    let edges: [Edge]
    let methods: MethodTable
    /// Methods of a type, by symbol, for types with methods.
    let methodsOf: [UInt32: Range<Int>]
    /// Types that packages convert to interfaces without a corresponding edge.
    let interfaceUses: [Edge]
    /// Packages that must be initialised before a package, by inittask symbol.
    let initOrder: [UInt32: [Edge]]
    let functions: FunctionFacts
    /// Names of source files, each once.
    let fileNames: [String]
    let imports: ImportGraph
    /// Loaded packages, main first.
    let linkOrder: [UInt32]
    let roots: Roots
    /// Whether the program can load plugins, for which the linker keeps all methods of reached types.
    public let usesPlugins: Bool
    let isPositionIndependent: Bool
    let buildInfoSize: Int

    /// The roots of reachability.
    struct Roots: Sendable {
        var symbols: [UInt32] = []
        var mainInit: UInt32 = 0
        var runtimeInit: UInt32 = 0
        /// The variable that holds the runtime's list of inits.
        var runtimeInitList: UInt32 = 0
    }

    var mainPackage: UInt32 { linkOrder.first ?? 0 }

    /// Import paths of the loaded packages, in link order.
    public var packagePaths: [String] { linkOrder.map { packages.paths[Int($0)] } }
}

extension LinkGraph {
    /// Symbols compiled from declarations of source files: functions with their closures and wrappers, methods, variables, types
    /// with their itabs. Throws when the package is not linked in.
    func symbols(of declarations: Declarations) throws(LinkageError) -> [UInt32] {
        let package = UInt32(try package(declarations.package))
        let reader = ByteReader(symbols.names.bytes)
        return (1..<UInt32(symbols.count)).filter { symbol in
            guard packageOf[Int(symbol)] == package, symbols.isDefined[Int(symbol)] else { return false }
            let name = symbols.nameRange(symbol)
            if declarations.hasAllFunctions, symbols.kind[Int(symbol)] == .text { return true }
            guard let prefix = SymbolName.package(in: name, reader), prefix.upperBound + 1 < name.upperBound else { return false }
            var local = LocalName(reader.string(prefix.upperBound + 1..<name.upperBound))
            return local.isDeclared(in: declarations, isType: prefix.lowerBound > name.lowerBound)
        }
    }
}

/// A symbol's name without its package: `F`, `F.func1`, `(*T[go.shape.int]).M`, `T.M-fm`, `init.0.func2`, `.dict.F[int]`.
private struct LocalName {
    private var rest: Substring

    init(_ name: String) {
        rest = name[...]
    }

    /// `isType` is true for names such as `type:*PACKAGE.T` and `go:itab.*PACKAGE.T,io.Reader`.
    mutating func isDeclared(in declarations: Declarations, isType: Bool) -> Bool {
        if isType { return declarations.types.contains(identifier()) }
        if rest.hasPrefix(".dict.") { rest = rest.dropFirst(6) }
        let isPointer = rest.hasPrefix("(*")
        if isPointer { rest = rest.dropFirst(2) }
        let first = identifier()
        skipTypeArguments()
        if isPointer { rest = rest.drop { $0 == ")" } }
        let hasMember = rest.first == "."
        if hasMember { rest.removeFirst() }
        let second = hasMember ? identifier() : ""
        if declarations.names.contains("\(first).\(second)") { return true }
        if isPointer { return false }
        if first == "init" { return Int(second).map(declarations.inits.contains) ?? false }
        return declarations.names.contains(first)
    }

    private mutating func identifier() -> String {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private mutating func skipTypeArguments() {
        guard rest.first == "[" else { return }
        var depth = 0
        while let next = rest.popFirst() {
            if next == "[" { depth += 1 }
            if next == "]" { depth -= 1 }
            if depth == 0 { return }
        }
    }
}
