internal import BinaryFormats
internal import GoMetadata

/// The references to and within data: the evidence for bytes without symbols.
struct DataReferences {
    let arena: DataArena
    let objects: DataObjects
    /// Positions in the arena where objects start: every target of code, data or moduledata, except within a known extent.
    /// Ascending.
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
        let mask = subject.program.moduleData.flatMap { PointerMask($0, subject.image, subject.reader) }
        let code = CodeUsers(subject, table, functions, arena, mask, &owners)
        let pointers = DataPointers(arena, subject, mask, code: table.textStart..<max(table.textStart, table.textEnd))

        var objects = DataObjects(size: arena.size)
        for use in code.uses.uses { objects.insert(TableUsers.offset(use)) }
        for dictionary in code.dictionaries { objects.insert(dictionary) }
        for pointer in pointers.data { objects.insert(pointer.target) }
        let tasks = subject.program.moduleData?.initTasks(subject.image, subject.reader).compactMap(arena.position) ?? []
        for task in tasks { objects.insert(task) }
        for place in DataReferences.symbols(arena, subject) { objects.insert(place) }
        var extents = pointers.extents
        DataReferences.add(to: &extents, arena, subject)
        DataReferences.addSmallNumbers(to: &extents, arena, code.uses, subject)
        extents.finish()
        starts = objects.finish(barriers: arena.bases, extents)

        var isNamed = Array(repeating: false, count: starts.count)
        for pointer in pointers.data { objects.index(of: pointer.target, starts).map { isNamed[$0] = true } }
        let isExact = subject.program.codeReferences?.isExact ?? true
        users = code.uses.owners(of: starts, arena, LinkOrder(functions, owners), isNamed, isExact, &owners)
        var edges: [(from: Int, to: Int)] = []
        edges.reserveCapacity(pointers.data.count + pointers.doubtful.count / 2)
        for pointer in pointers.data {
            guard let from = objects.index(containing: pointer.place), let to = objects.index(containing: pointer.target) else {
                continue
            }
            edges.append((from, to))
        }
        for pointer in pointers.doubtful where objects.contains(pointer.target) {
            guard let from = objects.index(containing: pointer.place), let to = objects.index(containing: pointer.target) else {
                continue
            }
            edges.append((from, to))
        }
        self.edges = edges
        let lists = Set(tasks)
        closures = pointers.code.compactMap { [starts, objects] pointer in
            guard let function = table.entryIndex(of: pointer.target) else { return nil }
            // Numbers may look like entries; in data without pointers only init tasks hold entries.
            if !lists.isEmpty, arena.piece(at: pointer.place)?.isPointerFree ?? false,
                !(objects.index(containing: pointer.place).map { lists.contains(starts[$0]) } ?? false)
            {
                return nil
            }
            return (pointer.place, function)
        }
        self.arena = arena
        self.objects = objects
    }

    /// Positions of variables whose symbols have no size (PE, Mach-O).
    private static func symbols(_ arena: DataArena, _ subject: borrowing Subject) -> [Int] {
        subject.dataSymbols.compactMap { arena.position(of: subject.image.symbols.symbols[$0].address) }
    }

    /// Adds the extents of variables with a sized symbol and of embedded files.
    private static func add(to extents: inout DataExtents, _ arena: DataArena, _ subject: borrowing Subject) {
        for symbol in subject.image.symbols.symbols where symbol.kind == .object {
            guard let size = symbol.size, size > 0, let start = arena.position(of: symbol.address),
                let piece = arena.piece(at: start), size <= UInt64(piece.base + piece.range.count - start)
            else { continue }
            extents.add(start..<start + Int(size), isWhole: true)
        }
        for file in subject.program.embeddedFiles.files {
            for range in [file.name, file.contents] {
                guard let address = subject.image.memory.address(of: range.lowerBound), let start = arena.position(of: address)
                else { continue }
                extents.add(start..<min(start + range.count, arena.size), isWhole: true)
            }
        }
    }

    /// `runtime.staticuint64s`, the numbers from 0 to 255: code takes the address of the one it needs.
    /// (cmd/compile/internal/walk/convert.go `dataWord`)
    private static func addSmallNumbers(
        to extents: inout DataExtents, _ arena: DataArena, _ users: TableUsers, _ subject: borrowing Subject
    ) {
        let reader = subject.reader
        for use in users.uses {
            let position = TableUsers.offset(use)
            let offset = arena.fileOffset(position)
            guard !arena.strings.contains(position), let number = reader.u64(at: offset), number < 256 else { continue }
            let start = offset - 8 * Int(number)
            guard (0..<256).allSatisfy({ reader.u64(at: start + 8 * $0) == UInt64($0) }) else { continue }
            extents.add(position - 8 * Int(number)..<position - 8 * Int(number) + 2048, isWhole: true)
            return
        }
    }

    func withUsers(_ renamed: OwnerTable.Renaming) -> DataReferences {
        var copy = self
        for object in copy.users.indices { copy.users[object] = renamed(copy.users[object]) }
        return copy
    }

    /// The object whose first byte is at a file offset.
    func object(at offset: Int, _ subject: borrowing Subject) -> Int? {
        guard let address = subject.image.memory.address(of: offset), let position = arena.position(of: address),
            let object = objects.index(containing: position), starts[object] == position
        else { return nil }
        return object
    }
}

extension TableUsers {
    /// By object: a constant belongs to all its users, a variable to the package that declares it according to the link order.
    /// `isNamed` is true for objects that data points to, `isExact` if constants in code cannot be mistaken for addresses.
    fileprivate func owners(
        of starts: [Int], _ arena: DataArena, _ order: LinkOrder, _ isNamed: [Bool], _ isExact: Bool, _ table: inout OwnerTable
    ) -> [Owner] {
        var result = Array(repeating: Owner.unexplained, count: starts.count)
        var object = 0
        var first = 0
        while first < uses.count {
            let offset = TableUsers.offset(uses[first])
            while object + 1 < starts.count, starts[object + 1] <= offset { object += 1 }
            let end = object + 1 < starts.count ? starts[object + 1] : arena.size
            let isText = arena.strings.contains(offset)
            // A number may look like an address, but seldom like that of an object's start; code may copy a text in parts.
            let onlyStart = (isText || !isExact) && (offset == starts[object] || isNamed[object])
            let limit = onlyStart ? starts[object] + 1 : end
            var next = first
            while next < uses.count, TableUsers.offset(uses[next]) < limit { next += 1 }
            if first < next {
                let users = uses[first..<next].lazy.map(TableUsers.owner)
                result[object] =
                    next == first + 1
                    ? TableUsers.owner(uses[first]) : isText ? table.owner(sharedBy: users) : order.first(users, &table)
            }
            while next < uses.count, TableUsers.offset(uses[next]) < end { next += 1 }
            first = next
        }
        return result
    }
}
