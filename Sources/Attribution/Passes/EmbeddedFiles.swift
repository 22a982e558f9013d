internal import BinaryFormats
internal import GoMetadata

/// The tables of embedded files: the records belong to the package of the `embed.FS` variable. Its symbol names it; in a
/// stripped file it is the package of the code that refers to the variable, inlined code included.
func embeddedTableClaims(_ subject: borrowing Subject, _ tables: [Owner]) -> [Claim] {
    zip(subject.program.embeddedFiles.tables, tables).map { Claim($0.range, $1, .embedded) }.filter { $0.owner != .unexplained }
}

/// The contents of embedded files, one by one: they belong to the package of the `embed.FS` variable, and as equal contents are
/// stored once, to all others that use them as `embed.FS` or `string`.
///
/// Cannot know: the names of files embedded as `string` or `[]byte`, which are constants like any other.
func embeddedFileClaims(
    _ subject: borrowing Subject, _ tables: [Owner], _ data: DataOwners?, _ owners: inout OwnerTable
) -> [Claim] {
    let embedded = subject.program.embeddedFiles
    var claims: [Claim] = []
    var files: [Range<Int>: [Int]] = [:]
    for (index, file) in embedded.files.enumerated() { files[file.contents, default: []].append(index) }
    for (contents, uses) in files {
        let users =
            uses.map { tables[embedded.files[$0].table] } + [data?.owner(at: contents.lowerBound, subject) ?? .unexplained]
        let owner = owners.owner(sharedBy: users)
        claims.append(Claim(contents, owner, .embedded, of: subject.item(.embedded(uses[0]))))
    }
    return claims.filter { $0.owner != .unexplained }
}

/// The owner of each table of embedded files, by index.
func embeddedTableOwners(
    _ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: inout OwnerTable
) -> [Owner] {
    let embedded = subject.program.embeddedFiles
    var result = Array(repeating: Owner.unexplained, count: embedded.tables.count)
    guard !embedded.tables.isEmpty, let table = subject.program.functions else { return result }
    var places = embedded.variables
    places += embedded.tables.enumerated().map { ($1.address, $0) }
    let tableOfAddress = Dictionary(places, uniquingKeysWith: { first, _ in first })
    for symbol in subject.image.symbols.symbols where symbol.section >= 0 && symbol.kind != .marker {
        guard let index = tableOfAddress[symbol.address], !subject.isMarker(subject.image.symbols.name(of: symbol)),
            let path = subject.package(in: subject.image.symbols.name(of: symbol))
        else { continue }
        result[index] = owners.package(path, subject.reader)
    }
    var users: [Int: Set<Owner>] = [:]
    guard let code = subject.program.codeReferences else { return result }
    places.sort { $0.address < $1.address }
    for reference in code.references {
        let target = code.target(of: reference)
        guard let place = places.last(while: { $0.address <= target }), place.address == target,
            let index = tableOfAddress[target], result[index] == .unexplained
        else { continue }
        let function = Int(reference.function)
        let owner = inlinedOwner(of: target, in: function, table, subject, &owners) ?? functions.owners[function]
        users[index, default: []].insert(owner)
    }
    for (index, users) in users { result[index] = owners.owner(sharedBy: users) }
    return result
}

/// The package whose source refers to a place, where the compiler put it into a function of another package.
private func inlinedOwner(
    of target: Address, in function: Int, _ table: FunctionTable, _ subject: borrowing Subject, _ owners: inout OwnerTable
) -> Owner? {
    let function = table.functions[function]
    guard let module = subject.program.moduleData,
        let place = CodeReferences.place(of: target, in: function, table, subject.image, subject.reader),
        let name = table.innermostName(at: place, in: function, module, subject.image, subject.reader),
        let path = subject.package(in: name)
    else { return nil }
    return owners.package(path, subject.reader)
}
