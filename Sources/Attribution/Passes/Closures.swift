internal import BinaryFormats
internal import GoMetadata

/// Closure descriptors without a symbol or a section of their own (PE, and what GNU ld merges into `.data.rel.ro`): a word of
/// data that holds the entry of a function belongs to that function.
///
/// Cannot know: what a closure captured; only static closures are in the file, which capture nothing.
func closureClaims(_ subject: borrowing Subject, _ data: DataReferences?, _ functions: FunctionOwners) -> [Claim] {
    guard let data, let table = subject.program.functions else { return [] }
    let size = subject.image.pointerSize
    var claims: [Claim] = []
    for closure in data.closures {
        let offset = data.arena.fileOffset(closure.place)
        claims.add(Claim(offset..<offset + size, functions.owners[closure.function], .data))
    }
    // Closures of comparisons lie between the types, which are no part of the arena.
    let types = subject.program.types?.extent ?? 0..<0
    for offset in stride(from: types.lowerBound, to: types.upperBound - size + 1, by: size) {
        if let pointer = subject.image.pointers.pointer(at: offset, subject.reader), let function = table.entryIndex(of: pointer)
        {
            claims.add(Claim(offset..<offset + size, functions.owners[function], .data))
        }
    }
    return claims
}
