public import BinaryFormats
internal import GoMetadata

/// Data and strings of a program whose archives are available, object by object, as the linker placed them: exact, and equal for
/// stripped and unstripped files.
///
/// Cannot know: objects at other addresses than the linker model predicts; they are left to the inferring passes.
func linkedObjectClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    guard let linked = subject.options.linked else { return [] }
    var ownersOfSets: [Owner] = []
    for paths in linked.owners { ownersOfSets.append(paths.isEmpty ? .overhead(.linker) : owners.owner(sharedBy: paths)) }
    var claims: [Claim] = []
    claims.reserveCapacity(linked.objects.count)
    for object in linked.objects where ownersOfSets.indices.contains(object.owner) {
        guard let range = subject.image.memory.range(of: object.addresses) else { continue }
        claims.append(Claim(range, ownersOfSets[object.owner], object.isText ? .strings : .data))
    }
    claims.append(contentsOf: fipsRecordClaims(subject, &owners))
    // The first claim on a byte wins, so the extents get the bytes between the objects.
    return claims + gapClaims(claims, linked, subject)
}

/// PE has no separate sections for the structures before the data: build info, the record of crypto/internal/fips140/check, the
/// import table, moduledata. (cmd/link/internal/ld/fips140.go)
private func fipsRecordClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    guard subject.image.format == .pe, let info = subject.program.buildInfo, let module = subject.program.moduleData,
        info.range.upperBound < module.range.lowerBound
    else { return [] }
    let between = info.range.upperBound..<module.range.lowerBound
    let mark: [UInt8] = [0xff] + Array(" Go fipsinfo ".utf8) + [0xff, 0]
    // Magic, checksum, address of the record itself and the ends of four parts.
    let size = 16 + 32 + 9 * subject.image.pointerSize
    guard let start = subject.reader.occurrences(of: mark, in: between, limit: 1).first, start + size <= between.upperBound else {
        return [Claim(between, .overhead(.linker), .other)]
    }
    return [
        Claim(between.lowerBound..<start, .overhead(.linker), .other),
        Claim(start..<start + size, owners.package("crypto/internal/fips140/check"), .data),
        Claim(start + size..<between.upperBound, .overhead(.linker), .other),
    ]
}

private func gapClaims(_ claims: [Claim], _ linked: LinkedObjects, _ subject: borrowing Subject) -> [Claim] {
    let taken = claims.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    var gaps: [Claim] = []
    for extent in linked.extents {
        guard let range = subject.image.memory.range(of: extent) else { continue }
        var cursor = range.lowerBound
        for other in taken[taken.partitioningIndex { $0.upperBound > range.lowerBound }...] {
            if other.lowerBound >= range.upperBound { break }
            if cursor < other.lowerBound {
                let gap = cursor..<other.lowerBound
                let isPadding = gap.count < 32 && gap.allSatisfy { subject.reader.u8(at: $0) == 0 }
                gaps.append(Claim(gap, .overhead(isPadding ? .padding : .linker), .other))
            }
            cursor = max(cursor, other.upperBound)
        }
        if let padding = padding(after: range, subject) { gaps.append(Claim(padding, .overhead(.padding), .other)) }
    }
    return gaps
}

/// Padding after an object: up to the end of the section, as in PE, or to the alignment of the next object.
private func padding(after range: Range<Int>, _ subject: borrowing Subject) -> Range<Int>? {
    guard let section = subject.image.sections.first(where: { $0.range.contains(range.upperBound - 1) }) else { return nil }
    var end = range.upperBound
    while end < section.range.upperBound, subject.reader.u8(at: end) == 0 { end += 1 }
    if end < section.range.upperBound { end = min(end, range.upperBound + 31) }
    return range.upperBound < end ? range.upperBound..<end : nil
}

/// Data whose owners are known from the archives the program was linked from, each object checked against the file.
public struct LinkedObjects: Sendable {
    public struct Object: Sendable {
        public var addresses: Range<Address>
        /// Index into `owners`; the owner without packages is the linker.
        public var owner: Int
        public var isText: Bool

        public init(addresses: Range<Address>, owner: Int, isText: Bool) {
            self.addresses = addresses
            self.owner = owner
            self.isText = isText
        }
    }

    /// Ascending, disjoint.
    public let objects: [Object]
    /// Import paths of the packages that share an object.
    public let owners: [[String]]
    /// Ranges in which the bytes between objects are padding or data of the linker.
    public let extents: [Range<Address>]

    public init(objects: [Object], owners: [[String]], extents: [Range<Address>]) {
        self.objects = objects.sorted { $0.addresses.lowerBound < $1.addresses.lowerBound }
        self.owners = owners
        self.extents = extents
    }

    /// The packages of the object that holds an address.
    func owners(of address: Address) -> [String]? {
        guard let object = objects.last(while: { $0.addresses.lowerBound <= address }), object.addresses.contains(address),
            owners.indices.contains(object.owner), !owners[object.owner].isEmpty
        else { return nil }
        return owners[object.owner]
    }
}

extension OwnerTable {
    /// The owner of bytes that the packages with these import paths share.
    mutating func owner(sharedBy paths: [String]) -> Owner {
        let packages = paths.map { package($0) }
        return owner(sharedBy: packages)
    }
}
