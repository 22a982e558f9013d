internal import BinaryFormats
internal import GoMetadata

extension LinkGraph {
    /// Symbols that the compiler makes of what source files declare: functions with their closures and wrappers, methods,
    /// variables, types with their itabs. Throws when the package is not linked in.
    func symbols(of declarations: Declarations) throws(LinkageError) -> [UInt32] {
        let package = UInt32(try package(declarations.package))
        let reader = ByteReader(symbols.names.bytes)
        return (1..<UInt32(symbols.count)).filter { symbol in
            guard packageOf[Int(symbol)] == package, symbols.isDefined[Int(symbol)] else { return false }
            let name = symbols.nameRange(symbol)
            guard let prefix = SymbolName.package(in: name, reader), prefix.upperBound + 1 < name.upperBound else { return false }
            var local = LocalName(reader.string(prefix.upperBound + 1..<name.upperBound))
            return local.isDeclared(in: declarations, isType: prefix.lowerBound > name.lowerBound)
        }
    }
}

/// A symbol's name behind its package: `F`, `F.func1`, `(*T[go.shape.int]).M`, `T.M-fm`, `init.0.func2`, `.dict.F[int]`.
private struct LocalName {
    private var rest: Substring

    init(_ name: String) {
        rest = name[...]
    }

    /// `isType` is of names such as `type:*PACKAGE.T` and `go:itab.*PACKAGE.T,io.Reader`.
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
