internal import BinaryFormats
internal import GoMetadata

/// The owner of each object of `DataReferences`, by index: by symbols, then by code, then by functions and data that the objects
/// refer to, from object to object.
struct DataOwners {
    private(set) var owners: [Owner]
    let data: DataReferences
    private let order: LinkOrder

    init(
        _ subject: borrowing Subject, _ data: DataReferences, _ functions: FunctionOwners, _ map: RangeMap,
        _ table: inout OwnerTable
    ) {
        self.data = data
        owners = data.users
        order = LinkOrder(functions, table)
        let isText = data.starts.map { data.arena.strings.contains($0) }
        takeFromSymbols(subject, map, isText, &table)
        takeFromFunctions(functions, &table)
        if !subject.image.symbols.hasDefinitions, subject.options.linked == nil { takeFromNeighbours(isText, table) }
        let edges = data.edges.filter { !isText[$0.to] }
        for _ in 0..<8 where spread(edges, &table) {}
        shareConstants(data.edges.filter { isText[$0.to] }, &table)
    }

    /// The packages that use the object at a file offset; nil if no object starts there.
    func owner(at offset: Int, _ subject: borrowing Subject) -> Owner? {
        guard let object = data.object(at: offset, subject), owners[object] != .unexplained else { return nil }
        return owners[object]
    }

    private mutating func takeFromSymbols(
        _ subject: borrowing Subject, _ map: RangeMap, _ isText: [Bool], _ table: inout OwnerTable
    ) {
        let names = CNames(subject, table)
        for symbol in subject.dataSymbols.map({ subject.image.symbols.symbols[$0] }) {
            guard let position = data.arena.position(of: symbol.address), let object = data.objects.index(containing: position),
                data.starts[object] == position, !isText[object]
            else { continue }
            let name = subject.image.symbols.name(of: symbol)
            let path = subject.package(in: name)
            if names.isC(symbol, package: path, subject, table) {
                owners[object] = table.c(name, subject.reader)
            } else if let path {
                owners[object] = table.package(path, subject.reader)
            }
        }
        let tables = subject.program.embeddedFiles.tables.compactMap { data.object(at: $0.range.lowerBound, subject) }
        let hasSizes = subject.image.symbols.symbols.contains { $0.size != nil && $0.kind == .object }
        for object in hasSizes ? Array(data.starts.indices) : tables where !isText[object] && !data.objects.isUnknown(object) {
            if let known = map.owner(at: data.arena.fileOffset(data.starts[object])), known != .unexplained {
                owners[object] = known
            }
        }
    }

    /// Assigns objects without an owner that hold entry addresses of functions to those functions' packages: init tasks, method
    /// tables.
    private mutating func takeFromFunctions(_ functions: FunctionOwners, _ table: inout OwnerTable) {
        var users = TableUsers(size: owners.count)
        for closure in data.closures {
            guard let object = data.objects.index(containing: closure.place), owners[object] == .unexplained,
                !data.objects.isUnknown(object)
            else { continue }
            users.note(object, functions.owners[closure.function])
        }
        for (object, user) in users.owners(&table) { owners[object] = user }
    }

    /// Assigns variables whose users were loaded long before or after the adjacent variables' packages to the packages of the
    /// adjacent variables.
    private mutating func takeFromNeighbours(_ isText: [Bool], _ table: OwnerTable) {
        let load = LoadOrder(data, owners, packages: table.packages.count)
        var found: [(object: Int, owner: Owner)] = []
        func isVariable(_ object: Int) -> Bool {
            !isText[object] && !(data.arena.piece(at: data.starts[object])?.isReadOnly ?? true)
        }
        load.forEachStray(owners, where: isVariable) { object, before, after in
            let (user, first, last) = (owners[object], owners[before], owners[after])
            // Owners by init tasks and symbols are certain.
            guard user == data.users[object], load.isOutside(user, first, last) else { return }
            if first == last {
                found.append((object, first))
            } else if user != .unexplained {
                let between = load.packages(between: first, and: last).filter { order.canImport($0, from: user) }
                let candidates = between.isEmpty ? [first, last].filter { order.canImport($0, from: user) } : between
                if let owner = candidates.first, between.count < 2 { found.append((object, owner)) }
            }
        }
        for (object, owner) in found { owners[object] = owner }
    }

    /// Assigns objects without an owner to the owners of the objects that point to them; returns whether there were any.
    private mutating func spread(_ edges: [(from: Int, to: Int)], _ table: inout OwnerTable) -> Bool {
        var users = TableUsers(size: owners.count)
        for edge in edges where owners[edge.to] == .unexplained && owners[edge.from] != .unexplained {
            users.note(edge.to, owners[edge.from])
        }
        var found = false
        let order = order
        users.forEach { object, users in
            owners[object] = order.first(users, &table)
            found = true
        }
        return found
    }

    /// Assigns constants to all packages whose code or data refers to them.
    private mutating func shareConstants(_ edges: [(from: Int, to: Int)], _ table: inout OwnerTable) {
        var users = TableUsers(size: owners.count)
        for edge in edges {
            users.note(edge.to, owners[edge.from])
            users.note(edge.to, owners[edge.to])
        }
        for (object, user) in users.owners(&table) where user != .unexplained { owners[object] = user }
    }
}
