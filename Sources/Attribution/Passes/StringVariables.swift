internal import BinaryFormats
internal import GoMetadata

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
