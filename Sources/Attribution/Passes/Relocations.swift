internal import BinaryFormats

/// Relocations: an entry belongs to the owner of the slot that it makes the loader adjust; one that encodes many slots to
/// all their owners. Entries for imported symbols, and the bytes between entries, are the linker's.
///
/// Cannot know: the owner of an entry whose slot nobody has claimed.
func relocationClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    let reader = subject.reader
    var claims: [Claim] = []
    for table in subject.image.relocations {
        var entries = EntryClaims(table.range, .relocations, rest: .overhead(.linker))
        var memory = subject.image.memory.cursor()
        var slots = map.cursor()
        // What is wrong with a table is among the image's warnings already, or costs only the rest of it.
        try? table.forEach(subject.image, reader) { relocation in
            var owner = Owner.overhead(.linker)
            if relocation.value != .imported, let slot = memory.offset(of: relocation.slot) {
                owner = slots.owner(at: slot) ?? .unexplained
            }
            entries.add(relocation.entry, shared: relocation.shared, owner, &owners)
        }
        claims += entries.finish(&owners)
    }
    return claims
}

/// Claims on the entries of one table, which come in its order, an entry once for each of its users.
struct EntryClaims {
    private let table: Range<Int>
    private let kind: ByteKind
    private let rest: Owner
    private var claims: [Claim] = []
    private var entry = Users()
    private var shared = Users()
    /// Where the claim on `shared` stands, which waits for its users.
    private var place = 0
    private var end: Int

    /// What lies between entries goes to `rest`.
    init(_ table: Range<Int>, _ kind: ByteKind, rest: Owner) {
        self.table = table
        self.kind = kind
        self.rest = rest
        end = table.lowerBound
    }

    mutating func add(_ range: Range<Int>, shared header: Range<Int>? = nil, _ user: Owner, _ owners: inout OwnerTable) {
        if range != entry.range {
            putEntry(&owners)
            entry.range = range
        }
        if let header {
            if header != shared.range {
                putShared(&owners)
                shared.range = header
                claim(header, .unexplained)
                place = claims.count - 1
            }
            shared.add(user)
        }
        entry.add(user)
    }

    /// Entries without an owner are left to whoever comes next.
    mutating func finish(_ owners: inout OwnerTable) -> [Claim] {
        putEntry(&owners)
        putShared(&owners)
        if end < table.upperBound { claims.append(Claim(end..<table.upperBound, rest, kind)) }
        return claims.filter { $0.owner != .unexplained }
    }

    private mutating func putEntry(_ owners: inout OwnerTable) {
        guard !entry.range.isEmpty else { return }
        let owner = entry.take(&owners)
        claim(entry.range, owner)
    }

    private mutating func putShared(_ owners: inout OwnerTable) {
        guard !shared.range.isEmpty else { return }
        claims[place].owner = shared.take(&owners)
    }

    private mutating func claim(_ range: Range<Int>, _ owner: Owner) {
        if end < range.lowerBound { claims.append(Claim(end..<range.lowerBound, rest, kind)) }
        end = max(end, range.upperBound)
        claims.append(Claim(range, owner, kind))
    }

    /// Most ranges have one user.
    private struct Users {
        var range = 0..<0
        private var first: Owner?
        private var others: [Owner] = []

        mutating func add(_ user: Owner) {
            if first == nil { first = user } else if (others.last ?? first) != user { others.append(user) }
        }

        mutating func take(_ owners: inout OwnerTable) -> Owner {
            defer {
                first = nil
                others.removeAll(keepingCapacity: true)
            }
            guard let first else { return .unexplained }
            return others.isEmpty ? first : owners.owner(sharedBy: [first] + others)
        }
    }
}
