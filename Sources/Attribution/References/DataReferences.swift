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
    /// Words that hold the entry address of a function, by position.
    let closures: [(place: Int, function: Int)]

    /// Nil without a function table.
    init?(_ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: inout OwnerTable) {
        guard let table = subject.program.functions else { return nil }
        let arena = DataArena(subject)
        var noted = TableUsers(size: arena.size)
        if let code = subject.program.codeReferences {
            for reference in code.references {
                if let position = arena.position(of: code.target(of: reference)) {
                    noted.note(position, functions.owners[Int(reference.function)])
                }
            }
        }
        let direct = noted.owners(&owners)
        let pointers = arena.pointers(subject, code: table.textStart..<max(table.textStart, table.textEnd))

        var objects = DataObjects(size: arena.size)
        for (offset, _) in direct { objects.insert(offset) }
        for pointer in pointers.data { objects.insert(pointer.target) }
        for task in subject.program.moduleData?.initTasks(subject.image, subject.reader) ?? [] {
            if let position = arena.position(of: task) { objects.insert(position) }
        }
        starts = objects.finish(barriers: arena.bases)

        var users = Array(repeating: Owner.unexplained, count: starts.count)
        for (offset, user) in direct { users[objects.index(of: offset)] = user }
        edges = pointers.data.compactMap { [objects] pointer in
            objects.index(containing: pointer.place).map { (from: $0, to: objects.index(of: pointer.target)) }
        }
        closures = pointers.code.compactMap { pointer in
            table.entryIndex(of: pointer.target).map { (pointer.place, $0) }
        }
        self.arena = arena
        self.objects = objects
        self.users = users
    }

    func withUsers(_ renamed: OwnerTable.Renaming) -> DataReferences {
        var copy = self
        for object in copy.users.indices { copy.users[object] = renamed(copy.users[object]) }
        return copy
    }
}
