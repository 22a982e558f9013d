internal import BinaryFormats
internal import GoMetadata

/// The owner of each type descriptor, by index.
///
/// A type with a name belongs to the package that defines it; a composite type to the package of the first type in it that has
/// one; basic types to `runtime`, which defines them. Composites of basic types only (`[]string`) belong to all packages whose
/// types contain them, or to `runtime` if there are none.
struct TypeOwners {
    let owners: [Owner]

    init(_ subject: borrowing Subject, _ table: inout OwnerTable) {
        guard let types = subject.program.types else {
            owners = []
            return
        }
        let reader = subject.reader
        let runtime = table.package("runtime")
        var owners: [Owner] = types.descriptors.map { descriptor in
            if let package = descriptor.package, !package.isEmpty, !reader.equals(package, "go.shape") {
                return table.package(reader.string(package))
            }
            return TypeTable.Kind.isBasic(descriptor.kind) ? runtime : .unexplained
        }
        TypeOwners.takeFromParts(&owners, types, basic: runtime)
        TypeOwners.takeFromUsers(&owners, types, &table)
        for index in owners.indices where owners[index] == .unexplained { owners[index] = runtime }
        self.owners = owners
    }

    /// Assigns composites to the owner of their first component that is not basic; components come first, so a few rounds resolve
    /// all nestings.
    private static func takeFromParts(_ owners: inout [Owner], _ types: TypeTable, basic: Owner) {
        for _ in 0..<8 {
            var changed = false
            for (index, descriptor) in types.descriptors.enumerated() where owners[index] == .unexplained {
                let part = types.references[descriptor.references].first {
                    owners[$0] != .unexplained && !TypeTable.Kind.isBasic(types.descriptors[$0].kind)
                }
                if let part {
                    owners[index] = owners[part]
                    changed = true
                }
            }
            if !changed { return }
        }
    }

    private static func takeFromUsers(_ owners: inout [Owner], _ types: TypeTable, _ table: inout OwnerTable) {
        for _ in 0..<4 {
            var users = TableUsers(size: owners.count)
            for (index, descriptor) in types.descriptors.enumerated() where owners[index] != .unexplained {
                for part in types.references[descriptor.references] where owners[part] == .unexplained {
                    users.note(part, owners[index])
                }
            }
            let found = users.owners(&table)
            if found.isEmpty { return }
            for (part, owner) in found { owners[part] = owner }
        }
    }
}
