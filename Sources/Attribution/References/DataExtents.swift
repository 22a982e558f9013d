/// Parts of an arena that each lie in one object, because something says where it begins and how long it is: no other object
/// begins in them.
struct DataExtents {
    /// Ascending, disjoint.
    private(set) var ranges: [Range<Int>] = []
    /// Ends of those whose object ends with them, ascending.
    private(set) var ends: [Int] = []
    /// Lower bound << 32 | upper bound.
    private var found: [UInt64] = []
    private var foundEnds: [UInt64] = []

    /// `isWhole` says that the object ends where the range does.
    mutating func add(_ range: Range<Int>, isWhole: Bool) {
        guard !range.isEmpty, let end = UInt32(exactly: range.upperBound) else { return }
        found.append(UInt64(range.lowerBound) << 32 | UInt64(end))
        if isWhole { foundEnds.append(UInt64(end) << 32) }
    }

    /// What lies in another range is part of it; of two that overlap otherwise the one that starts first counts.
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
