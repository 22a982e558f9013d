/// Adds up claims: one cell for each owner and kind of a region, shared cells split among their packages.
struct OwnerSums {
    struct PackageSum {
        var exclusive = 0
        var shared = 0
        /// By raw value of `ByteKind`.
        fileprivate(set) var kinds = InlineArray<16, Int>(repeating: 0)
        /// Bytes by index of the region.
        var sections: [Int: Int] = [:]
        /// Bytes in the region that is being added up.
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

    init(_ owners: OwnerTable) {
        packages = Array(repeating: PackageSum(), count: owners.packages.count)
        shares = Shares(owners)
        cells = Cells(owners)
    }

    mutating func add(_ region: RangeMap.Region, index: Int, to section: inout SizeProfile.Section) {
        for claim in region.claims { cells.add(claim.range.count, to: claim.owner, claim.kind) }
        let shares = shares
        for (owner, kind, size) in cells.take() {
            switch owner.meaning {
            case .unexplained:
                unexplained += size
                section.unexplained += size
            case .overhead(let kind):
                overhead[kind, default: 0] += size
                section.overhead += size
            case .package(let package):
                packages[package].exclusive += size
                give(size, kind, to: package)
                section.package += size
            case .shared(let set):
                shares.split(size, in: set) { package, part in
                    packages[package].shared += part
                    give(part, kind, to: package)
                }
                section.package += size
            }
        }
        for package in packages.indices where packages[package].region > 0 {
            packages[package].sections[index] = packages[package].region
            packages[package].region = 0
        }
    }

    private mutating func give(_ size: Int, _ kind: ByteKind, to package: Int) {
        packages[package].kinds[Int(kind.rawValue)] += size
        packages[package].region += size
    }
}

/// Bytes by owner and kind, of one region at a time.
private struct Cells {
    /// By kind, then by owner: whatever is no set, then the sets.
    private var sizes: [Int]
    private var used: [Int] = []
    private let sets: Int
    private let row: Int

    init(_ owners: OwnerTable) {
        sets = Int(Owner.package(owners.packages.count).code)
        row = sets + owners.sets.count
        sizes = Array(repeating: 0, count: row * ByteKind.allCases.count)
    }

    mutating func add(_ size: Int, to owner: Owner, _ kind: ByteKind) {
        guard size > 0 else { return }
        let column = if case .shared(let set) = owner.meaning { sets + set } else { Int(owner.code) }
        let cell = Int(kind.rawValue) * row + column
        if sizes[cell] == 0 { used.append(cell) }
        sizes[cell] += size
    }

    /// The cells in use; all are empty afterwards.
    mutating func take() -> [(owner: Owner, kind: ByteKind, size: Int)] {
        let taken = used.map { cell in
            let (kind, column) = cell.quotientAndRemainder(dividingBy: row)
            let owner = column < sets ? Owner(code: UInt32(column)) : Owner.shared(column - sets)
            return (owner, ByteKind(rawValue: UInt8(kind)) ?? .other, sizes[cell])
        }
        for cell in used { sizes[cell] = 0 }
        used.removeAll(keepingCapacity: true)
        return taken
    }
}
