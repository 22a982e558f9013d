internal import BinaryFormats
internal import GoMetadata

/// A function that a package declares, with the closures, wrappers and instances compiled from it.
public struct FunctionUse: Sendable, Hashable {
    /// Import path.
    public var package: String
    /// Name in the source, a method's after the type of its receiver: `Sorted`, `Client.Do`, `init.0`.
    public var name: String
    /// Bytes of its linked code with its rows in the function table; 0 where the linker dropped all of it, or all calls are inlined.
    public var bytes: Int
    /// Whether any of it is linked.
    public var isKept: Bool
}

extension LinkAnalysis {
    /// The functions that the archives of all packages define, in the order of packages and names.
    public func functionUses() -> [FunctionUse] {
        let reader = ByteReader(graph.symbols.names.bytes)
        var tables: [UInt32: Int] = [:]
        for function in 0..<graph.functions.count {
            tables[graph.functions.symbol[function]] = sizes.tableSize(ofFunction: function)
        }
        var uses: [UInt32: [String: (bytes: Int, isKept: Bool)]] = [:]
        for symbol in 1..<UInt32(graph.symbols.count)
        where graph.symbols.kind[Int(symbol)] == .text && graph.symbols.isDefined[Int(symbol)] {
            let range = graph.symbols.nameRange(symbol)
            guard let prefix = SymbolName.package(in: range, reader), prefix.lowerBound == range.lowerBound,
                prefix.upperBound + 1 < range.upperBound,
                let name = FunctionUse.declaredName(reader.string(prefix.upperBound + 1..<range.upperBound))
            else { continue }
            let isReached = replay.reached[Int(symbol)] != 0
            let bytes = isReached ? sizes.size(of: Int(symbol)) + tables[symbol, default: 0] : 0
            let known = uses[graph.packageOf[Int(symbol)]]?[name] ?? (0, false)
            uses[graph.packageOf[Int(symbol)], default: [:]][name] = (known.bytes + bytes, known.isKept || isReached)
        }
        return uses.flatMap { package, functions in
            functions.map {
                FunctionUse(
                    package: graph.packages.paths[Int(package)], name: $0.key, bytes: $0.value.bytes, isKept: $0.value.isKept)
            }
        }.sorted { ($0.package, $0.name) < ($1.package, $1.name) }
    }
}

extension FunctionUse {
    /// The declared function of a linker's name without its package: `Client.Do` for `(*Client).Do.func1`, `Sorted` for
    /// `Sorted[go.shape.int]`. Nil for closures of variables and functions that the compiler makes for types.
    public static func declaredName(_ local: String) -> String? {
        var rest = withoutTypeArguments(local)[...]
        if rest.hasPrefix("*") { rest = rest.dropFirst() }
        let isPointer = rest.hasPrefix("(*")
        if isPointer { rest = rest.dropFirst(2) }
        func identifier() -> String {
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest = rest[name.endIndex...]
            return String(name)
        }
        let first = identifier()
        if isPointer { rest = rest.drop { $0 == ")" } }
        guard !first.isEmpty, first != "glob" || !rest.hasPrefix("..") else { return nil }
        guard rest.first == "." else { return first }
        rest.removeFirst()
        let second = identifier()
        if !isPointer, second.isEmpty || isCompilers(second) { return first }
        return "\(first).\(second)"
    }

    /// The part of a name that the compiler adds for what it makes of a function's body: `func1`, `gowrap2`, `deferwrap1`.
    private static func isCompilers(_ name: String) -> Bool {
        for prefix in ["func", "gowrap", "deferwrap"] where name.hasPrefix(prefix) {
            return name.count > prefix.count && name.dropFirst(prefix.count).allSatisfy(\.isNumber)
        }
        return false
    }
}
