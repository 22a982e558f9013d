internal import BinaryFormats

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
