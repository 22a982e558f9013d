internal import BinaryFormats
internal import GoMetadata

/// Code outside of the Go text, by symbols: C functions linked by cgo or the C linker. Symbols without a size extend to the next
/// one.
///
/// Cannot know: the library or object of a function, unless its name shows it.
func cFunctionClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    guard !subject.isNative, let go = subject.goText else { return [] }
    let image = subject.image
    let reader = subject.reader
    var claims: [Claim] = []
    var unsized: [(address: Address, index: Int, symbol: SymbolTable.Symbol)] = []
    for (index, symbol) in image.symbols.symbols.enumerated() where symbol.kind == .function || symbol.kind == .other {
        guard symbol.section >= 0, image.sections[Int(symbol.section)].role == .code, !go.contains(symbol.address) else {
            continue
        }
        guard let size = symbol.size else {
            unsized.append((symbol.address, index, symbol))
            continue
        }
        guard let range = image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size)) else { continue }
        claims.append(Claim(range, owners.c(image.symbols.name(of: symbol), reader), .code, of: subject.item(.symbol(index))))
    }
    unsized.sort { $0.address < $1.address }
    for (index, item) in unsized.enumerated() {
        let section = image.sections[Int(item.symbol.section)]
        var end = section.address + section.virtualSize
        if go.lowerBound > item.address { end = min(end, go.lowerBound) }
        if index + 1 < unsized.count { end = min(end, unsized[index + 1].address) }
        // `.text` marks its section, `runtime.etext` the end of the Go text.
        let path = SymbolName.package(in: image.symbols.name(of: item.symbol), reader)
        guard !reader.has(".", at: item.symbol.name.lowerBound), path.flatMap({ owners.knows(reader.string($0)) }) == nil,
            item.address < end,
            let range = image.memory.range(of: item.address..<end)
        else { continue }
        claims.append(
            Claim(range, owners.c(image.symbols.name(of: item.symbol), reader), .code, of: subject.item(.symbol(item.index))))
    }
    return claims
}

/// Code outside of the Go text, by unwind entries, which are kept in stripped files: C functions without names, and in programs
/// of gccgo Go functions too.
func cUnwoundClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    guard !subject.isNative, let go = subject.goText else { return [] }
    let image = subject.image
    let owner = unnamedCodeOwner(subject, &owners)
    // The unwind table also covers `.plt`, which the linker writes.
    let code = AddressMap(
        image.sections.filter { $0.role == .code }.map { AddressMap.Mapping(address: $0.address, range: $0.range) })
    var claims: [Claim] = []
    for table in image.unwindTables {
        try? table.forEach(image, subject.reader) { entry in
            guard !entry.function.isEmpty, !entry.function.overlaps(go), let range = image.memory.range(of: entry.function),
                code.mapping(of: entry.function.lowerBound) != nil
            else { return }
            claims.append(Claim(range, owner, .code))
        }
    }
    return claims
}

/// The owner of code without names: C; in a stripped program of gccgo its only package, or `gccgo` if there are several.
private func unnamedCodeOwner(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> Owner {
    guard let gccgo = subject.program.gccgo, !subject.image.symbols.hasDefinitions else { return owners.package("C") }
    return owners.package(gccgo.exports.count == 1 ? gccgo.exports[0].package : "gccgo")
}

/// Code outside of the Go text that neither symbols nor unwind entries describe: start files, and the instructions that
/// fill the space between functions.
func cStartClaims(_ subject: borrowing Subject, _ map: RangeMap) -> [Claim] {
    guard !subject.isNative, let go = subject.goText.flatMap({ subject.image.memory.range(of: $0) }) else { return [] }
    return map.unclaimed().compactMap { region, range in
        guard case .section(let index) = region.origin, subject.image.sections[index].role == .code, !range.overlaps(go),
            !subject.reader.isZero(range)
        else { return nil }
        return Claim(range, .overhead(.cRuntime), .code)
    }
}

extension Subject {
    /// Addresses of the text placed by the Go linker, including C functions that it linked itself; empty in programs of gccgo and
    /// native ones, nil if unknown.
    var goText: Range<Address>? {
        if program.gccgo != nil || isNative { return Address(0)..<Address(0) }
        guard let module = program.moduleData, module.text < module.textEnd else { return nil }
        return module.text..<module.textEnd
    }
}

/// Functions and variables of a non-Go object (a member of an archive), by symbols with a size. All contents of the object belong
/// to the owner of its compile unit, or to C without debug data.
func cObjectSymbolClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    guard subject.isCObject else { return [] }
    let image = subject.image
    let owner = objectOwner(subject, map, &owners)
    return image.symbols.symbols.enumerated().compactMap { index, symbol in
        guard symbol.section >= 0, let kind = byteKind(of: image.sections[Int(symbol.section)]), let size = symbol.size,
            let range = image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size)), !range.isEmpty
        else { return nil }
        return Claim(range, owner, kind, of: subject.item(.symbol(index)))
    }
}

/// The bytes of a non-Go object without symbols, and the symbols themselves.
func cObjectRestClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    guard subject.isCObject else { return [] }
    let owner = objectOwner(subject, map, &owners)
    return subject.image.sections.compactMap { section in byteKind(of: section).map { Claim(section.range, owner, $0) } }
}

private func objectOwner(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> Owner {
    let info = subject.image.debugSections.first { $0.name == "info" && !$0.range.isEmpty }
    let unit = info.flatMap { map.owner(at: $0.range.lowerBound) } ?? .unexplained
    return unit == .unexplained ? owners.package("C") : unit
}

/// The byte kind of an object's section; nil for sections of the linker and sections with their own pass.
private func byteKind(of section: Section) -> ByteKind? {
    switch section.role {
    case .code: .code
    case .data, .readOnlyData: .data
    case .symbolTable: .symbols
    case .stringTable: section.name == ".shstrtab" ? nil : .symbols
    case .buildID, .dynamicLinking, .zeroFill, .debug, .relocations, .unwind, .other: nil
    }
}

extension Subject {
    /// Whether the file is an object of another language, without linker tables and Go code.
    var isCObject: Bool { image.isObject && !program.isGo && program.gccgo == nil }
}
