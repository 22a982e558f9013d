internal import BinaryFormats
internal import GoMetadata

/// Data and strings without symbols, by who refers to them: code first, then functions and other data in them, from object to
/// object. A variable that several packages refer to belongs to the first of them in link order, which declares it unless its
/// own code does not refer to it; a constant to all of them.
///
/// An object begins where something points to and ends where the next one begins. Cannot know: who declares a variable that
/// only other packages refer to; objects that nothing points to, which the object before them swallows unless its end is known.
func referenceClaims(_ subject: borrowing Subject, _ data: DataOwners?) -> [Claim] {
    guard let data, subject.program.codeReferences != nil else { return [] }
    return data.data.arena.claims(data.data.starts, data.owners, subject)
}

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

/// The text of variables of type `string`, such as files embedded by `//go:embed`: it lies in `go:string.*`, where the symbol of
/// the variable leads to it. Equal texts are stored once and belong to all that use them.
///
/// Cannot know: text that a variable gets only when the program runs; PE and Mach-O symbols have no sizes.
func stringVariableClaims(_ subject: borrowing Subject, _ data: DataOwners?, _ owners: inout OwnerTable) -> [Claim] {
    let image = subject.image
    let reader = subject.reader
    guard subject.program.isGo,
        let start = image.symbols.symbols.first(where: { reader.equals($0.name, "go:string.*") })?.address,
        // Its symbol has no size.
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

/// Shorter texts are likely to be used elsewhere too, as the linker keeps equal ones once.
private let shortest = 64
