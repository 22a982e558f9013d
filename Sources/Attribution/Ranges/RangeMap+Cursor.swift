internal import BinaryFormats

extension RangeMap {
    func cursor() -> Cursor { Cursor(regions) }

    /// Who owns bytes, for look-ups in mostly ascending order: begins where the last one ended.
    struct Cursor {
        private let regions: [Region]
        private var region = 0..<0
        /// Of the region.
        private var claims: [Claim] = []
        private var claim = 0

        fileprivate init(_ regions: [Region]) {
            self.regions = regions
        }

        /// Who owns the byte at a file offset; nil when nobody has claimed it yet.
        mutating func owner(at offset: Int) -> Owner? {
            if !region.contains(offset) {
                let index = regions.partitioningIndex { $0.range.upperBound > offset }
                guard index < regions.count, regions[index].range.contains(offset) else { return nil }
                region = regions[index].range
                claims = regions[index].claims
                claim = 0
            }
            seek(offset)
            guard claim < claims.count, claims[claim].range.contains(offset) else { return nil }
            return claims[claim].owner
        }

        /// Moves to the first claim that ends behind `offset`. Most offsets lie in the claim of the one before or in one of
        /// the next few.
        private mutating func seek(_ offset: Int) {
            if claim == 0 || claims[claim - 1].range.upperBound <= offset {
                for _ in 0..<8 {
                    guard claim < claims.count, claims[claim].range.upperBound <= offset else { return }
                    claim += 1
                }
            }
            claim = claims.partitioningIndex { $0.range.upperBound > offset }
        }
    }
}
