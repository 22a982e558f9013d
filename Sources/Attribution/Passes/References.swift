internal import BinaryFormats
internal import GoMetadata

/// Data and strings without symbols, by references to them: from code, then from other data, object by object. A variable with
/// references from several packages belongs to the first of them in link order, which declares it unless its own code does not
/// refer to it; a constant belongs to all of them.
///
/// An object starts at the target of a reference and ends where the next one starts. Cannot know: the package of a variable that
/// only other packages refer to; objects without references, which count as part of the object before unless its end is known.
func referenceClaims(_ subject: borrowing Subject, _ data: DataOwners?) -> [Claim] {
    guard let data, subject.program.codeReferences != nil else { return [] }
    return data.data.arena.claims(data.data.starts, data.owners, subject)
}

/// Closure descriptors without symbol and separate section (PE, and `.data.rel.ro` as merged by GNU ld): a word of data that
/// holds the entry of a function belongs to that function.
///
/// Only static closures are in the file; they capture no variables.
func closureClaims(_ subject: borrowing Subject, _ data: DataReferences?, _ functions: FunctionOwners) -> [Claim] {
    guard let data, let table = subject.program.functions else { return [] }
    let size = subject.image.pointerSize
    var claims: [Claim] = []
    for closure in data.closures {
        let offset = data.arena.fileOffset(closure.place)
        claims.add(Claim(offset..<offset + size, functions.owners[closure.function], .data))
    }
    // Closures of comparisons are between the types, outside of the arena.
    let types = subject.program.types?.extent ?? 0..<0
    for offset in stride(from: types.lowerBound, to: types.upperBound - size + 1, by: size) {
        if let pointer = subject.image.pointers.pointer(at: offset, subject.reader), let function = table.entryIndex(of: pointer)
        {
            claims.add(Claim(offset..<offset + size, functions.owners[function], .data))
        }
    }
    return claims
}

/// The text of variables of type `string`, such as files embedded by `//go:embed`: it is stored in `go:string.*` and found by the
/// symbol of the variable. Equal texts are stored once and belong to all users.
///
/// Cannot know: text assigned at run time; PE and Mach-O, whose symbols have no sizes.
func stringVariableClaims(_ subject: borrowing Subject, _ data: DataOwners?, _ owners: inout OwnerTable) -> [Claim] {
    let image = subject.image
    let reader = subject.reader
    guard subject.program.isGo,
        let start = image.symbols.symbols.first(where: { reader.equals($0.name, "go:string.*") })?.address,
        // The symbol of `go:string.*` has no size.
        let end = image.symbols.symbols.lazy.map(\.address).filter({ $0 > start }).min()
    else { return [] }
    let texts = start..<end
    var claims: [Claim] = []
    for (index, symbol) in image.symbols.symbols.enumerated()
    where symbol.kind == .object && symbol.size == UInt64(2 * image.pointerSize) && !texts.contains(symbol.address) {
        guard let place = image.memory.offset(of: symbol.address), let start = image.pointers.pointer(at: place, reader),
            texts.contains(start), let count = reader.word(at: place + image.pointerSize, size: image.pointerSize),
            count >= shortest, count <= texts.upperBound - start, let path = subject.package(in: symbol.name),
            let range = image.memory.range(of: start..<start + count)
        else { continue }
        let users = [owners.package(path, reader), data?.owner(at: range.lowerBound, subject) ?? .unexplained]
        claims.append(Claim(range, owners.owner(sharedBy: users), .strings, of: subject.item(.symbol(index))))
    }
    return claims
}

/// Minimum length: shorter texts are likely to have other users, as the linker stores equal texts once.
private let shortest = 64
