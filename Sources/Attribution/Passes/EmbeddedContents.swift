internal import BinaryFormats
internal import GoMetadata

/// The tables of embedded files: the records belong to the package of the `embed.FS` variable. That package is known from the
/// archives or the symbol; in a stripped file without archives it is the package of the code that refers to the variable, inlined
/// code included.
func embeddedTableClaims(_ subject: borrowing Subject, _ tables: [Owner]) -> [Claim] {
    zip(subject.program.embeddedFiles.tables, tables).map { Claim($0.range, $1, .embedded) }.filter { $0.owner != .unexplained }
}

/// The contents of embedded files: each belongs to the package of the `embed.FS` variable, and as equal contents are stored once,
/// to all other packages that use them as `embed.FS` or `string`.
///
/// Cannot know: the names of files embedded as `string` or `[]byte`, which are constants like any other.
func embeddedFileClaims(
    _ subject: borrowing Subject, _ tables: [Owner], _ data: DataOwners?, _ owners: inout OwnerTable
) -> [Claim] {
    var claims: [Claim] = []
    for (contents, uses) in usesByContents(subject) {
        let users =
            uses.map { tables[subject.program.embeddedFiles.files[$0].table] } + [
                data?.owner(at: contents.lowerBound, subject) ?? .unexplained
            ]
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
    for (index, table) in embedded.tables.enumerated() {
        if let known = subject.options.linked?.owners(of: table.address) { result[index] = owners.owner(sharedBy: known) }
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

/// The package of inlined code that refers to an address from a function of another package.
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

/// The contents of embedded files, by the users known from the archives.
func linkedFileClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    guard let linked = subject.options.linked else { return [] }
    var claims: [Claim] = []
    for (contents, uses) in usesByContents(subject) {
        guard let known = subject.image.memory.address(of: contents.lowerBound).flatMap({ linked.owners(of: $0) }) else {
            continue
        }
        claims.append(Claim(contents, owners.owner(sharedBy: known), .embedded, of: subject.item(.embedded(uses[0]))))
    }
    return claims
}

/// Indexes of files by the file offsets of their contents; the linker stores equal contents once.
private func usesByContents(_ subject: borrowing Subject) -> [Range<Int>: [Int]] {
    var uses: [Range<Int>: [Int]] = [:]
    for (index, file) in subject.program.embeddedFiles.files.enumerated() { uses[file.contents, default: []].append(index) }
    return uses
}

/// A file embedded by `//go:embed` in a variable of type `embed.FS`.
public struct EmbeddedFile: Sendable, Hashable {
    /// Import path of the package that embeds it; nil if unknown, or if several packages refer to the variable.
    public var package: String?
    /// Path, relative to the folder of the package.
    public var name: String
    /// Bytes of the contents, which files with equal contents share.
    public var size: Int
}
