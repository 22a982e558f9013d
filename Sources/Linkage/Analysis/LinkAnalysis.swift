internal import BinaryFormats
internal import GoMetadata

/// A program replayed once without cuts, for queries about possible cuts.
public struct LinkAnalysis: Sendable {
    public let graph: LinkGraph
    /// Modelled size of the stripped file in bytes.
    public let size: Int
    /// Estimated size of the file with symbols and debug data in bytes.
    public let unstrippedSize: Int
    /// Packages with bytes in the file, largest first.
    public let packages: [PackageUse]

    let sizes: SizeModel
    let layout: FileLayout
    let contents: Int
    /// The replay of a single query without cuts.
    let replay: Replay.Result
    /// Method elimination, if already known from a stored analysis.
    let elimination: MethodElimination?

    /// `goroot` is the folder that replaces `$GOROOT` in names of source files; nil for programs built with `-trimpath`.
    public init(_ graph: LinkGraph, goroot: String? = nil) throws(LinkageError) {
        self.graph = graph
        sizes = SizeModel(graph, goroot: goroot)
        layout = FileLayout(graph)
        replay = Replay(graph, try CutMasks([CutQuery()], graph)).result
        let parts = sizes.parts(replay.reached, queries: 1)[0]
        size = layout.size(parts)
        unstrippedSize = layout.unstripped(parts)
        contents = layout.sequential(parts)
        packages = packageUses(graph, sizes, replay)
        elimination = nil
    }

    /// Restores a stored analysis.
    init(_ graph: LinkGraph, goroot: String?, replay: Replay.Result, packages: [PackageUse], elimination: MethodElimination) {
        self.graph = graph
        self.replay = replay
        self.packages = packages
        self.elimination = elimination
        sizes = SizeModel(graph, goroot: goroot)
        layout = FileLayout(graph)
        let parts = sizes.parts(replay.reached, queries: 1)[0]
        size = layout.size(parts)
        unstrippedSize = layout.unstripped(parts)
        contents = layout.sequential(parts)
    }

    /// The outcome of each query, in their order; queries are answered `width` batches of 64 at a time.
    ///
    /// Savings are not additive: symbols that two cuts share are removed only if both are made, which is one query with two cuts.
    public func outcomes(of queries: [CutQuery], width: Int = 1) async throws(LinkageError) -> [Outcome] {
        let width = max(1, width)
        // A few more queries at once cost little, another batch a replay.
        let batch = max(8, min(CutMasks.capacity, (queries.count + width - 1) / width))
        let starts = Array(stride(from: 0, to: queries.count, by: batch))
        let results = await withTaskGroup(of: (Int, Result<[Outcome], LinkageError>).self) { group in
            var results = [Result<[Outcome], LinkageError>?](repeating: nil, count: starts.count)
            func add(_ index: Int) {
                let slice = queries[starts[index]..<min(starts[index] + batch, queries.count)]
                group.addTask { (index, Result { () throws(LinkageError) in try answer(slice) }) }
            }
            for index in starts.indices.prefix(width) { add(index) }
            var next = width
            for await (index, result) in group {
                results[index] = result
                if next < starts.count { add(next) }
                next += 1
            }
            return results
        }
        var outcomes: [Outcome] = []
        for result in results { outcomes += try result?.get() ?? [] }
        return outcomes
    }

    /// The outcome of one query.
    public func outcome(of query: CutQuery) throws(LinkageError) -> Outcome {
        try answer([query])[0]
    }

    /// Whether the program has what a cut names.
    public func has(_ cut: Cut) -> Bool {
        (try? CutMasks([CutQuery(cutting: [cut])], graph)) != nil
    }

    /// At most `CutMasks.capacity` queries.
    func answer(_ queries: ArraySlice<CutQuery>) throws(LinkageError) -> [Outcome] {
        outcomes(of: queries, Replay(graph, try CutMasks(queries, graph)).result)
    }

    /// The outcome of each query of `replay`.
    func outcomes(of queries: ArraySlice<CutQuery>, _ replay: Replay.Result) -> [Outcome] {
        let parts = sizes.parts(replay.reached, queries: queries.count)
        let present = presence(replay)
        return queries.enumerated().map { index, query in
            let bit = QueryMask.query(index)
            let cut = Set(query.cuts.flatMap(\.packages))
            let size = layout.size(parts[index])
            return Outcome(
                size: size, saves: self.size - size, savedContents: contents - layout.sequential(parts[index]),
                savesUnstripped: unstrippedSize - layout.unstripped(parts[index]),
                alsoGone: packages.filter { !cut.contains($0.path) && present[Int($0.number)] & bit == 0 }.map(\.path).sorted(),
                eliminatesMethods: replay.reflection & bit == 0)
        }
    }

