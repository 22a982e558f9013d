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
    /// The bytes of `sets`, each under its index.
    private var namesOfSets = NameTable()
    private var membersOfSets = 0
    /// Members of sets that may still become members of larger ones.
    private var expansions = 1 << 25
    /// Members of the set that is being put together.
    private var members: [Int] = []
    /// The last set that a package was put into, by number.
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
        roundOfPackage.append(0)
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
        round += 1
        members.removeAll(keepingCapacity: true)
        var other = Owner.unexplained
        var last = Owner.unexplained
        for user in users where user != last {
            last = user
            switch user.meaning {
            case .package(let index): addMember(index)
            case .shared(let set):
                guard expansions > 0 else { continue }
                expansions -= sets[set].count
                for index in sets[set] { addMember(index) }
            case .overhead: other = user
            case .unexplained: continue
            }
        }
        guard let first = members.first else { return other }
        if members.count == 1 { return .package(first) }
        members.sort()
        guard membersOfSets < OwnerTable.limits.members else { return .unexplained }
        let set = namesOfSets.intern(members)
        if set == sets.count {
            membersOfSets += members.count
            // A copy of its own, so that `members` keeps its memory.
            sets.append(members.map(\.self))
        }
        return .shared(set)
    }

    private mutating func addMember(_ index: Int) {
        guard roundOfPackage[index] != round else { return }
        roundOfPackage[index] = round
        members.append(index)
    }

    /// Takes over the packages and sets of another table; says what its owners are called in this one.
    mutating func absorb(_ other: OwnerTable) -> Renaming {
        let packages = other.packages.map { package($0) }
        let sets = other.sets.map { members in owner(sharedBy: members.lazy.map { packages[$0] }) }
        return Renaming(packages: packages, sets: sets)
    }

    /// What the owners of one table are called in another.
    struct Renaming {
        fileprivate let packages: [Owner]
        fileprivate let sets: [Owner]

        func callAsFunction(_ owner: Owner) -> Owner {
            switch owner.meaning {
            case .package(let index): packages[index]
            case .shared(let set): sets[set]
            case .overhead, .unexplained: owner
            }
        }
    }
}
