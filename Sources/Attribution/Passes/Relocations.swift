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
            if relocation.value != .imported, let slot = memory.offset(of: relocation.slot) { owner = slots.owner(at: slot) ?? .unexplained }
            entries.add(relocation.entry, owner, &owners)
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
    private var entry = 0..<0
    private var users: [Owner] = []
    private var end: Int

    /// What lies between entries goes to `rest`.
    init(_ table: Range<Int>, _ kind: ByteKind, rest: Owner) {
        self.table = table
        self.kind = kind
        self.rest = rest
        end = table.lowerBound
    }

    mutating func add(_ range: Range<Int>, _ user: Owner, _ owners: inout OwnerTable) {
        if range != entry {
            flush(&owners)
            entry = range
        }
        if users.last != user { users.append(user) }
    }

    /// Entries without an owner are left to whoever comes next.
    mutating func finish(_ owners: inout OwnerTable) -> [Claim] {
        flush(&owners)
        if end < table.upperBound { claims.append(Claim(end..<table.upperBound, rest, kind)) }
        return claims
    }

    private mutating func flush(_ owners: inout OwnerTable) {
        guard !entry.isEmpty else { return }
        if end < entry.lowerBound { claims.append(Claim(end..<entry.lowerBound, rest, kind)) }
        end = max(end, entry.upperBound)
        let owner = users.count == 1 ? users[0] : owners.owner(sharedBy: users)
        if owner != .unexplained { claims.append(Claim(entry, owner, kind)) }
        users.removeAll(keepingCapacity: true)
    }
}