    /// Queries in which a package still has bytes in the file, by package.
    private func presence(_ replay: Replay.Result) -> [QueryMask] {
        var present: [QueryMask] = Array(repeating: 0, count: graph.packages.count)
        for symbol in 0..<graph.symbols.count where replay.reached[symbol] != 0 && sizes.hasBytes(symbol) {
            present[Int(graph.packageOf[symbol])] |= replay.reached[symbol]
        }
        return present
    }
}

/// The result of cuts in a program.
public struct Outcome: Sendable, Hashable {
    /// Modelled size of the stripped file in bytes.
    public let size: Int
    /// Bytes saved in the stripped file; negative if the file grows.
    public let saves: Int
    /// Bytes saved before segments are rounded to pages, which hides small savings: the value for ranking.
    public let savedContents: Int
    /// Estimated bytes saved in the file with symbols and debug data.
    public let savesUnstripped: Int
    /// Packages also removed, other than the cut ones, by path.
    public let alsoGone: [String]
    /// Whether the linker eliminates unreachable methods.
    public let eliminatesMethods: Bool
}

extension LinkAnalysis {
    /// Linker names of a short chain of references from the program's entry to a function of `path`, or to data if no function of
    /// it is linked, in the program without the cuts; nil if no symbol of it is reached. Throws when the package is not linked in.
    public func callChain(to path: String, cutting cuts: [Cut] = []) throws(LinkageError) -> [String]? {
        let replay = cuts.isEmpty ? replay : Replay(graph, try CutMasks([CutQuery(cutting: cuts)], graph)).result
        let package = UInt32(try graph.package(path))
        var best: (symbol: UInt32, rank: (Int, Int, Int))?
        for symbol in 1..<UInt32(graph.symbols.count)
        where graph.packageOf[Int(symbol)] == package && replay.reached[Int(symbol)] != 0 {
            guard graph.symbols.nameNumber[Int(symbol)] != 0, sizes.hasBytes(Int(symbol)) else { continue }
            let path = ancestors(of: symbol, replay)
            // The initialisation of a package is reported only if there is no other reference.
            let isCalled = path.last.map { graph.packageOf[Int($0)] != package } ?? false
            let rank = (isCalled ? 0 : 1, graph.symbols.kind[Int(symbol)] == .text ? 0 : 1, path.count)
            if let known = best?.rank, known <= rank { continue }
            best = (symbol, rank)
        }
        return best.map { chain(to: $0.symbol, replay) }
    }

    /// The path of a symbol to a root, by the symbols that reached each other first.
    private func ancestors(of symbol: UInt32, _ replay: Replay.Result) -> [UInt32] {
        Array(sequence(first: symbol) { replay.parent[Int($0)] == 0 ? nil : replay.parent[Int($0)] })
    }

    /// Names from the root to `symbol`; symbols without a name are left out.
    func chain(to symbol: UInt32, _ replay: Replay.Result) -> [String] {
        ancestors(of: symbol, replay).map { graph.symbols.name($0) }.filter { !$0.isEmpty }.reversed()
    }
}

extension LinkAnalysis {
    /// Functions that the archives define for a package, kept or not: linker names by the name in the source, without package and
    /// type arguments: `(*Client).Do`, `Sorted`, `init.0`. Throws when the package is not linked in.
    public func functions(of path: String) throws(LinkageError) -> [String: [String]] {
        let package = UInt32(try graph.package(path))
        let reader = ByteReader(graph.symbols.names.bytes)
        var functions: [String: [String]] = [:]
        for symbol in 1..<graph.symbols.count
        where graph.packageOf[symbol] == package && graph.symbols.kind[symbol] == .text && graph.symbols.isDefined[symbol] {
            let name = graph.symbols.nameRange(UInt32(symbol))
            guard let prefix = SymbolName.package(in: name, reader), prefix.lowerBound == name.lowerBound,
                prefix.upperBound + 1 < name.upperBound
            else { continue }
            let local = withoutTypeArguments(reader.string(prefix.upperBound + 1..<name.upperBound))
            functions[local, default: []].append(reader.string(name))
        }
        return functions
    }
}

func withoutTypeArguments(_ name: String) -> String {
    guard name.utf8.contains(UInt8(ascii: "[")) else { return name }
    var depth = 0
    return String(
        name.filter { character in
            if character == "[" { depth += 1 }
            defer { if character == "]" { depth -= 1 } }
            return depth == 0
        })
}
