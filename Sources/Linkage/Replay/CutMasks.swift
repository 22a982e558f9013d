internal import BinaryFormats

/// Up to 64 questions at once: bit q of a mask stands for question q.
struct CutMasks: Sendable {
    /// The bits in use.
    let all: UInt64
    /// Questions in which reflection keeps methods.
    let reflection: UInt64
    /// Questions in which the program can still load plugins.
    let plugins: UInt64
    /// Questions in which a way is cut, by path.
    let byPath: [UInt64]
    /// Symbols that are cut themselves.
    let bySymbol: [(symbol: UInt32, mask: UInt64)]

    static let capacity = 64

    /// Throws when a question names a package or symbol that the program does not have.
    init(_ questions: ArraySlice<Question>, _ graph: LinkGraph) throws(LinkageError) {
        let count = min(questions.count, CutMasks.capacity)
        all = count == 64 ? .max : UInt64(1) << UInt64(count) - 1
        var packages: [UInt64] = Array(repeating: 0, count: graph.packages.count)
        var imports: [UInt64: UInt64] = [:]
        var functions: [UInt32: UInt64] = [:]
        var reflection: UInt64 = 0
        for (index, question) in questions.prefix(CutMasks.capacity).enumerated() {
            let bit = UInt64(1) << UInt64(index)
            if !question.ignoresReflection { reflection |= bit }
            for cut in question.cuts {
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
        // What no import leads to is not compiled.
        let present = graph.imports.present(all, cuts)
        let asked = all
        let gone = present.map { asked & ~$0 }
        let steps = CutMasks.steps(graph, imports, gone, cuts, all)
        var byPath: [UInt64] = Array(repeating: 0, count: graph.paths.count)
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

    /// Questions in which a step between packages is cut, by step.
    private static func steps(
        _ graph: LinkGraph, _ imports: [UInt64: UInt64], _ gone: [UInt64], _ cuts: ImportGraph.Cuts, _ all: UInt64
    ) -> [UInt64] {
        var leads: [UInt32: [UInt64]] = [:]
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
