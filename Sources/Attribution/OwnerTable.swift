internal import BinaryFormats
internal import GoMetadata

/// The packages of a program and the sets of packages that share bytes, each under one number.
struct OwnerTable {
    /// Import paths, unescaped, `main` under its real path. Index: `Owner.package`.
    private(set) var packages: [String] = []
    /// Members ascending by path. Index: `Owner.shared`.
    private(set) var sets: [[Int]] = []

    private let mainPackage: String
    private var names = NameTable()
    /// Package index of each name in `names`, whose spelling may be escaped.
    private var packageOfName: [Int] = []
    private var indexOfPackage: [String: Int] = [:]
    private var indexOfSet: [[Int]: Int] = [:]
    private var unions: [UInt64: Owner] = [:]

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

    /// The owner of a byte that both `a` and `b` use. A package is a stronger claim than overhead, overhead than nothing.
    mutating func union(_ a: Owner, _ b: Owner) -> Owner {
        if a == b { return a }
        let key = UInt64(min(a.code, b.code)) << 32 | UInt64(max(a.code, b.code))
        if let known = unions[key] { return known }
        let result: Owner
        switch (members(a), members(b)) {
        case ([], []): result = a == .unexplained ? b : a
        case ([], _): result = b
        case (_, []): result = a
        case (let x, let y):
            let all = Set(x).union(y).sorted { packages[$0] < packages[$1] }
            if all.count == 1 {
                result = .package(all[0])
            } else if let known = indexOfSet[all] {
                result = .shared(known)
            } else {
                sets.append(all)
                indexOfSet[all] = sets.count - 1
                result = .shared(sets.count - 1)
            }
        }
        unions[key] = result
        return result
    }

    /// Package indexes, empty for overhead and the unexplained.
    func members(_ owner: Owner) -> [Int] {
        switch owner.meaning {
        case .package(let index): [index]
        case .shared(let set): sets[set]
        case .overhead, .unexplained: []
        }
    }
}

/// Byte strings under small numbers: open addressing over one arena, no `String` made until somebody wants to read it.
struct NameTable {
    private var arena: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Id + 1; 0 is free. A power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    var count: Int { hashes.count }

    /// The number of `name`: `count` as it was before, when the name is new.
    mutating func intern(_ name: RawSpan) -> Int {
        let hash = NameTable.hash(name)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            if hashes[id] == hash, equals(id, name) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        let reader = ByteReader(name)
        for offset in 0..<name.byteCount { arena.append(reader.u8(at: offset) ?? 0) }
        ends.append(arena.count)
        hashes.append(hash)
        slots[slot] = UInt32(hashes.count)
        if hashes.count * 2 > slots.count { grow() }
        return hashes.count - 1
    }

    func text(_ id: Int) -> String {
        String(decoding: arena[ends[id]..<ends[id + 1]], as: UTF8.self)
    }

    private func equals(_ id: Int, _ name: RawSpan) -> Bool {
        let stored = ends[id]..<ends[id + 1]
        guard stored.count == name.byteCount else { return false }
        return unsafe ByteReader(arena.span.bytes).equals(stored, name)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id + 1)
        }
    }

    /// Eight bytes at a time, folded by multiplication.
    private static func hash(_ name: RawSpan) -> UInt64 {
        let reader = ByteReader(name)
        var hash = UInt64(name.byteCount) &* 0x9e37_79b9_7f4a_7c15
        var offset = 0
        while let word = reader.u64(at: offset) {
            hash = (hash ^ word) &* 0xff51_afd7_ed55_8ccd
            hash ^= hash >> 32
            offset += 8
        }
        while let byte = reader.u8(at: offset) {
            hash = (hash ^ UInt64(byte)) &* 0xff51_afd7_ed55_8ccd
            offset += 1
        }
        return hash ^ (hash >> 29)
    }
}
