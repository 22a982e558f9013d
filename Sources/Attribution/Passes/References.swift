internal import BinaryFormats
internal import GoMetadata

/// Data and strings without symbols, by who refers to them: code first, then other data, from object to object.
///
/// An object begins where something points to and ends where the next one begins. Cannot know: who declares a variable that
/// several packages use, so they share it; objects that nothing points to, which the object before them swallows.
func referenceClaims(
    _ subject: borrowing Subject, _ functions: FunctionOwners, _ map: RangeMap, _ owners: inout OwnerTable
) -> [Claim] {
    guard let table = subject.program.functions, let code = subject.program.codeReferences else { return [] }
    let arena = DataArena(subject)
    var users = TableUsers(size: arena.size)
    for reference in code.references {
        if let position = arena.position(of: reference.target) { users.note(position, functions.owners[Int(reference.function)]) }
    }
    let direct = users.owners(&owners)
    let pointers = arena.pointers(subject)

    // Objects: every place that code or data points to. No object reaches from one piece of the arena into the next.
    let tasks = (subject.program.moduleData?.initTasks(subject.image, subject.reader) ?? []).compactMap { arena.position(of: $0) }
    let objects = DataObjects(direct.map(\.offset) + pointers.lazy.map(\.target) + tasks, barriers: arena.bases)
    let starts = objects.starts
    var owner = Array(repeating: Owner.unexplained, count: starts.count)
    for (offset, user) in direct {
        if let object = objects.index(at: offset) { owner[object] = user }
    }
    if subject.image.symbols.hasDefinitions {
        for (object, start) in starts.enumerated() where !objects.isUnknown[object] {
            if let known = map.owner(at: arena.fileOffset(start)), known != .unexplained { owner[object] = known }
        }
    }
    let edges = pointers.compactMap { pointer in
        objects.index(containing: pointer.place).flatMap { from in objects.index(at: pointer.target).map { (from: from, to: $0) }
        }
    }
    takeFromFunctions(arena, objects, table, functions, subject, &owner, &owners)
    spread(edges, &owner, &owners)
    return arena.claims(starts, owner, subject)
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

/// Objects without an owner that hold entry addresses of functions belong to those functions' packages: init tasks, method tables.
private func takeFromFunctions(
    _ arena: DataArena, _ objects: DataObjects, _ table: FunctionTable, _ functions: FunctionOwners, _ subject: borrowing Subject,
    _ owner: inout [Owner], _ owners: inout OwnerTable
) {
    var users = TableUsers(size: owner.count)
    arena.forEachWord(subject, pointerFree: true) { place, value in
        let address = Address(value)
        guard address >= table.textStart, address < table.textEnd, let object = objects.index(containing: place),
            owner[object] == .unexplained,
            !objects.isUnknown[object],
            let index = table.index(of: address), table.addresses(of: table.functions[index]).lowerBound == address
        else { return }
        users.note(object, functions.owners[index])
    }
    for (object, user) in users.owners(&owners) { owner[object] = user }
}

/// Starts of objects, ascending.
private struct DataObjects {
    let starts: [Int]
    /// Whether nothing points to it: bytes of nobody behind a barrier.
    let isUnknown: [Bool]

    init(_ pointedTo: [Int], barriers: [Int]) {
        // Twice the position, odd for barriers, so that a barrier sorts behind an object at the same place and is left out.
        let keys = (pointedTo.map { $0 << 1 } + barriers.map { $0 << 1 | 1 }).sorted()
        var starts: [Int] = []
        var isUnknown: [Bool] = []
        for key in keys where starts.last != key >> 1 {
            starts.append(key >> 1)
            isUnknown.append(key & 1 == 1)
        }
        self.starts = starts
        self.isUnknown = isUnknown
    }

    /// The object that holds a position.
    func index(containing position: Int) -> Int? {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    func index(at start: Int) -> Int? {
        index(containing: start).flatMap { starts[$0] == start ? $0 : nil }
    }
}
