internal import BinaryFormats

extension RangeMap {
    func cursor() -> Cursor { Cursor(regions) }

    /// Who owns bytes, for look-ups in mostly ascending order: begins where the last one ended.
    struct Cursor {
        private let regions: [Region]
        private var region = 0
        private var claim = 0

        fileprivate init(_ regions: [Region]) {
            self.regions = regions
        }

        /// Who owns the byte at a file offset; nil when nobody has claimed it yet.
        mutating func owner(at offset: Int) -> Owner? {
            guard seek(offset), claim < regions[region].claims.count, regions[region].claims[claim].range.contains(offset) else { return nil }
            return regions[region].claims[claim].owner
        }

        /// The owners of a range of file offsets, in order.
        mutating func owners(in range: Range<Int>) -> [Owner] {
            guard !range.isEmpty, seek(range.lowerBound) else { return [] }
            var owners: [Owner] = []
            var index = claim
            for region in regions[region...] {
                guard region.range.lowerBound < range.upperBound else { break }
                while index < region.claims.count, region.claims[index].range.lowerBound < range.upperBound {
                    if owners.last != region.claims[index].owner { owners.append(region.claims[index].owner) }
                    index += 1
                }
                index = 0
            }
            return owners
        }

        /// Moves to the first claim that ends behind `offset`; false where the file has ended.
        private mutating func seek(_ offset: Int) -> Bool {
            if !regions.indices.contains(region) || !regions[region].range.contains(offset) {
                region = Cursor.first(regions.count) { regions[$0].range.upperBound > offset }
                claim = 0
                guard region < regions.count else { return false }
            }
            let claims = regions[region].claims
            // Most slots lie in the claim of the one before or in one of the next few.
            if claim < claims.count, claim == 0 || claims[claim - 1].range.upperBound <= offset {
                for next in claim..<min(claim + 8, claims.count) where claims[next].range.upperBound > offset {
                    claim = next
                    return true
                }
            }
            claim = Cursor.first(claims.count) { claims[$0].range.upperBound > offset }
            return true
        }

        /// The first index for which `holds`, which is false up to some index and true from there on.
        private static func first(_ count: Int, where holds: (Int) -> Bool) -> Int {
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                if holds(middle) { high = middle } else { low = middle + 1 }
            }
            return low
        }
    }
}
