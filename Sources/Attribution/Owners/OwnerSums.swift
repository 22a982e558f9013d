/// Sums of claims: one cell per owner and kind of a region, with shared cells split among their packages.
struct OwnerSums {
    struct PackageSum {
        var exclusive = 0
        var shared = 0
        /// Of both, bytes claimed by inferring passes.
        var inferred = 0
        /// By raw value of `ByteKind`.
        fileprivate(set) var kinds = InlineArray<16, Int>(repeating: 0)
        /// Bytes by index of the region.
        var sections: [Int: Int] = [:]
        /// Bytes in the current region.
        fileprivate var region = 0

        var size: Int { exclusive + shared }

        var kindSizes: [ByteKind: Int] {
            var sizes: [ByteKind: Int] = [:]
            for kind in ByteKind.allCases where kinds[Int(kind.rawValue)] > 0 { sizes[kind] = kinds[Int(kind.rawValue)] }
            return sizes
        }
    }

    private(set) var packages: [PackageSum]
    private(set) var overhead: [OverheadKind: Int] = [:]
    private(set) var unexplained = 0
    private let shares: Shares
    private var cells: Cells
    /// Whether each pass infers owners.
    private let isInferring: [Bool]

    init(_ owners: OwnerTable, _ passes: [(name: String, size: Int, isInferring: Bool)]) {
        isInferring = passes.map(\.isInferring)
        packages = Array(repeating: PackageSum(), count: owners.packages.count)
        shares = Shares(owners)
        cells = Cells(owners)
    }

    mutating func add(_ region: RangeMap.Region, index: Int, to section: inout SizeProfile.Section) {
        for claim in region.claims {
            cells.add(claim.range.count, to: claim.owner, claim.kind, isInferred: isInferring[Int(claim.pass)])
        }
        let shares = shares
        for (owner, kind, size, isInferred) in cells.take() {
            switch owner.meaning {
            case .unexplained:
                unexplained += size
                section.unexplained += size
            case .overhead(let kind):
                overhead[kind, default: 0] += size
                section.overhead += size
            case .package(let package):
                packages[package].exclusive += size
                give(size, kind, to: package, isInferred)
                section.package += size
            case .shared(let set):
                shares.split(size, in: set) { package, part in
                    packages[package].shared += part
                    give(part, kind, to: package, isInferred)
                }
                section.package += size
            }
        }
        for package in packages.indices where packages[package].region > 0 {
            packages[package].sections[index] = packages[package].region
            packages[package].region = 0
        }
    }

    private mutating func give(_ size: Int, _ kind: ByteKind, to package: Int, _ isInferred: Bool) {
        if isInferred { packages[package].inferred += size }
        packages[package].kinds[Int(kind.rawValue)] += size
        packages[package].region += size
    }
}

/// Bytes of the current region, by owner and kind.
private struct Cells {
    /// By kind, exact ones first, then by owner: single owners, then sets.
    private var sizes: [Int]
    private var used: [Int] = []
    private let sets: Int
    private let row: Int

    init(_ owners: OwnerTable) {
        sets = Int(Owner.package(owners.packages.count).code)
        row = sets + owners.sets.count
        sizes = Array(repeating: 0, count: 2 * row * ByteKind.allCases.count)
    }

    mutating func add(_ size: Int, to owner: Owner, _ kind: ByteKind, isInferred: Bool) {
        guard size > 0 else { return }
        let column = if case .shared(let set) = owner.meaning { sets + set } else { Int(owner.code) }
        let cell = (2 * Int(kind.rawValue) + (isInferred ? 1 : 0)) * row + column
        if sizes[cell] == 0 { used.append(cell) }
        sizes[cell] += size
    }

    /// Returns the cells in use and empties all cells.
    mutating func take() -> [(owner: Owner, kind: ByteKind, size: Int, isInferred: Bool)] {
        let taken = used.map { cell in
            let (kind, column) = cell.quotientAndRemainder(dividingBy: row)
            let owner = column < sets ? Owner(code: UInt32(column)) : Owner.shared(column - sets)
            return (owner, ByteKind(rawValue: UInt8(kind / 2)) ?? .other, sizes[cell], kind % 2 == 1)
        }
        for cell in used { sizes[cell] = 0 }
        used.removeAll(keepingCapacity: true)
        return taken
    }
}

/// Splits bytes among the packages of a set: equally, with the remainder to the first packages by path, so that the parts sum
/// exactly.
struct Shares {
    /// Package indexes of all sets, in each set ordered by path.
    private var members: [Int]
    /// Start of each set in `members`, and the end of the last one.
    private var starts = [0]

    init(_ owners: OwnerTable) {
        var setsOfPackage = Array(repeating: [Int](), count: owners.packages.count)
        for (set, packages) in owners.sets.enumerated() {
            for package in packages { setsOfPackage[package].append(set) }
            starts.append(starts[set] + packages.count)
        }
        members = Array(repeating: 0, count: starts[owners.sets.count])
        var next = starts
        for package in owners.packages.indices.sorted(by: { owners.packages[$0] < owners.packages[$1] }) {
            for set in setsOfPackage[package] {
                members[next[set]] = package
                next[set] += 1
            }
        }
    }

    /// Calls `give` with each package of a set and its part of `size` bytes.
    @inline(__always)
    func split(_ size: Int, in set: Int, _ give: (_ package: Int, _ part: Int) -> Void) {
        let range = starts[set]..<starts[set + 1]
        let (part, remainder) = size.quotientAndRemainder(dividingBy: range.count)
        for (position, index) in range.enumerated() { give(members[index], position < remainder ? part + 1 : part) }
    }
}
