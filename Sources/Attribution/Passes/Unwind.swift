internal import BinaryFormats

/// Unwind tables: an entry belongs to the owner of the code it describes, what entries have in common to all of them.
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

/// What is left of unwind tables: headers, ends, padding, and whatever only C compilers write.
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

/// One claim for each range in use, ascending.
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
