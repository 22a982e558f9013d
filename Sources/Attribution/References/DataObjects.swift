/// The starts of objects in an arena, added in any order: a bit per position, and the number of starts before each word of bits.
struct DataObjects {
    private var bits: [UInt64]
    private var ranks: [UInt32] = []
    /// By object: whether it has no references and starts at the end of another.
    private var unknown: [Bool] = []

    /// Positions are below `size`.
    init(size: Int) {
        bits = Array(repeating: 0, count: size / 64 + 1)
    }

    mutating func insert(_ position: Int) {
        bits[position >> 6] |= 1 << UInt64(position & 63)
    }

    /// Whether an object starts at a position.
    func contains(_ position: Int) -> Bool { bits[position >> 6] >> UInt64(position & 63) & 1 == 1 }

    /// Starts of all objects, ascending. No object spans a barrier or starts within an extent.
    mutating func finish(barriers: [Int], _ extents: DataExtents) -> [Int] {
        for extent in extents.ranges { makeOne(extent) }
        var unpointed = barriers.filter { !contains($0) }
        // Bytes up to the largest alignment are padding.
        unpointed += extents.ends.filter { !containsAny(of: $0..<$0 + 32) }
        for start in unpointed { insert(start) }
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
        unknown = Array(repeating: false, count: starts.count)
        for start in unpointed { unknown[index(of: start)] = true }
        return starts
    }

    func isUnknown(_ object: Int) -> Bool { unknown[object] }

    /// The object that holds a position.
    func index(containing position: Int) -> Int? {
        let index = Int(ranks[position >> 6]) + (bits[position >> 6] << UInt64(63 - position & 63)).nonzeroBitCount
        return index > 0 ? index - 1 : nil
    }

    /// The object that starts at a position; `starts` are the starts of all objects.
    func index(of position: Int, _ starts: [Int]) -> Int? {
        index(containing: position).flatMap { starts[$0] == position ? $0 : nil }
    }

    /// The object that starts at an inserted position.
    private func index(of start: Int) -> Int {
        Int(ranks[start >> 6]) + (bits[start >> 6] & (1 << UInt64(start & 63) - 1)).nonzeroBitCount
    }

    /// Makes an extent one object, unless it is part of an object that starts shortly before it.
    private mutating func makeOne(_ extent: Range<Int>) {
        var hasInner = false
        forEachWord(of: extent.lowerBound + 1..<extent.upperBound) { word, mask in
            hasInner = hasInner || word & mask != 0
            word &= ~mask
        }
        if hasInner, !containsAny(of: max(0, extent.lowerBound - 64)..<extent.lowerBound + 1) { insert(extent.lowerBound) }
    }

    private func containsAny(of range: Range<Int>) -> Bool {
        range.contains { $0 >> 6 < bits.count && contains($0) }
    }

    /// Calls `body` with each word of bits that has some of `range`, and a mask of those.
    private mutating func forEachWord(of range: Range<Int>, _ body: (inout UInt64, UInt64) -> Void) {
        guard !range.isEmpty else { return }
        let last = range.upperBound - 1
        for word in range.lowerBound >> 6...last >> 6 {
            var mask = UInt64.max
            if word == range.lowerBound >> 6 { mask &= .max << UInt64(range.lowerBound & 63) }
            if word == last >> 6 { mask &= .max >> UInt64(63 - last & 63) }
            body(&bits[word], mask)
        }
    }
}

/// Parts of an arena that each belong to one object, with known start and length: no other object starts within them.
struct DataExtents {
    /// Ascending, disjoint.
    private(set) var ranges: [Range<Int>] = []
    /// Ends of extents that are also ends of their object, ascending.
    private(set) var ends: [Int] = []
    /// Lower bound << 32 | upper bound.
    private var found: [UInt64] = []
    private var foundEnds: [UInt64] = []

    /// `isWhole` means that the object ends with the range.
    mutating func add(_ range: Range<Int>, isWhole: Bool) {
        guard !range.isEmpty, let end = UInt32(exactly: range.upperBound) else { return }
        found.append(UInt64(range.lowerBound) << 32 | UInt64(end))
        if isWhole { foundEnds.append(UInt64(end) << 32) }
    }

    /// Resolves overlaps: a range within another is part of it; of two other overlapping ranges the first one counts.
    mutating func finish() {
        found.sortByHighHalf()
        for code in found {
            let range = Int(code >> 32)..<Int(code & 0xffff_ffff)
            guard let last = ranges.last, range.lowerBound < last.upperBound else {
                ranges.append(range)
                continue
            }
            if range.lowerBound == last.lowerBound, range.upperBound > last.upperBound { ranges[ranges.count - 1] = range }
        }
        foundEnds.sortByHighHalf()
        var next = 0
        for code in foundEnds {
            let end = Int(code >> 32)
            while next < ranges.count, ranges[next].upperBound < end { next += 1 }
            if next < ranges.count, ranges[next].upperBound == end, ends.last != end { ends.append(end) }
        }
        found = []
        foundEnds = []
    }
}
