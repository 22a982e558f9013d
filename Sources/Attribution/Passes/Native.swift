internal import BinaryFormats

/// Native (non-Go) programs: code and data by symbols. Functions without a size extend to the next symbol of their section.
///
/// Cannot know: data without symbols, such as constants and strings.
func nativeSymbolClaims(_ subject: borrowing Subject, _ native: NativeOwners) -> [Claim] {
    let image = subject.image
    var claims: [Claim] = []
    var starts: [Address] = []
    var unsized: [Int] = []
    for (index, (symbol, owner)) in zip(image.symbols.symbols, native.owners).enumerated() where owner != .unexplained {
        guard image.sections.indices.contains(Int(symbol.section)),
            let kind = byteKind(of: image.sections[Int(symbol.section)])
        else { continue }
        if kind == .code { starts.append(symbol.address) }
        guard let size = symbol.size, size > 0 else {
            if kind == .code, symbol.kind == .function || image.format != .elf { unsized.append(index) }
            continue
        }
        guard let range = image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size)) else { continue }
        claims.append(Claim(range, owner, kind, of: subject.item(.symbol(index))))
    }
    starts.sort()
    for index in unsized {
        let symbol = image.symbols.symbols[index]
        let section = image.sections[Int(symbol.section)]
        let next = starts.partitioningIndex { $0 > symbol.address }
        let end = min(
            next < starts.count ? starts[next] : section.address + section.virtualSize, section.address + section.virtualSize)
        guard symbol.address < end, let range = image.memory.range(of: symbol.address..<end) else { continue }
        claims.append(Claim(range, native.owners[index], .code, of: subject.item(.symbol(index))))
    }
    return claims
}

/// The byte kind of symbols in a section.
private func byteKind(of section: Section) -> ByteKind? {
    switch section.role {
    case .code: .code
    case .data, .readOnlyData: .data
    case .symbolTable, .stringTable, .buildID, .dynamicLinking, .zeroFill, .debug, .relocations, .unwind, .other: nil
    }
}

/// Functions without a symbol, by unwind entries: they belong to the owner of the named functions before and after, as the
/// functions of an object are contiguous. If those owners differ, the function belongs to both.
///
/// Cannot know: stripped programs, which have no function names.
func nativeCodeClaims(_ subject: borrowing Subject, _ native: NativeOwners, _ map: RangeMap, _ owners: inout OwnerTable)
    -> [Claim]
{
    let image = subject.image
    let code = AddressMap(
        image.sections.filter { $0.role == .code }.map { AddressMap.Mapping(address: $0.address, range: $0.range) })
    let libraries = Set(["Swift", "std::"].compactMap { owners.knows($0) })
    let neighbours = native.functions.filter { !libraries.contains($0.owner) }
    var claims: [Claim] = []
    for table in image.unwindTables {
        try? table.forEach(image, subject.reader) { entry in
            guard !entry.function.isEmpty, let range = image.memory.range(of: entry.function),
                code.mapping(of: entry.function.lowerBound) != nil, map.owner(at: range.lowerBound) == nil
            else { return }
            let next = neighbours.partitioningIndex { $0.addresses.lowerBound >= entry.function.upperBound }
            let sides = neighbours[max(0, next - 1)..<min(next + 1, neighbours.count)].map(\.owner)
            claims.append(Claim(range, owners.owner(sharedBy: sides), .code))
        }
    }
    return claims
}
