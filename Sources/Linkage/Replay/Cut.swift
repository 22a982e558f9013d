internal import BinaryFormats

/// The cuts of one replay, applied together.
public struct CutQuery: Sendable, Hashable {
    public var cuts: [Cut]
    /// Whether methods are eliminated although reflection needs all of them: the outcome if no code looked up methods by
    /// non-constant names.
    public var ignoresReflection: Bool

    public init(cutting cuts: [Cut] = [], ignoringReflection: Bool = false) {
        self.cuts = cuts
        ignoresReflection = ignoringReflection
    }
}

/// A part removed from a program, with every reference through it, including inlined calls.
public enum Cut: Sendable, Hashable {
    /// A package in the whole program: its callers keep the rest of their code.
    case package(String)
    /// All packages of a module that are linked in.
    case packages([String])
    /// One import: the references of `from` to `to`, and the order of their initialisation.
    case importEdge(from: String, to: String)
    /// A function under its linker name: `net/http.(*Client).Do`.
    case function(String)
    /// The declarations of some source files of a package, and their exclusive imports.
    case declarations(Declarations)
}

/// Declarations of source files of one package.
public struct Declarations: Sendable, Hashable {
    public var package: String
    /// Functions and variables; methods as `T.Method`.
    public var names: Set<String>
    public var types: Set<String>
    /// Indexes of the package's functions named `init`, counted over its files in order, from 0.
    public var inits: Set<Int>
    /// Packages that no other file of the package imports.
    public var imports: [String]
    /// Whether all functions are meant, those too that the compiler adds, such as methods of embedded types.
    public var hasAllFunctions = false

    public init(package: String, names: Set<String>, types: Set<String>, inits: Set<Int>, imports: [String]) {
        self.package = package
        self.names = names
        self.types = types
        self.inits = inits
        self.imports = imports
    }
}

extension Cut {
    /// Packages that are cut as a whole.
    public var packages: [String] {
        switch self {
        case .package(let path): [path]
        case .packages(let paths): paths
        case .importEdge, .function, .declarations: []
        }
    }
}

/// Cuts of as many queries as a mask has bits.
struct CutMasks: Sendable {
    /// The bits of all queries.
    let all: QueryMask
    /// Queries in which reflection keeps methods.
    let reflection: QueryMask
    /// Queries in which the program can still load plugins.
    let plugins: QueryMask
    /// Queries in which a path is cut, by path.
    let byPath: [QueryMask]
    /// Cut symbols, with their queries.
    let bySymbol: [(symbol: UInt32, mask: QueryMask)]

    static let capacity = QueryMask.bitWidth

    /// Throws when a query cuts a package or symbol that is not in the program.
    init(_ queries: ArraySlice<CutQuery>, _ graph: LinkGraph) throws(LinkageError) {
        let count = min(queries.count, CutMasks.capacity)
        all = .first(count)
        var packages: [QueryMask] = Array(repeating: 0, count: graph.packages.count)
        var imports: [UInt64: QueryMask] = [:]
        var functions: [UInt32: QueryMask] = [:]
        var reflection: QueryMask = 0
        for (index, query) in queries.prefix(CutMasks.capacity).enumerated() {
            let bit = QueryMask.query(index)
            if !query.ignoresReflection { reflection |= bit }
            for cut in query.cuts {
                switch cut {
                case .package(let path): packages[try graph.package(path)] |= bit
                case .packages(let paths): for path in paths { packages[try graph.package(path)] |= bit }
                case .importEdge(let from, let to):
                    imports[UInt64(try graph.package(from)) << 32 | UInt64(try graph.package(to)), default: 0] |= bit
                case .declarations(let declarations):
                    let from = UInt64(try graph.package(declarations.package)) << 32
                    for symbol in try graph.symbols(of: declarations) { functions[symbol, default: 0] |= bit }
                    for path in declarations.imports {
                        if let to = graph.packages.find(path) { imports[from | UInt64(to), default: 0] |= bit }
                    }
                case .function(let name): for symbol in try graph.symbols(named: name) { functions[symbol, default: 0] |= bit }
                }
            }
        }
        var cuts = ImportGraph.Cuts(packages: packages, graph.imports)
        for (edge, mask) in imports { graph.imports.cut(Int(edge >> 32), Int(edge & 0xffff_ffff), mask, &cuts) }
        // A package without importers is not compiled.
        let present = graph.imports.present(all, cuts)
        let asked = all
        let gone = present.map { asked & ~$0 }
        let steps = CutMasks.steps(graph, imports, gone, cuts, all)
        var byPath: [QueryMask] = Array(repeating: 0, count: graph.paths.count)
        for path in byPath.indices.dropFirst() {
            byPath[path] =
                byPath[Int(graph.paths.parent[path])] | steps[Int(graph.paths.step[path])] | gone[Int(graph.paths.package[path])]
            if !functions.isEmpty, let mask = functions[graph.paths.function[path]] { byPath[path] |= mask }
        }
        self.reflection = reflection
        plugins = graph.usesPlugins ? graph.packages.find("plugin").map { present[Int($0)] } ?? 0 : 0
        self.byPath = byPath
        bySymbol = functions.map { ($0.key, $0.value) }
    }

    /// Queries in which a step between packages is cut, by step.
    private static func steps(
        _ graph: LinkGraph, _ imports: [UInt64: QueryMask], _ gone: [QueryMask], _ cuts: ImportGraph.Cuts, _ all: QueryMask
    ) -> [QueryMask] {
        var leads: [UInt32: [QueryMask]] = [:]
        return graph.paths.steps.enumerated().map { index, step in
            guard index > 0 else { return 0 }
            let ends = gone[Int(step.from)] | gone[Int(step.to)]
            if step.isImport {
                return ends | (imports.isEmpty ? 0 : imports[UInt64(step.from) << 32 | UInt64(step.to)] ?? 0)
            }
            guard !cuts.isEmpty else { return ends }
            let masks = leads[step.from] ?? graph.imports.leads(from: [step.from], all, cuts)
            leads[step.from] = masks
            return ends | all & ~masks[Int(step.to)]
        }
    }
}

extension LinkGraph {
    func package(_ path: String) throws(LinkageError) -> Int {
        guard let number = packages.find(path) else {
            throw .unknownPackage(path, nearest: packages.paths.first { $0.hasSuffix("/" + path) })
        }
        return Int(number)
    }

    func symbols(named name: String) throws(LinkageError) -> [UInt32] {
        guard let number = symbols.names.find(name) else { throw .unknownSymbol(name) }
        return (1..<UInt32(symbols.count)).filter {
            symbols.nameNumber[Int($0)] == UInt32(number) + 1 && symbols.isDefined[Int($0)]
        }
    }
}
