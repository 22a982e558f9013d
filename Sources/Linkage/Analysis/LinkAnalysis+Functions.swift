internal import BinaryFormats
internal import GoMetadata

extension LinkAnalysis {
    /// Functions that the archives define for a package, kept or not: linker names by the name in the source, which has no
    /// package and no type arguments: `(*Client).Do`, `Sorted`, `init.0`. Throws when the package is not linked in.
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

private func withoutTypeArguments(_ name: String) -> String {
    guard name.utf8.contains(UInt8(ascii: "[")) else { return name }
    var depth = 0
    return String(
        name.filter { character in
            if character == "[" { depth += 1 }
            defer { if character == "]" { depth -= 1 } }
            return depth == 0
        })
}
