internal import BinaryFormats
internal import GoMetadata

/// The owner of each function of the function table, by index.
///
/// Evidence, best first: the package in the function's name; for bare names (assembly bodies such as `memeqbody`) the
/// folder of the source file that the line table names; for the comparisons that the compiler makes for types (`type:.eq.`
/// and a code for the shape) the packages of the types that use them.
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
        var last: (path: Range<Int>, owner: Owner) = (0..<0, .unexplained)
        for (index, function) in table.functions.enumerated() {
            guard let name = table.name(of: function, reader), let path = SymbolName.package(in: name, reader) else {
                nameless.append(index)
                result.append(.unexplained)
                continue
            }
            // Functions of one package lie together, so most names begin like the one before.
            if !last.path.isEmpty, reader.equals(last.path, reader.bytes.extracting(path)) {
                result.append(last.owner)
            } else {
                last = (path, owners.package(path, reader))
                result.append(last.owner)
            }
        }
        let comparisons = FunctionOwners.comparisons(subject, types, table, &owners)
        for index in nameless {
            result[index] = FunctionOwners.bySourceFile(table.functions[index], table, reader, owners) ?? comparisons[index] ?? .unexplained
        }
        self.owners = result
    }

    /// Functions that types compare their values with: `Equal` points to a closure, whose first word is the function.
    private static func comparisons(
        _ subject: borrowing Subject, _ types: TypeOwners, _ table: FunctionTable, _ owners: inout OwnerTable
    ) -> [Int: Owner] {
        let image = subject.image
        let reader = subject.reader
        var users = TableUsers(size: table.functions.count)
        for (type, owner) in zip(subject.program.types?.descriptors ?? [], types.owners) where type.equal.value != 0 {
            guard let closure = image.memory.offset(of: type.equal), let code = reader.word(at: closure, size: image.pointerSize),
                let index = table.index(of: Address(code))
            else { continue }
            users.note(index, owner)
        }
        return Dictionary(uniqueKeysWithValues: users.owners(&owners).map { ($0.offset, $0.owner) })
    }

    /// The known package whose path ends the folder of the function's source file.
    private static func bySourceFile(
        _ function: FunctionTable.Function, _ table: FunctionTable, _ reader: ByteReader, _ owners: OwnerTable
    ) -> Owner? {
        guard let file = table.file(of: function, reader) else { return nil }
        var folder = reader.string(file).split(separator: "/", omittingEmptySubsequences: false).dropLast()
        // A module's folder carries its version: `example.org/mod@v1.2.3/pkg`.
        folder = ArraySlice(folder.map { $0.prefix { $0 != "@" } })
        while !folder.isEmpty {
            if let owner = owners.knows(folder.joined(separator: "/")) { return owner }
            folder.removeFirst()
        }
        return nil
    }
}
