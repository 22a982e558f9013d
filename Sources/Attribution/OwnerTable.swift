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
    /// Package index of each name in `names`, whose spelling may be escaped.
    private var packageOfName: [Int] = []
    private var indexOfPackage: [String: Int] = [:]
    private var indexOfSet: [[Int]: Int] = [:]

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
        .package(index(path == "main" ? mainPackage : path))
    }

    private mutating func package(escaped name: RawSpan) -> Owner {
        let id = names.intern(name)
        if id == packageOfName.count {
            let path = SymbolName.unescape(names.text(id))
            packageOfName.append(index(path == "main" ? mainPackage : path))
        }
        return .package(packageOfName[id])
    }

    private mutating func index(_ path: String) -> Int {
        if let known = indexOfPackage[path] { return known }
        packages.append(path)
        indexOfPackage[path] = packages.count - 1
        return packages.count - 1
    }

    func knows(_ path: String) -> Owner? {
        indexOfPackage[path].map(Owner.package)
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
            case .shared(let set): members += sets[set]
            case .overhead: other = user
            case .unexplained: continue
            }
        }
        if members.count > 1 { members = Set(members).sorted() }
        guard let first = members.first else { return other }
        if members.count == 1 { return .package(first) }
        if let known = indexOfSet[members] { return .shared(known) }
        sets.append(members)
        indexOfSet[members] = sets.count - 1
        return .shared(sets.count - 1)
    }
}
