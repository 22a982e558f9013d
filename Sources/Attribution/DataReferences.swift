internal import BinaryFormats
internal import GoMetadata

/// Who points to what in the data: the evidence for bytes that no symbol names.
struct DataReferences {
    let arena: DataArena
    let objects: DataObjects
    /// Positions in the arena where objects begin: every place that code, data or moduledata points to. Ascending.
    let starts: [Int]
    /// By object: the packages whose code refers to it.
    private(set) var users: [Owner]
    /// Objects that point to objects.
    let edges: [(from: Int, to: Int)]
    /// Objects that no code refers to and that hold the entry address of a function.
    let entries: [(object: Int, function: Int)]

    /// Nil where the function table or the code says nothing.
    init?(_ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: inout OwnerTable) {
        guard let table = subject.program.functions, let code = subject.program.codeReferences else { return nil }
        let arena = DataArena(subject)
        var noted = TableUsers(size: arena.size)
        for reference in code.references {
            if let position = arena.position(of: reference.target) {
                noted.note(position, functions.owners[Int(reference.function)])
            }
        }
        let direct = noted.owners(&owners)
        let pointers = arena.pointers(subject)

        var objects = DataObjects(size: arena.size)
        for (offset, _) in direct { objects.insert(offset) }
        for pointer in pointers { objects.insert(pointer.target) }
        for task in subject.program.moduleData?.initTasks(subject.image, subject.reader) ?? [] {
            if let position = arena.position(of: task) { objects.insert(position) }
        }
        starts = objects.finish(barriers: arena.bases)

        var users = Array(repeating: Owner.unexplained, count: starts.count)
        for (offset, user) in direct { users[objects.index(of: offset)] = user }
        edges = pointers.compactMap { [objects] pointer in
            objects.index(containing: pointer.place).map { (from: $0, to: objects.index(of: pointer.target)) }
        }
        var entries: [(object: Int, function: Int)] = []
        arena.forEachWord(subject, pointerFree: true) { [objects] place, value in
            let address = Address(value)
            guard address >= table.textStart, address < table.textEnd, let object = objects.index(containing: place),
                users[object] == .unexplained, !objects.isUnknown(object),
                let index = table.index(of: address), table.addresses(of: table.functions[index]).lowerBound == address
            else { return }
            entries.append((object, index))
        }
        self.arena = arena
        self.objects = objects
        self.users = users
        self.entries = entries
    }

    func withUsers(_ renamed: OwnerTable.Renaming) -> DataReferences {
        var copy = self
        for object in copy.users.indices { copy.users[object] = renamed(copy.users[object]) }
        return copy
    }
}
