internal import BinaryFormats

/// Unwind tables: an entry belongs to the owner of the code it describes, a shared record to the owners of all its entries.
///
/// Cannot know: the parts of Mach-O's `__unwind_info`. Only C code has any, so it goes to the C runtime.
func unwindClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    let reader = subject.reader
    var claims: [Claim] = []
    var uses: [TableUse] = []
    var exceptionTables: [TableUse] = []
    for table in subject.image.unwindTables {
        var entries = EntryClaims(table.range, .unwind, rest: .unexplained)
        var memory = subject.image.memory.cursor()
        var tables = memory
        var code = map.cursor()
        try? table.forEach(subject.image, reader) { entry in
            let owner = memory.offset(of: entry.function.lowerBound).flatMap { code.owner(at: $0) } ?? .unexplained
            entries.add(entry.range, owner, &owners)
            guard owner != .unexplained else { return }
            if let shared = entry.shared { uses.append(TableUse(range: shared, owner: owner)) }
            if let address = entry.exceptionTable, let offset = tables.offset(of: address) {
                exceptionTables.append(TableUse(range: offset..<offset + 1, owner: owner))
            }
        }
        claims += entries.finish(&owners).filter { $0.owner != .unexplained }
    }
    claims += sharedClaims(uses, &owners)
    if let section = subject.image.section(named: ".gcc_except_table") {
        exceptionTables.removeAll { !section.range.contains($0.range.lowerBound) }
        // A table ends where the next one starts.
        let starts = sharedClaims(exceptionTables, &owners)
        for (index, claim) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1].range.lowerBound : section.range.upperBound
            claims.append(Claim(claim.range.lowerBound..<end, claim.owner, .unwind))
        }
    }
    return claims.sorted { $0.range.lowerBound < $1.range.lowerBound }
}

/// The rest of unwind tables: headers, terminators, padding, and parts that only C compilers write.
func unwindRemainderClaims(_ subject: borrowing Subject, _ map: RangeMap) -> [Claim] {
    map.unclaimed().compactMap { region, range in
        guard case .section(let index) = region.origin, subject.image.sections[index].role == .unwind else { return nil }
        return Claim(range, .overhead(.cRuntime), .unwind)
    }
}

private struct TableUse {
    var range: Range<Int>
    var owner: Owner
}

/// One claim per used range, ascending.
private func sharedClaims(_ uses: [TableUse], _ owners: inout OwnerTable) -> [Claim] {
    let sorted = uses.sorted { ($0.range.lowerBound, $0.owner.code) < ($1.range.lowerBound, $1.owner.code) }
    var claims: [Claim] = []
    var first = 0
    while first < sorted.count {
        var next = first + 1
        while next < sorted.count, sorted[next].range.lowerBound == sorted[first].range.lowerBound { next += 1 }
        claims.append(Claim(sorted[first].range, owners.owner(sharedBy: sorted[first..<next].lazy.map(\.owner)), .unwind))
        first = next
    }
    return claims
}

/// Relocations: an entry belongs to the owner of its slot, an entry that encodes many slots to the owners of all of them. Entries
/// for imported symbols, and the bytes between entries, belong to the linker.
///
/// Cannot know: the owner of an entry whose slot is unclaimed.
func relocationClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    let reader = subject.reader
    var claims: [Claim] = []
    for table in subject.image.relocations {
        var entries = EntryClaims(table.range, .relocations, rest: .overhead(.linker))
        var memory = subject.image.memory.cursor()
        var slots = map.cursor()
        // Errors in a table are already among the image's warnings, or affect only the rest of the table.
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

/// Claims on the entries of one table, added in its order, an entry once per user.
struct EntryClaims {
    private let table: Range<Int>
    private let kind: ByteKind
    private let rest: Owner
    private var claims: [Claim] = []
    private var entry = Users()
    private var shared = Users()
    /// Index of the claim on `shared`, whose users are still incomplete.
    private var place = 0
    private var end: Int

    /// Bytes between entries belong to `rest`.
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

    /// Returns the claims. Entries without an owner are left to later passes.
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

/// Code signatures: in Mach-O, the hash of a page belongs to the owners of bytes on that page, in proportion: each byte of the
/// hash to the owner of its part of the page. The rest, including certificates, belongs to no package.
func codeSignatureClaims(_ subject: borrowing Subject, _ map: RangeMap, _ warnings: inout [FormatError]) -> [Claim] {
    var claims: [Claim] = []
    for structure in subject.image.structures where structure.role == .codeSignature {
        var hashes: [CodeSignature.Hash] = []
        if subject.image.format == .macho {
            do {
                hashes = try CodeSignature(structure.range, subject.reader.bytes).hashes
            } catch {
                warnings.append(error)
            }
        }
        var pages = map.cursor()
        var end = structure.range.lowerBound
        for hash in hashes where hash.range.lowerBound >= end {
            claims.append(Claim(end..<hash.range.lowerBound, .overhead(.codeSignature), .other))
            for (index, byte) in hash.range.enumerated() {
                var owner = Owner.overhead(.codeSignature)
                if let found = pages.owner(at: hash.page.lowerBound + index * hash.page.count / hash.range.count), found.isPackage
                {
                    owner = found
                }
                if let last = claims.last, last.owner == owner, last.range.upperBound == byte {
                    claims[claims.count - 1].range = last.range.lowerBound..<byte + 1
                } else {
                    claims.append(Claim(byte..<byte + 1, owner, .other))
                }
            }
            end = hash.range.upperBound
        }
        claims.append(Claim(end..<structure.range.upperBound, .overhead(.codeSignature), .other))
    }
    return claims
}

extension Owner {
    fileprivate var isPackage: Bool {
        switch meaning {
        case .package, .shared: true
        case .overhead, .unexplained: false
        }
    }
}
