/// The order in which the linker places packages: each after those it imports.
///
/// A package that refers to a variable of another package imports it, directly or by inlined code. So among the packages that
/// refer to a variable, the one that declares it comes first, if its own code refers to it.
struct LinkOrder {
    /// Index of the first function by package; `.max` for packages without code.
    private var ranks: [Int]

    init(_ functions: FunctionOwners, _ owners: OwnerTable) {
        ranks = Array(repeating: .max, count: owners.packages.count)
        for (index, owner) in functions.owners.enumerated() {
            if case .package(let package) = owner.meaning, ranks[package] == .max { ranks[package] = index }
        }
        // The code of this module is placed after all other code. (cmd/link/internal/sym/symkind.go `STEXTFIPS`)
        for (package, path) in owners.packages.enumerated()
        where path == "crypto/internal/fips140" || path.hasPrefix("crypto/internal/fips140/") {
            ranks[package] -= functions.owners.count + 1
        }
    }

    /// Whether the order allows that one package imports another.
    func canImport(_ imported: Owner, from importer: Owner) -> Bool {
        guard case .package(let first) = imported.meaning, case .package(let second) = importer.meaning,
            ranks.indices.contains(first), ranks.indices.contains(second)
        else { return false }
        return ranks[first] < ranks[second]
    }

    /// The first package of `users`; their shared owner if there is no single package.
    func first(_ users: some Sequence<Owner>, _ owners: inout OwnerTable) -> Owner {
        var first: (rank: Int, owner: Owner)?
        for user in users {
            guard case .package(let package) = user.meaning, ranks.indices.contains(package) else { continue }
            if first.map({ ranks[package] < $0.rank }) ?? true { first = (ranks[package], user) }
        }
        return first?.owner ?? owners.owner(sharedBy: users)
    }
}
