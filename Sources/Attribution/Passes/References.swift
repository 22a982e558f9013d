internal import BinaryFormats
internal import GoMetadata

/// Data and strings without symbols, by who refers to them: code first, then functions and other data in them, from object to
/// object.
///
/// An object begins where something points to and ends where the next one begins. Cannot know: who declares a variable that
/// several packages use, so they share it; objects that nothing points to, which the object before them swallows.
func referenceClaims(
    _ subject: borrowing Subject, _ data: DataReferences?, _ functions: FunctionOwners, _ map: RangeMap,
    _ owners: inout OwnerTable
) -> [Claim] {
    guard let data, subject.program.codeReferences != nil else { return [] }
    var owner = data.users
    if subject.image.symbols.hasDefinitions {
        for (object, start) in data.starts.enumerated() where !data.objects.isUnknown(object) {
            if let known = map.owner(at: data.arena.fileOffset(start)), known != .unexplained { owner[object] = known }
        }
    }
    takeFromFunctions(data, functions, &owner, &owners)
    spread(data.edges, &owner, &owners)
    return data.arena.claims(data.starts, owner, subject)
}

/// Objects without an owner that hold entry addresses of functions belong to those functions' packages: init tasks, method tables.
private func takeFromFunctions(
    _ data: DataReferences, _ functions: FunctionOwners, _ owner: inout [Owner], _ owners: inout OwnerTable
) {
    var users = TableUsers(size: owner.count)
    for closure in data.closures {
        guard let object = data.objects.index(containing: closure.place), owner[object] == .unexplained,
            !data.objects.isUnknown(object)
        else { continue }
        users.note(object, functions.owners[closure.function])
    }
    for (object, user) in users.owners(&owners) { owner[object] = user }
}

/// Objects without an owner take the owners of the objects that point to them, level by level.
private func spread(_ edges: [(from: Int, to: Int)], _ owner: inout [Owner], _ owners: inout OwnerTable) {
    for _ in 0..<8 {
        var users = TableUsers(size: owner.count)
        for edge in edges where owner[edge.to] == .unexplained && owner[edge.from] != .unexplained {
            users.note(edge.to, owner[edge.from])
        }
        let found = users.owners(&owners)
        if found.isEmpty { return }
        for (object, user) in found { owner[object] = user }
    }
}
