/// A program as the linker sees it before it decides what to keep: every symbol, every reference, every method. A value
/// made from archives alone; questions are replays over it and may run side by side.
public struct LinkGraph: Sendable {
    /// Kinds of auxiliary use that decide where a symbol's bytes go.
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
    /// `go1.27.3`, as the archives say.
    public let version: String
    let symbols: SymbolIndex
    let packages: PackageTable
    /// Package of each symbol, 0 for none.
    let packageOf: [UInt32]
    let roles: [Role]
    /// Pointers a symbol holds, each of which a position-independent file must relocate.
    let pointers: [UInt32]
    let paths: ReferencePaths
    /// Edges of a symbol, by symbol.
    let firstEdge: [UInt32]
    let edgeEnd: [UInt32]
    let edges: [Edge]
    let methods: MethodTable
    /// Methods of a type, by symbol, for types with methods.
    let methodsOf: [UInt32: Range<Int>]
    /// Types that packages make interfaces of without an edge that says so.
    let interfaceUses: [Edge]
    /// Packages whose initialisation must come before a package's own: by inittask symbol.
    let initOrder: [UInt32: [Edge]]
    let functions: FunctionFacts
    /// Names of source files, each once.
    let fileNames: [String]
    let imports: ImportGraph
    /// Packages that are loaded, main first.
    let linkOrder: [UInt32]
    let roots: Roots
    /// Whether the program can load plugins, for which the linker keeps every method of every type it reaches.
    public let usesPlugins: Bool
    let isPositionIndependent: Bool
    let buildInfoSize: Int

    /// Where reachability begins.
    struct Roots: Sendable {
        var symbols: [UInt32] = []
        var mainInit: UInt32 = 0
        var runtimeInit: UInt32 = 0
        /// The variable that holds the runtime's list of inits.
        var runtimeInitList: UInt32 = 0
    }

    var mainPackage: UInt32 { linkOrder.first ?? 0 }

    /// Import paths of the packages that are loaded, in link order.
    public var packagePaths: [String] { linkOrder.map { packages.paths[Int($0)] } }
}
