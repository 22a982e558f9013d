internal import BinaryFormats
internal import GoMetadata

/// Constants and data of other compilers without symbols, by references to them: code with an owner, and pointers in data with an
/// owner, found by relocations or in Swift's metadata.
///
/// An object starts at the target of a reference and ends where the next one starts. Cannot know: objects without references.
func foreignReferenceClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    let image = subject.image
    let free = map.unclaimed().compactMap { region, range -> Range<Int>? in
        guard case .section(let index) = region.origin, image.sections[index].isLoaded,
            image.sections[index].role == .data || image.sections[index].role == .readOnlyData
        else { return nil }
        return range
    }
    let code = map.foreignCode(subject)
    guard !free.isEmpty, !code.isEmpty else { return [] }
    var users = TableUsers(size: image.contentSize)
    var memory = image.memory.cursor()
    func note(_ target: Address, _ user: Owner) {
        guard user != .unexplained, let offset = memory.offset(of: target),
            let place = free.last(while: { $0.lowerBound <= offset }), place.contains(offset)
        else { return }
        users.note(offset, user)
    }
    let mappings = image.memory.mappings
    let targets = (mappings.first?.address ?? Address(0))..<(mappings.last?.addresses.upperBound ?? Address(0))
    let references = CodeReferences(from: code.map(\.range), to: targets, image, subject.reader)
    for reference in references.references {
        note(references.target(of: reference), code[Int(reference.function)].owner)
    }
    for table in image.relocations {
        var slots = image.memory.cursor()
        var bytes = map.cursor()
        try? table.forEach(image, subject.reader) { relocation in
            guard case .pointer(let target) = relocation.value, let slot = slots.offset(of: relocation.slot) else { return }
            note(Address(target), bytes.owner(at: slot) ?? .unexplained)
        }
    }
    if subject.isNative { map.forEachSwiftReference(subject, except: owners.knows("C")) { note($0, $1) } }
    return objects(users.owners(&owners), in: free, subject)
}

/// One claim per start, up to the next start or the end of the free range.
private func objects(_ starts: [(offset: Int, owner: Owner)], in free: [Range<Int>], _ subject: borrowing Subject) -> [Claim] {
    var claims: [Claim] = []
    var next = 0
    for range in free {
        while next < starts.count, starts[next].offset < range.lowerBound { next += 1 }
        while next < starts.count, starts[next].offset < range.upperBound {
            let start = starts[next]
            next += 1
            let end = next < starts.count ? min(starts[next].offset, range.upperBound) : range.upperBound
            let isText = subject.reader.isText(start.offset..<end)
            claims.append(Claim(start.offset..<end, start.owner, isText ? .strings : .data))
        }
    }
    return claims
}

extension RangeMap {
    /// Claims on code outside of the Go text.
    fileprivate func foreignCode(_ subject: borrowing Subject) -> [Claim] {
        guard let goText = subject.goText else { return [] }
        let go = subject.image.memory.range(of: goText) ?? 0..<0
        return regions.flatMap(\.claims).filter { $0.kind == .code && !go.overlaps($0.range) }
    }
}

extension RangeMap {
    /// Calls `body` with the target and the owner of each word that points, by a 32-bit distance from itself, into the texts of
    /// Swift's metadata: names of fields and mangled names of types. Other data hardly ever matches such a distance.
    func forEachSwiftReference(_ subject: borrowing Subject, except foreign: Owner?, _ body: (Address, Owner) -> Void) {
        let sections = subject.image.sections
        func isText(_ section: Section) -> Bool {
            section.name.hasSuffix("swift5_reflstr") || section.name.hasSuffix("swift5_typeref")
        }
        let texts = sections.filter { isText($0) && $0.isLoaded && !$0.range.isEmpty }
        guard let start = texts.map(\.address).min(), let end = texts.map({ $0.address + UInt64($0.range.count) }).max(),
            start < end
        else { return }
        let reader = subject.reader
        for region in regions {
            guard case .section(let index) = region.origin, sections[index].isLoaded, !isText(sections[index]),
                sections[index].role == .data || sections[index].role == .readOnlyData
            else { continue }
            let section = sections[index]
            for claim in region.claims where claim.kind == .data && claim.owner != foreign {
                var address = section.address + UInt64(claim.range.lowerBound - section.range.lowerBound)
                var offset = claim.range.lowerBound
                let misalignment = Int(address.value & 3)
                if misalignment > 0 {
                    offset += 4 - misalignment
                    address = address + UInt64(4 - misalignment)
                }
                while offset + 4 <= claim.range.upperBound, let distance = reader.i32(at: offset) {
                    let target = address + UInt64(bitPattern: Int64(distance))
                    if target >= start, target < end { body(target, claim.owner) }
                    offset += 4
                    address = address + 4
                }
            }
        }
    }
}
