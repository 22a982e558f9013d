internal import BinaryFormats
internal import GoMetadata

/// The packages of a program and the sets of packages that share bytes, each with a number.
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
    /// Budget of members for the union of sets.
    private var expansions = 1 << 25
    /// Members of the set under construction.
    private var members: [Int] = []
    /// Number of the last set under construction that includes a package.
    private var roundOfPackage: [Int] = []
    private var round = 0

    /// Upper bounds on packages and members of sets, more than any program has; beyond them bytes stay unexplained.
    private static let limits = (packages: 1 << 16, members: 1 << 22)

    /// `mainPackage` is the real path of the package that symbols call `main`.
    init(mainPackage: String?) {
        self.mainPackage = mainPackage ?? "main"
    }

    /// The package whose escaped path is at `range` in the file.
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

    /// The owner of a byte that all of `users` refer to; owners other than packages count only if there are no packages.
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
            // A separate copy, so that `members` keeps its memory.
            sets.append(members.map(\.self))
        }
        return .shared(set)
    }

    private mutating func addMember(_ index: Int) {
        guard roundOfPackage[index] != round else { return }
        roundOfPackage[index] = round
        members.append(index)
    }

    /// Adds the packages and sets of another table; returns the mapping of its owners to owners of this table.
    mutating func absorb(_ other: OwnerTable) -> Renaming {
        let packages = other.packages.map { package($0) }
        let sets = other.sets.map { members in owner(sharedBy: members.lazy.map { packages[$0] }) }
        return Renaming(packages: packages, sets: sets)
    }

    /// A mapping of the owners of one table to those of another.
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
