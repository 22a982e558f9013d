internal import BinaryFormats
internal import GoMetadata

/// Programs of gccgo, which have no function table: code, types and data by sized symbols, and the export data of packages.
///
/// Cannot know: strings, which have no symbols.
func gccgoClaims(_ subject: borrowing Subject, _ symbols: GccgoOwners, _ owners: inout OwnerTable) -> [Claim] {
    guard let gccgo = subject.program.gccgo else { return [] }
    var claims = gccgo.exports.map { Claim($0.range, owners.package($0.package), .export) }
    for (index, (symbol, owner)) in zip(subject.image.symbols.symbols, symbols.owners).enumerated()
    where owner != .unexplained && symbol.section >= 0 {
        guard let size = symbol.size, size > 0, symbol.kind == .function || symbol.kind == .object,
            let range = subject.image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size))
        else { continue }
        let kind: ByteKind = symbol.kind == .function ? .code : isType(symbol.name, subject.reader) ? .types : .data
        claims.append(Claim(range, owner, kind, of: subject.item(.symbol(index))))
    }
    return claims
}

/// `type..*`, `imt..*`, `gcbits..*`, `main.T..d`
private func isType(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
    for prefix in ["type..", "imt..", "pimt..", "gcbits.."] as [StaticString] where reader.has(prefix, at: name.lowerBound) {
        return true
    }
    let end = name.upperBound
    return reader.has("..d", at: end - 3) || reader.has("..p", at: end - 3) || reader.has("..types", at: end - 7)
}

/// Symbol tables of gccgo programs: an entry and its name belong to the owner of the symbol.
func gccgoSymbolClaims(_ subject: borrowing Subject, _ symbols: GccgoOwners) -> [Claim] {
    var claims = SymbolClaims()
    for (index, (symbol, owner)) in zip(subject.image.symbols.symbols, symbols.owners).enumerated() where owner != .unexplained {
        claims.add(symbol, owner, of: subject.item(.symbol(index)))
    }
    return claims.all
}
