internal import BinaryFormats
internal import GoMetadata

/// Type descriptors, their names and pointer bitmaps, and itabs, reached from moduledata's lists.
///
/// Names and bitmaps are stored once, so they belong to all packages whose types use them. Cannot know: types that only
/// code refers to.
func typeClaims(_ subject: borrowing Subject, _ types: TypeOwners, _ owners: inout OwnerTable) -> [Claim] {
    guard let table = subject.program.types, let module = subject.program.moduleData else { return [] }
    var claims: [Claim] = []
    claims.reserveCapacity(3 * table.descriptors.count + table.names.count)
    for (descriptor, owner) in zip(table.descriptors, types.owners) {
        claims.add(Claim(descriptor.fixed, owner, .types))
        if !descriptor.arrays.isEmpty { claims.add(Claim(descriptor.arrays, owner, .types)) }
    }
    for itab in table.itabs { claims.append(Claim(itab.range, types.owners[itab.type], .types)) }
    for links in table.links { claims.append(Claim(links, .overhead(.linker), .types)) }
    // The typelinks start after a word that no descriptor uses.
    if let start = subject.image.memory.offset(of: module.types.lowerBound) {
        claims.append(Claim(start..<start + subject.image.pointerSize, .overhead(.linker), .types))
    }
    claims += blobClaims(table.names.map { ($0.range, types.owners[$0.descriptor]) }, &owners)
    claims += blobClaims(
        zip(table.descriptors, types.owners).compactMap { type, owner in type.pointers.map { ($0, owner) } }, &owners)
    return claims
}

/// Blobs shared by types: each belongs to the packages of all its types.
private func blobClaims(_ uses: [(range: Range<Int>, owner: Owner)], _ owners: inout OwnerTable) -> [Claim] {
    guard let base = uses.lazy.map(\.range.lowerBound).min(), let end = uses.lazy.map(\.range.upperBound).max(),
        end - base <= UInt32.max
    else { return [] }
    var users = TableUsers(size: end - base)
    var extents: [UInt64] = []
    extents.reserveCapacity(uses.count)
    for use in uses {
        users.note(use.range.lowerBound - base, use.owner)
        extents.append(UInt64(use.range.lowerBound - base) << 32 | UInt64(use.range.upperBound - base))
    }
    extents.sortByHighHalf()
    var extent = 0
    var claims: [Claim] = []
    for (offset, owner) in users.owners(&owners) {
        while extent < extents.count, extents[extent] >> 32 < offset { extent += 1 }
        guard extent < extents.count else { break }
        claims.add(Claim(base + offset..<base + Int(extents[extent] & 0xffff_ffff), owner, .types))
    }
    return claims
}
