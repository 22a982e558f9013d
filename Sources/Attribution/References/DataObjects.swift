/// Where objects begin in an arena, found in any order: a bit for each position, and how many stand before each word of bits.
struct DataObjects {
    private var bits: [UInt64]
    private var ranks: [UInt32] = []
    /// Objects that nothing points to: bytes of nobody behind a barrier.
    private var unknown: Set<Int> = []

    /// Positions are below `size`.
    init(size: Int) {
        bits = Array(repeating: 0, count: size / 64 + 1)
    }

    mutating func insert(_ position: Int) {
        bits[position >> 6] |= 1 << UInt64(position & 63)
    }

    /// Starts of all objects, ascending; `barriers` are positions that no object reaches across.
    mutating func finish(barriers: [Int]) -> [Int] {
        let unpointed = barriers.filter { !contains($0) }
        for barrier in unpointed { insert(barrier) }
        var starts: [Int] = []
        starts.reserveCapacity(bits.reduce(0) { $0 + $1.nonzeroBitCount })
        ranks.reserveCapacity(bits.count)
        for (word, value) in bits.enumerated() {
            ranks.append(UInt32(starts.count))
            var rest = value
            while rest != 0 {
                starts.append(word << 6 | rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
        unknown = Set(unpointed.map { index(of: $0) })
        return starts
    }

    func isUnknown(_ object: Int) -> Bool { unknown.contains(object) }

    private func contains(_ position: Int) -> Bool { bits[position >> 6] >> UInt64(position & 63) & 1 == 1 }

    /// The object that holds a position.
    func index(containing position: Int) -> Int? {
        let index = Int(ranks[position >> 6]) + (bits[position >> 6] << UInt64(63 - position & 63)).nonzeroBitCount
        return index > 0 ? index - 1 : nil
    }

    /// The object that begins at a position that was inserted.
    func index(of start: Int) -> Int {
        Int(ranks[start >> 6]) + (bits[start >> 6] & (1 << UInt64(start & 63) - 1)).nonzeroBitCount
    }
}
