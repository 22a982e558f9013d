internal import BinaryFormats

/// References of constants, on behalf of the symbols that refer to them.
struct ConstantReference {
    var action: Edge.Action
    /// As in `Edge`.
    var target: UInt32
    /// The symbol whose package the reference ends in.
    var end: UInt32
}

extension GraphBuilder {
    /// Adds edges for what a constant refers to, and for what constants among it refer to, as from the place `path`.
    mutating func lift(_ constant: UInt32, _ path: UInt32, _ compilers: UInt32) throws(FormatError) {
        for reference in try references(of: constant) {
            for end in paths.ends(path, in: packageOf[Int(reference.end)], compilers: compilers) {
                edges.append(Edge(reference.action, reference.target, path: end))
            }
        }
    }

    private mutating func references(of constant: UInt32) throws(FormatError) -> [ConstantReference] {
        if let known = constants[constant] { return known }
        // Ends the recursion for constants that refer to each other.
        constants[constant] = []
        let object = Int(resolution.symbols.object[Int(constant)])
        let (archive, file) = resolution.objects[object]
        let bytes = resolution.archives[archive].bytes
        let reader = unsafe ByteReader(bytes.span.bytes)
        let range = try file.relocations(Int(resolution.symbols.local[Int(constant)]), reader)
        var found: [ConstantReference] = []
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: ObjectFile.relocationSize) {
            let relocation = ObjectFile.relocation(at: offset, reader)
            guard relocation.type & RelocationTypes.weak == 0, relocation.type != resolution.release.relocations.useType else {
                continue
            }
            let target = try resolution.resolve(relocation.target, from: object)
            guard target != 0, let (action, meant) = try use(relocation.type, of: target, addend: relocation.addend) else {
                continue
            }
            found.append(ConstantReference(action: action, target: meant, end: target))
            if isConstant[Int(target)] { found += try references(of: target) }
        }
        constants[constant] = found
        return found
    }
}
