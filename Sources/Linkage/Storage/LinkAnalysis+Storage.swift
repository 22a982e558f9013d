public import BinaryFormats

/// Stored form of an analysis: the reduced graph and the results of the first replay.
extension LinkAnalysis {
    /// The analysis of a reduced graph as bytes, under a key of its inputs; nil if it exceeds the limit for reading. Throws the
    /// errors of `methodElimination`.
    public func encoded(key: String) throws(LinkageError) -> [UInt8]? {
        guard graph.packages.count <= StoredAnalysis.packageLimit else { return nil }
        let size = 8 * graph.edges.count + 48 * graph.symbols.count + 20 * graph.paths.count + graph.symbols.names.bytes.byteCount
        var columns = ColumnWriter(after: StoredAnalysis.start(key: key), capacity: size + size / 4)
        graph.write(to: &columns)
        columns.write(replay.reached.map { $0 != 0 })
        columns.write(replay.parent)
        columns.write(replay.kept.map { $0 != 0 })
        columns.write(replay.reflection != 0 ? 1 : 0)
        write(packages, to: &columns)
        write(try methodElimination(), to: &columns)
        return StoredAnalysis.sealed(columns.bytes)
    }

    /// Decodes the output of `encoded` under the same key. Throws for other bytes; a number out of its table is an error.
    public init(encoded bytes: RawSpan, key: String, goroot: String? = nil) throws(FormatError) {
        let reader = ByteReader(bytes)
        var columns = ColumnReader(reader, at: try StoredAnalysis.columns(reader, key: key))
        let graph = try LinkGraph(&columns)
        let reached = try columns.flags("reached", count: graph.symbols.count)
        let parent = try columns.parents("parent", count: graph.symbols.count)
        let kept = try columns.flags("kept methods", count: graph.methods.count)
        let reflection = try columns.number("reflection", in: 0...1)
        let packages = try Self.packages(&columns, graph)
        let elimination = try Self.elimination(&columns, isEnabled: reflection == 0, graph)
        guard columns.isAtEnd else { throw FormatError("end", at: columns.offset, "the file goes on") }
        self.init(
            graph, goroot: goroot,
            replay: Replay.Result(
                reached: reached.map { $0 ? 1 : 0 }, parent: parent, kept: kept.map { $0 ? 1 : 0 },
                reflection: QueryMask(reflection)
            ),
            packages: packages, elimination: elimination)
    }

    private func write(_ uses: [PackageUse], to columns: inout ColumnWriter) {
        columns.write(uses.map(\.number))
        columns.write(uses.map { UInt32(clamping: $0.bytes) })
        columns.write(uses.map(\.isOnlyInitialised))
        columns.write(uses.flatMap { $0.users.map { graph.packages.find($0.path) ?? 0 } })
        columns.write(uses.flatMap { $0.users.map { UInt32(clamping: $0.references) } })
        columns.write(bounds: uses.map(\.users.count))
    }

    private static func packages(_ columns: inout ColumnReader, _ graph: LinkGraph) throws(FormatError) -> [PackageUse] {
        let paths = graph.packages.paths
        let number = try columns.numbers("package", below: paths.count)
        let bytes = try columns.integers(UInt32.self, "bytes of package", count: number.count)
        let isOnlyInitialised = try columns.flags("only initialised", count: number.count)
        let users = try columns.numbers("users", below: paths.count)
        let references = try columns.integers(UInt32.self, "references", count: users.count)
        let firstUser = try columns.bounds("first users", count: number.count, size: users.count)
        return number.indices.map { index in
            PackageUse(
                path: paths[Int(number[index])], bytes: Int(bytes[index]), isOnlyInitialised: isOnlyInitialised[index],
                users: (Int(firstUser[index])..<Int(firstUser[index + 1])).map {
                    PackageUse.User(path: paths[Int(users[$0])], references: Int(references[$0]))
                }, number: number[index])
        }
    }

    private func write(_ elimination: MethodElimination, to columns: inout ColumnWriter) {
        columns.write(elimination.price)
        columns.write(elimination.packagesKept)
        columns.write(elimination.culprits.map(\.symbol))
        columns.write(elimination.culprits.map(\.package))
        columns.write(elimination.culprits.flatMap(\.chain))
        columns.write(bounds: elimination.culprits.map(\.chain.count))
    }

    private static func elimination(
        _ columns: inout ColumnReader, isEnabled: Bool, _ graph: LinkGraph
    ) throws(FormatError) -> MethodElimination {
        let price = try columns.number("price", in: -(1 << 50)...1 << 50)
        let packagesKept = try columns.texts("packages kept")
        let start = columns.offset
        let symbols = try columns.texts("culprits")
        let packages = try columns.texts("packages of culprits")
        guard packages.count == symbols.count else { throw FormatError("packages of culprits", at: start, "not one for each") }
        let calls = try columns.texts("calls")
        let firstCall = try columns.bounds("first calls", count: symbols.count, size: calls.count)
        let culprits = symbols.indices.map { index in
            MethodElimination.Culprit(
                symbol: symbols[index], package: packages[index],
                chain: Array(calls[Int(firstCall[index])..<Int(firstCall[index + 1])]))
        }
        return MethodElimination(
            isEnabled: isEnabled, usesPlugins: graph.usesPlugins, price: price, culprits: culprits, packagesKept: packagesKept)
    }
}
