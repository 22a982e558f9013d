internal import BinaryFormats

extension LinkGraph {
    /// Decodes the output of `write`. Throws for a number out of its table.
    init(_ columns: inout ColumnReader) throws(FormatError) {
        let texts = try columns.texts("packages")
        guard texts.count > 4, texts.count <= StoredAnalysis.packageLimit + 4 else {
            throw FormatError("packages", at: 0, "\(texts.count) texts")
        }
        version = texts[0]
        guard let packages = PackageTable(paths: Array(texts[4...]), mainPath: texts[3]) else {
            throw FormatError("packages", at: 0, "a path that is there twice")
        }
        self.packages = packages
        minor = try columns.number("minor release", in: 0...9999)
        machine = Machine(ObjectTarget(goos: texts[1], goarch: texts[2], version: texts[0]), minor: minor)
        usesPlugins = try columns.number("plugins", in: 0...1) == 1
        isPositionIndependent = try columns.number("position independent", in: 0...1) == 1
        buildInfoSize = try columns.number("build info", in: 0...1 << 30)
        fileNames = try columns.texts("file names")

        linkOrder = try columns.numbers("link order", below: packages.count)
        guard Set(linkOrder).count == linkOrder.count else { throw FormatError("link order", at: 0, "a package twice") }
        let needs = try columns.numbers("imports", below: packages.count)
        let firstNeed = try columns.bounds("first imports", count: linkOrder.count, size: needs.count)
        let imports = ImportGraph(
            linkOrder.enumerated().map { index, package in
                (package: package, needs: Array(needs[Int(firstNeed[index])..<Int(firstNeed[index + 1])]))
            }, runtime: packages.find("runtime"), count: packages.count)
        self.imports = imports

        symbols = try SymbolIndex(&columns)
        packageOf = try columns.numbers("package of symbol", below: packages.count, count: symbols.count)
        roles = try columns.values("role", count: symbols.count) { Role(rawValue: $0) }
        pointers = try columns.integers(UInt32.self, "pointers", count: symbols.count)
        paths = try ReferencePaths(&columns, imports, symbolCount: symbols.count, packageCount: packages.count)

        let signatureCount = try columns.number("signatures", in: 0...1 << 31)
        let nameCount = try columns.number("method names", in: 0...1 << 31)
        let limits = EdgeLimits(
            symbols: symbols.count, signatures: signatureCount, names: nameCount, paths: paths.count)
        edges = try columns.edges("edges", limits)
        let bounds = try columns.bounds("first edges", count: symbols.count, size: edges.count)
        firstEdge = Array(bounds.dropLast())
        edgeEnd = Array(bounds.dropFirst())
        let methods = try MethodTable(&columns, limits, signatureCount, nameCount)
        guard signatureCount <= methods.count + edges.count, nameCount <= methods.count + edges.count else {
            throw FormatError("signatures", at: 0, "more than methods and calls")
        }
        self.methods = methods
        methodsOf = methods.rows
        interfaceUses = try columns.edges("interface uses", limits, symbolsOnly: true)
        initOrder = try columns.initOrder(limits)
        let entries = try columns.numbers("roots", below: symbols.count)
        let inits = try columns.numbers("inits", below: symbols.count, count: 3)
        roots = Roots(symbols: entries, mainInit: inits[0], runtimeInit: inits[1], runtimeInitList: inits[2])
        functions = try FunctionFacts(
            &columns, symbolCount: symbols.count, fileCount: fileNames.count, stepCount: paths.steps.count)
    }
}

/// Bounds of the numbers in an edge.
private struct EdgeLimits {
    let symbols: Int
    let signatures: Int
    let names: Int
    let paths: Int
}

extension ColumnReader {
    @_lifetime(self: copy self)
    fileprivate mutating func edges(
        _ name: StaticString, _ limits: EdgeLimits, count: Int? = nil, symbolsOnly: Bool = false
    ) throws(FormatError) -> [Edge] {
        let start = offset
        let bits = try integers(UInt64.self, name, count: count)
        let targets = [limits.symbols, limits.symbols, symbolsOnly ? 0 : limits.signatures, symbolsOnly ? 0 : limits.names]
        var isValid = true
        for word in bits {
            let edge = Edge(bits: word)
            let limit =
                switch edge.action {
                case Edge.Action.keep.rawValue, Edge.Action.useInterface.rawValue: targets[0]
                case Edge.Action.callMethod.rawValue: targets[2]
                default: targets[3]
                }
            if edge.target >= limit || edge.path >= limits.paths { isValid = false }
        }
        guard isValid else { throw FormatError("\(name)", at: start, "an edge to something that is not there") }
        return bits.map { Edge(bits: $0) }
    }

    @_lifetime(self: copy self)
    fileprivate mutating func initOrder(_ limits: EdgeLimits) throws(FormatError) -> [UInt32: [Edge]] {
        let symbols = try numbers("init order", below: limits.symbols)
        let edges = try edges("inits", limits, symbolsOnly: true)
        let bounds = try bounds("first inits", count: symbols.count, size: edges.count)
        var order: [UInt32: [Edge]] = [:]
        for (index, symbol) in symbols.enumerated() {
            order[symbol] = Array(edges[Int(bounds[index])..<Int(bounds[index + 1])])
        }
        return order
    }

