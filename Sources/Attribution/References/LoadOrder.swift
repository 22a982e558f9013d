internal import BinaryFormats

/// The order in which the linker loaded the packages, inferred from the data: within a section the linker sorts symbols by size,
/// and symbols of one size by load order of their packages. (cmd/link/internal/ld/data.go `dodataSect`)
struct LoadOrder {
    /// First to last.
    let packages: [Int]
    /// Rank by package; nil if unknown.
    private let ranks: [Int?]
    /// Objects of one size, by index, in the order of their positions.
    private let classes: [Range<Int>]

    /// Two packages within this distance may be in reverse order.
    private static let tolerance = 4

    /// `owners` are the owners of objects, by index; package numbers are below `count`.
    init(_ data: DataReferences, _ owners: [Owner], packages count: Int) {
        classes = LoadOrder.classes(data)
        var votes = OrderVotes(packages: count)
        for objects in classes where objects.count > 1 { votes.add(objects, owners) }
        packages = votes.order()
        var ranks: [Int?] = Array(repeating: nil, count: count)
        for (rank, package) in packages.enumerated() { ranks[package] = rank }
        self.ranks = ranks
    }

    func rank(_ owner: Owner) -> Int? {
        guard case .package(let package) = owner.meaning, ranks.indices.contains(package) else { return nil }
        return ranks[package]
    }

    /// Whether a package was loaded well before or well after all from `first` to `last`.
    func isOutside(_ owner: Owner, _ first: Owner, _ last: Owner) -> Bool {
        guard let rank = rank(owner), let low = self.rank(first), let high = self.rank(last) else { return true }
        return rank < low - LoadOrder.tolerance || rank > high + LoadOrder.tolerance
    }

    /// The packages loaded between two.
    func packages(between first: Owner, and last: Owner) -> [Owner] {
        guard let low = rank(first), let high = rank(last), low + 1 < high else { return [] }
        return packages[low + 1..<high].map(Owner.package)
    }

    /// Calls `body` with each object that has no owner or is out of order, and the objects in order before and after it, if
    /// `isWanted` holds for the first object of its size.
    func forEachStray(
        _ owners: [Owner], where isWanted: (Int) -> Bool, _ body: (_ object: Int, _ before: Int, _ after: Int) -> Void
    ) {
        for objects in classes where objects.count > 2 && isWanted(objects.lowerBound) {
            let ordered = longestSeries(in: objects, owners)
            for (before, after) in zip(ordered, ordered.dropFirst()) where before + 1 < after {
                for object in before + 1..<after { body(object, before, after) }
            }
        }
    }

    /// The longest series of objects whose packages are in order: by number of packages, then by number of objects.
    ///
    /// The number of packages counts first: a package that refers to many variables of others may seem to have most objects.
    private func longestSeries(in objects: Range<Int>, _ owners: [Owner]) -> [Int] {
        let ranked = objects.compactMap { object in rank(owners[object]).map { (object: object, rank: $0) } }
        let ranks = Array(Set(ranked.map(\.rank))).sorted()
        /// Packages << 32 | objects, and the number of the last step; by place of its rank.
        var series = Array(repeating: (length: 0, step: -1), count: ranks.count)
        /// The longest series up to a place, as a Fenwick tree.
        var longest = Array(repeating: (length: 0, step: -1), count: ranks.count + 1)
        var previous: [Int] = []
        for (_, rank) in ranked {
            let place = ranks.partitioningIndex { $0 >= rank }
            var before = (length: 0, step: -1)
            var node = place
            while node > 0 {
                if longest[node].length > before.length { before = longest[node] }
                node &= node - 1
            }
            let another = before.length + 1 << 32
            if series[place].length + 1 > another {
                previous.append(series[place].step)
                series[place].length += 1
            } else {
                previous.append(before.step)
                series[place].length = another
            }
            series[place].step = previous.count - 1
            node = place + 1
            while node < longest.count {
                if longest[node].length < series[place].length { longest[node] = series[place] }
                node += node & -node
            }
        }
        var result: [Int] = []
        var step = series.max { $0.length < $1.length }?.step ?? -1
        while step >= 0 {
            result.append(ranked[step].object)
            step = previous[step]
        }
        return result.reversed()
    }

    /// Adjacent objects of one size. If an object is followed by data without references, the size of the next objects applies.
    private static func classes(_ data: DataReferences) -> [Range<Int>] {
        let starts = data.starts
        let barriers = (data.arena.bases + [data.arena.strings.upperBound, data.arena.size]).sorted()
        var classes: [Range<Int>] = []
        var first = 0
        for barrier in barriers {
            let end = starts.partitioningIndex { $0 >= barrier }
            guard first < end else { continue }
            func size(_ object: Int) -> Int {
                var size = Int.max
                for next in object..<min(object + 4, end) {
                    size = min(size, (next + 1 < end ? starts[next + 1] : barrier) - starts[next])
                }
                return size
            }
            var current = size(first)
            for object in first + 1..<max(first + 1, end) {
                let size = size(object)
                if size == current { continue }
                classes.append(first..<object)
                first = object
                current = size
            }
            classes.append(first..<end)
            first = end
        }
        return classes
    }
}

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
