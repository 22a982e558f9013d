internal import BinaryFormats
internal import GoMetadata

/// The owner of each function of the function table, by index.
///
/// Evidence, best first: the package in the function's name; for bare names (assembly bodies such as `memeqbody`) the folder of
/// the source file that the line table names; for compiler-generated comparisons of types (`type:.eq.` and a code for the shape)
/// the packages of the types that use them. In programs with cgo, functions without compile unit and known package are C code
/// placed by the Go linker.
struct FunctionOwners {
    let owners: [Owner]

    init(_ subject: borrowing Subject, _ types: TypeOwners, _ owners: inout OwnerTable) {
        guard let table = subject.program.functions else {
            self.owners = []
            return
        }
        let reader = subject.reader
        var result: [Owner] = []
        result.reserveCapacity(table.functions.count)
        var nameless: [Int] = []
        // Functions of one package are contiguous, so most names start like the one before.
        var last: (path: Range<Int>, owner: Owner) = (0..<0, .unexplained)
        for (index, function) in table.functions.enumerated() {
            if function.compileUnit != nil, subject.options.generics == .defining,
                table.isName(of: function, in: last.path, reader)
            {
                result.append(last.owner)
                continue
            }
            // A function without compile unit, such as `memmove.cold`, may be C code.
            guard let name = table.name(of: function, reader), let path = subject.package(in: name),
                function.compileUnit != nil || owners.knows(reader.string(path)) != nil
            else {
                nameless.append(index)
                result.append(.unexplained)
                continue
            }
            if last.path.isEmpty || !reader.equals(last.path, reader.bytes.extracting(path)) {
                last = (path, owners.package(path, reader))
            }
            result.append(last.owner)
        }
        let hasC = owners.hasC
        var ownerOfFile: [Range<Int>: Owner?] = [:]
        let comparisons = FunctionOwners.comparisons(subject, types, table, &owners)
        for index in nameless {
            let function = table.functions[index]
            let name = table.name(of: function, reader) ?? 0..<0
            var owner = comparisons[index]
            if let file = table.file(of: function, reader) {
                let known = ownerOfFile[file] ?? FunctionOwners.bySourceFile(file, reader, owners)
                ownerOfFile[file] = .some(known)
                owner = known ?? owner
            }
            if let owner {
                result[index] = owner
            } else if let path = subject.package(in: name), !hasC || owners.knows(reader.string(path)) != nil {
                result[index] = owners.package(path, reader)
            } else if hasC, function.compileUnit == nil, !reader.has("go:", at: name.lowerBound) {
                result[index] = owners.c(name, reader)
            }
        }
        self.owners = result
    }

    /// Owners and indexes of functions by name offset, in bytes from the start of the name table; ascending.
    func byName(_ table: FunctionTable) -> [(name: Int, owner: Owner, function: Int)] {
        var named: [(name: Int, owner: Owner, function: Int)] = []
        named.reserveCapacity(owners.count)
        var isSorted = true
        for (index, (function, owner)) in zip(table.functions, owners).enumerated() where owner != .unexplained {
            if let last = named.last, function.nameOffset < last.name { isSorted = false }
            named.append((function.nameOffset, owner, index))
        }
        if !isSorted { named.sort { $0.name < $1.name } }
        return named
    }

    /// Comparison functions of types: `Equal` points to a closure, whose first word is the function.
    private static func comparisons(
        _ subject: borrowing Subject, _ types: TypeOwners, _ table: FunctionTable, _ owners: inout OwnerTable
    ) -> [Int: Owner] {
        let image = subject.image
        let reader = subject.reader
        var users = TableUsers(size: table.functions.count)
        for (type, owner) in zip(subject.program.types?.descriptors ?? [], types.owners) where type.equal.value != 0 {
            guard let closure = image.memory.offset(of: type.equal), let code = image.pointers.pointer(at: closure, reader),
                let index = table.index(of: code)
            else { continue }
            users.note(index, owner)
        }
        return Dictionary(uniqueKeysWithValues: users.owners(&owners).map { ($0.offset, $0.owner) })
    }

    /// The known package whose path is the end of a source file's folder.
    private static func bySourceFile(_ file: Range<Int>, _ reader: ByteReader, _ owners: OwnerTable) -> Owner? {
        var folder = reader.string(file).split(separator: "/", omittingEmptySubsequences: false).dropLast().suffix(32)
        // A module's folder includes its version: `example.org/mod@v1.2.3/pkg`.
        folder = ArraySlice(folder.map { $0.prefix { $0 != "@" } })
        while !folder.isEmpty {
            if let owner = owners.knows(folder.joined(separator: "/")) { return owner }
            folder.removeFirst()
        }
        return nil
    }
}
