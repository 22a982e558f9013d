internal import BinaryFormats
internal import GoMetadata

/// Symbol tables and their names: an entry and its name belong to the package in the name.
///
/// Names without a package (`main.main` has one, `_rt0_amd64_linux` has none) are the linker's.
func symbolTableClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    let reader = subject.reader
    let underscore = subject.image.symbols.namesHaveUnderscore ? 1 : 0
    var claims: [Claim] = []
    claims.reserveCapacity(2 * subject.image.symbols.symbols.count)
    var last: (path: Range<Int>, owner: Owner) = (0..<0, .unexplained)
    for symbol in subject.image.symbols.symbols {
        var owner = Owner.overhead(.linker)
        let name = min(symbol.name.lowerBound + underscore, symbol.name.upperBound)..<symbol.name.upperBound
        if subject.program.isGo, symbol.kind != .marker, let path = SymbolName.package(in: name, reader) {
            if last.path.isEmpty || !reader.equals(last.path, reader.bytes.extracting(path)) {
                last = (path, owners.package(path, reader))
            }
            owner = last.owner
        }
        claims.append(Claim(symbol.entry, owner, .symbols))
        if symbol.nameIsInStringTable { claims.append(Claim(symbol.name.lowerBound..<symbol.name.upperBound + 1, owner, .symbols)) }
    }
    return claims
}
