internal import BinaryFormats
internal import GoMetadata

/// Symbol tables and their names: an entry and its name belong to the package in the name, or to C in programs with cgo. In
/// native programs they belong to the symbol's owner.
///
/// Imported symbols, file symbols and section symbols belong to the linker. Definitions without a package are left to
/// `addressedSymbolClaims`.
func symbolTableClaims(_ subject: borrowing Subject, _ native: NativeOwners, _ owners: inout OwnerTable) -> [Claim] {
    guard !subject.isCObject else { return [] }
    let reader = subject.reader
    var claims = SymbolClaims()
    if subject.isNative {
        for (index, (symbol, owner)) in zip(subject.image.symbols.symbols, native.owners).enumerated() where owner != .unexplained
        {
            claims.add(symbol, owner, of: subject.item(.symbol(index)))
        }
        return claims.all
    }
    var last: (path: Range<Int>, owner: Owner) = (0..<0, .unexplained)
    let names = CNames(subject, owners)
    for (index, symbol) in subject.image.symbols.symbols.enumerated() {
        let owner: Owner
        let name = subject.image.symbols.name(of: symbol)
        if !subject.program.isGo || symbol.kind == .marker || symbol.kind == .undefined {
            owner = .overhead(.linker)
        } else {
            let path = subject.package(in: name)
            if names.isC(symbol, package: path, subject, owners) {
                owner = owners.c(name, reader)
            } else if let path {
                if last.path.isEmpty || !reader.equals(last.path, reader.bytes.extracting(path)) {
                    last = (path, owners.package(path, reader))
                }
                owner = last.owner
            } else {
                continue
            }
        }
        claims.add(symbol, owner, of: subject.item(.symbol(index)))
    }
    return claims.all
}

/// Symbols without a package in the name (`_rt0_amd64_linux`, hashed types of plugins) and dynamic symbols, whose names may be C
/// names: an entry and its name belong to the owner of the byte at the symbol's address, else to the linker.
func addressedSymbolClaims(_ subject: borrowing Subject, _ map: RangeMap) -> [Claim] {
    guard !subject.isCObject else { return [] }
    var claims = SymbolClaims()
    var memory = subject.image.memory.cursor()
    var bytes = map.cursor()
    for table in [subject.image.symbols, subject.image.dynamicSymbols] {
        var entries = map.cursor()
        for symbol in table.symbols where entries.owner(at: symbol.entry.lowerBound) == nil {
            var owner = Owner.overhead(.linker)
            if symbol.kind != .undefined, symbol.kind != .marker, symbol.section >= 0,
                let offset = memory.offset(of: symbol.address)
            {
                if let found = bytes.owner(at: offset), found != .unexplained { owner = found }
            }
            claims.add(symbol, owner, of: .none)
        }
    }
    return claims.all
}

/// Claims on the entries of symbols and on their names, which have the same order.
struct SymbolClaims {
    private var entries: [Claim] = []
    private var names: [Claim] = []

    mutating func add(_ symbol: SymbolTable.Symbol, _ owner: Owner, of item: Claim.Item) {
        entries.add(Claim(symbol.entry, owner, .symbols, of: item))
        guard symbol.nameIsInStringTable else { return }
        names.add(Claim(symbol.name.lowerBound..<symbol.name.upperBound + 1, owner, .symbols, of: item))
    }

    var all: [Claim] { entries + names }
}
