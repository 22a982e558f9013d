internal import BinaryFormats
internal import GoMetadata

/// Closure descriptors without a symbol or a section of their own (PE, and what GNU ld merges into `.data.rel.ro`): a word of
/// data that holds the entry of a function belongs to that function.
///
/// Cannot know: what a closure captured; only static closures are in the file, which capture nothing.
func closureClaims(_ subject: borrowing Subject, _ functions: FunctionOwners, _ map: RangeMap) -> [Claim] {
    guard let table = subject.program.functions else { return [] }
    let image = subject.image
    let size = image.pointerSize
    var claims: [Claim] = []
    for (region, range) in map.unclaimed() {
        guard case .section(let index) = region.origin,
            image.sections[index].role == .data || image.sections[index].role == .readOnlyData
        else { continue }
        let start = image.sections[index].range.lowerBound
        var offset = range.lowerBound + (start - range.lowerBound) % size
        if offset < range.lowerBound { offset += size }
        while offset + size <= range.upperBound, let pointer = image.pointers.pointer(at: offset, subject.reader) {
            // The start of the text stands in tables too that delimit it.
            if pointer > table.textStart, pointer < table.textEnd, let index = table.index(of: pointer),
                table.addresses(of: table.functions[index]).lowerBound == pointer
            {
                claims.append(Claim(offset..<offset + size, functions.owners[index], .data))
            }
            offset += size
        }
    }
    return claims
}
