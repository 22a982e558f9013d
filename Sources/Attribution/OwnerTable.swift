internal import BinaryFormats
internal import GoMetadata

/// The packages of a program and the sets of packages that share bytes, each under one number.
struct OwnerTable {
    /// Import paths, unescaped, `main` under its real path. Index: `Owner.package`.
    private(set) var packages: [String] = []
    /// Package indexes, ascending. Index: `Owner.shared`.
    private(set) var sets: [[Int]] = []

    private let mainPackage: String
    private var names = NameTable()
    /// Owner of each name in `names`, whose spelling may be escaped.
    private var ownerOfName: [Owner] = []
    private var ownerOfPackage: [String: Owner] = [:]
    private var indexOfSet: [[Int]: Int] = [:]
    private var membersOfSets = 0
    /// Members of sets that may still become members of larger ones.
    private var expansions = 1 << 25
    /// Which call of `distinct` has seen a package last.
    private var roundOfPackage: [Int] = []
    private var round = 0

    /// More packages, or members of sets, than any program has: what is beyond belongs to nobody.
    private static let limits = (packages: 1 << 16, members: 1 << 22)

    /// `mainPackage` is the real path of the package that symbols call `main`.
    init(mainPackage: String?) {
        self.mainPackage = mainPackage ?? "main"
    }

    /// The package whose escaped path stands in `range` of the file.
    mutating func package(_ range: Range<Int>, _ reader: ByteReader) -> Owner {
        package(escaped: reader.bytes.extracting(range.clamped(to: 0..<reader.count)))
    }

    /// The package with this import path, `main` meaning the main package.
    mutating func package(_ path: String) -> Owner {
        let path = path == "main" ? mainPackage : path
        if let known = ownerOfPackage[path] { return known }
        guard packages.count < OwnerTable.limits.packages else { return .unexplained }
        packages.append(path)
        let owner = Owner.package(packages.count - 1)
        ownerOfPackage[path] = owner
        return owner
    }

    private mutating func package(escaped name: RawSpan) -> Owner {
        let id = names.intern(name)
        if id == ownerOfName.count { ownerOfName.append(package(SymbolName.unescape(names.text(id)))) }
        return ownerOfName[id]
    }

    func knows(_ path: String) -> Owner? {
        ownerOfPackage[path]
    }

    /// The owner of a byte that all of `users` refer to; users that are no packages count only when there are no others.
    mutating func owner(sharedBy users: some Sequence<Owner>) -> Owner {
        var members: [Int] = []
        var other = Owner.unexplained
        var last = Owner.unexplained
        for user in users where user != last {
            last = user
            switch user.meaning {
            case .package(let index): members.append(index)
            case .shared(let set):
                guard expansions > 0 else { continue }
                expansions -= sets[set].count
                members += sets[set]
            case .overhead: other = user
            case .unexplained: continue
            }
        }
        if members.count > 1 { members = distinct(members) }
        guard let first = members.first else { return other }
        if members.count == 1 { return .package(first) }
        if let known = indexOfSet[members] { return .shared(known) }
        membersOfSets += members.count
        guard membersOfSets < OwnerTable.limits.members else { return .unexplained }
        sets.append(members)
        indexOfSet[members] = sets.count - 1
        return .shared(sets.count - 1)
    }

    /// Members once each, ascending.
    private mutating func distinct(_ members: [Int]) -> [Int] {
        round += 1
        while roundOfPackage.count < packages.count { roundOfPackage.append(0) }
        var distinct: [Int] = []
        for member in members where roundOfPackage[member] != round {
            roundOfPackage[member] = round
            distinct.append(member)
        }
        distinct.sort()
        return distinct
    }

    /// Position of each package among all, by path.
    func ranks() -> [Int] {
        var ranks = Array(repeating: 0, count: packages.count)
        for (rank, index) in packages.indices.sorted(by: { packages[$0] < packages[$1] }).enumerated() { ranks[index] = rank }
        return ranks
    }

    /// `size` bytes split equally among a set's packages; the first by path take the remainder, so that the parts sum exactly.
    func shares(of size: Int, in set: Int, _ ranks: [Int]) -> [(package: Int, size: Int)] {
        let members = sets[set]
        let remainder = size % members.count
        guard remainder > 0 else { return members.map { ($0, size / members.count) } }
        return members.sorted { ranks[$0] < ranks[$1] }.enumerated().map { ($1, size / members.count + ($0 < remainder ? 1 : 0)) }
    }
}