    /// Values of an enumeration, by their numbers.
    @_lifetime(self: copy self)
    fileprivate mutating func values<Value>(
        _ name: StaticString, count: Int, _ value: (UInt8) -> Value?
    ) throws(FormatError) -> [Value] {
        let start = offset
        var values: [Value] = []
        values.reserveCapacity(count)
        for number in try integers(UInt8.self, name, count: count) {
            guard let value = value(number) else { throw FormatError("\(name)", at: start, "\(number)") }
            values.append(value)
        }
        return values
    }
}

extension PackageTable {
    /// Nil if two packages have equal paths.
    fileprivate init?(paths: [String], mainPath: String) {
        self.init(mainPath: mainPath)
        for (index, path) in paths.enumerated() where number(of: path) != index + 1 { return nil }
    }
}

extension SymbolIndex {
    fileprivate init(_ columns: inout ColumnReader) throws(FormatError) {
        let start = columns.offset
        let bytes = try columns.integers(UInt8.self, "names")
        let ends = try columns.integers(UInt32.self, "name ends")
        guard let names = NameTable(bytes: bytes, ends: ends.map(Int.init)) else {
            throw FormatError("name ends", at: start, "not in order")
        }
        let nameNumber = try columns.numbers("name of symbol", below: names.count + 1)
        let count = nameNumber.count
        guard count > 0 else { throw FormatError("name of symbol", at: start, "no symbol") }
        self.init(
            names: names, nameNumber: nameNumber, kind: try columns.values("kind", count: count) { SymbolKind(rawValue: $0) },
            flags: try columns.integers(UInt16.self, "flags", count: count).map(SymbolFlags.init(rawValue:)),
            size: try columns.integers(UInt32.self, "size", count: count),
            alignment: try columns.integers(UInt32.self, "alignment", count: count),
            isDefined: try columns.flags("defined", count: count))
    }
}

extension ReferencePaths {
    fileprivate init(
        _ columns: inout ColumnReader, _ imports: ImportGraph, symbolCount: Int, packageCount: Int
    ) throws(FormatError) {
        let start = columns.offset
        let rows = try columns.integers(UInt32.self, "steps")
        var steps: [Step] = []
        for row in stride(from: 0, to: rows.count - 2, by: 3) {
            steps.append(Step(from: rows[row], to: rows[row + 1], isImport: rows[row + 2] != 0))
        }
        guard !steps.isEmpty, steps.allSatisfy({ Int($0.from) < packageCount && Int($0.to) < packageCount }) else {
            throw FormatError("steps", at: start, "a step to a package that is not there")
        }
        let parent = try columns.integers(UInt32.self, "parent of path")
        guard !parent.isEmpty, parent.enumerated().allSatisfy({ $1 < max(1, $0) }) else {
            throw FormatError("parent of path", at: start, "a path before its parent")
        }
        self.init(
            imports, parent: parent, step: try columns.numbers("step of path", below: steps.count, count: parent.count),
            function: try columns.numbers("function of path", below: symbolCount, count: parent.count),
            package: try columns.numbers("package of path", below: packageCount, count: parent.count), steps: steps)
    }
}

extension MethodTable {
    fileprivate init(
        _ columns: inout ColumnReader, _ limits: EdgeLimits, _ signatureCount: Int, _ nameCount: Int
    ) throws(FormatError) {
        let owner = try columns.numbers("type of method", below: limits.symbols)
        self.init(
            signature: try columns.numbers("signature of method", below: signatureCount, count: owner.count),
            name: try columns.numbers("name of method", below: nameCount, count: owner.count),
            isExported: try columns.flags("exported method", count: owner.count),
            edges: try columns.edges("method edges", limits, count: 3 * owner.count, symbolsOnly: true), owner: owner,
            signatureCount: signatureCount, nameCount: nameCount)
    }

    /// The methods of each type, which are contiguous.
    fileprivate var rows: [UInt32: Range<Int>] {
        var rows: [UInt32: Range<Int>] = [:]
        var first = 0
        while first < count {
            let type = owner[first]
            var end = first + 1
            while end < count, owner[end] == type { end += 1 }
            rows[type] = first..<end
            first = end
        }
        return rows
    }
}

extension FunctionFacts {
    fileprivate init(
        _ columns: inout ColumnReader, symbolCount: Int, fileCount: Int, stepCount: Int
    ) throws(FormatError) {
        let symbol = try columns.numbers("function", below: symbolCount)
        let count = symbol.count
        let unit = try columns.numbers("unit", below: count, count: count)
        let recordSize = try columns.integers(UInt32.self, "record size", count: count)
        let inlineTreeSize = try columns.integers(UInt32.self, "inline tree size", count: count)
        let fileLimit = try columns.integers(UInt32.self, "file limit", count: count)
        let hasUnwind = try columns.flags("unwind", count: count)
        let names = try columns.numbers("function names", below: symbolCount)
        let firstName = try columns.bounds("first names", count: count, size: names.count)
        let files = try columns.numbers("function files", below: fileCount)
        let firstFile = try columns.bounds("first files", count: count, size: files.count)
        let steps = try columns.numbers("function steps", below: stepCount)
        self.init(
            symbol: symbol, unit: unit, recordSize: recordSize, inlineTreeSize: inlineTreeSize, fileLimit: fileLimit,
            hasUnwind: hasUnwind, names: names, files: files, steps: steps, firstName: firstName, firstFile: firstFile,
            firstStep: try columns.bounds("first steps", count: count, size: steps.count))
    }
}
