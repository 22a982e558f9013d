internal import BinaryFormats

/// Programs that are not Go's: code and data by symbols. Functions without a size reach to the next symbol of their section.
///
/// Cannot know: what has no symbol, such as constants and strings.
func nativeSymbolClaims(_ subject: borrowing Subject, _ native: NativeOwners) -> [Claim] {
    let image = subject.image
    var claims: [Claim] = []
    var unsized: [(address: Address, index: Int)] = []
    for (index, (symbol, owner)) in zip(image.symbols.symbols, native.owners).enumerated() where owner != .unexplained {
        guard image.sections.indices.contains(Int(symbol.section)),
            let kind = byteKind(of: image.sections[Int(symbol.section)])
        else { continue }
        guard let size = symbol.size, size > 0 else {
            if kind == .code { unsized.append((symbol.address, index)) }
            continue
        }
        guard let range = image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size)) else { continue }
        claims.append(Claim(range, owner, kind, of: subject.item(.symbol(index))))
    }
    guard image.format != .elf else { return claims }
    unsized.sort { ($0.address.value, $0.index) < ($1.address.value, $1.index) }
    for (index, item) in unsized.enumerated() {
        let section = image.sections[Int(image.symbols.symbols[item.index].section)]
        var end = section.address + section.virtualSize
        if index + 1 < unsized.count { end = min(end, unsized[index + 1].address) }
        guard item.address < end, let range = image.memory.range(of: item.address..<end) else { continue }
        claims.append(Claim(range, native.owners[item.index], .code, of: subject.item(.symbol(item.index))))
    }
    return claims
}

/// Symbol tables of such programs: an entry and its name belong to whom the symbol belongs to.
func nativeSymbolTableClaims(_ subject: borrowing Subject, _ native: NativeOwners) -> [Claim] {
    var claims = SymbolClaims()
    for (index, (symbol, owner)) in zip(subject.image.symbols.symbols, native.owners).enumerated() where owner != .unexplained {
        claims.add(symbol, owner, of: subject.item(.symbol(index)))
    }
    return claims.all
}

/// What a section of a program holds for the owner of a symbol in it.
private func byteKind(of section: Section) -> ByteKind? {
    switch section.role {
    case .code: .code
    case .data, .readOnlyData: .data
    case .symbolTable, .stringTable, .buildID, .dynamicLinking, .zeroFill, .debug, .relocations, .unwind, .other: nil
    }
}

/// Functions without a symbol, by unwind entries: whose the named functions on both sides are, as the functions of an object
/// lie together. Where the sides differ, the function belongs to both.
///
/// Cannot know: anything in a stripped program, which names no function.
func nativeCodeClaims(_ subject: borrowing Subject, _ native: NativeOwners, _ map: RangeMap, _ owners: inout OwnerTable)
    -> [Claim]
{
    guard subject.isNative else { return [] }
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

/// Instructions that fill the space up to the next function.
func nativeFillClaims(_ subject: borrowing Subject, _ map: RangeMap) -> [Claim] {
    guard subject.isNative else { return [] }
    return map.unclaimed().compactMap { region, range in
        guard case .section(let index) = region.origin, subject.image.sections[index].role == .code, range.count < 64 else {
            return nil
        }
        return Claim(range, .overhead(.padding), .code)
    }
}
