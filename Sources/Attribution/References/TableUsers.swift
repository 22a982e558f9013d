/// The users of each offset of a table: recorded in any order, then read back in the table's order.
struct TableUsers {
    /// Offset << 32 | owner code.
    private(set) var uses: [UInt64] = []
    /// Recent uses, by the low bits of the offset: most repetitions come soon.
    private var recent = Array(repeating: UInt64.max, count: 1 << 13)
    private let size: Int

    /// `size` is the number of offsets, in the unit of the table; it is below 2^32.
    init(size: Int) {
        self.size = min(size, Int(UInt32.max))
    }

    /// Records a use. Offsets out of the table are hostile and ignored.
    mutating func note(_ offset: Int, _ user: Owner) {
        guard offset >= 0, offset < size else { return }
        let use = UInt64(offset) << 32 | UInt64(user.code)
        let slot = offset & (recent.count - 1)
        guard recent[slot] != use else { return }
        recent[slot] = use
        uses.append(use)
    }

    static func offset(_ use: UInt64) -> Int { Int(use >> 32) }
    static func owner(_ use: UInt64) -> Owner { Owner(code: UInt32(truncatingIfNeeded: use)) }

    /// Removes the uses of offsets, which ascend; those of the table are sorted.
    mutating func remove(_ offsets: [Int]) {
        var next = 0
        uses.removeAll { use in
            let offset = TableUsers.offset(use)
            while next < offsets.count, offsets[next] < offset { next += 1 }
            return next < offsets.count && offsets[next] == offset
        }
    }

    /// Sorts the uses by offset.
    mutating func sort() {
        uses.sortByHighHalf()
    }

    /// Calls `body` with each offset in use and its users, ascending.
    mutating func forEach(_ body: (Int, LazyMapSequence<ArraySlice<UInt64>, Owner>) -> Void) {
        uses.sortByHighHalf()
        var first = 0
        while first < uses.count {
            let offset = uses[first] >> 32
            var next = first + 1
            while next < uses.count, uses[next] >> 32 == offset { next += 1 }
            body(Int(offset), uses[first..<next].lazy.map(TableUsers.owner))
            first = next
        }
    }

    /// Each offset in use with its owner, ascending.
    mutating func owners(_ table: inout OwnerTable) -> [(offset: Int, owner: Owner)] {
        var result: [(offset: Int, owner: Owner)] = []
        result.reserveCapacity(uses.count)
        forEach { offset, users in
            let owner = users.count == 1 ? users.first ?? .unexplained : table.owner(sharedBy: users)
            result.append((offset, owner))
        }
        return result
    }
}

extension [UInt64] {
    /// Stable radix sort by the upper 32 bits, in digits of 11 bits, as many as the largest value has.
    mutating func sortByHighHalf() {
        var highest: UInt64 = 0
        var isSorted = true
        for value in self {
            isSorted = isSorted && value >> 32 >= highest >> 32
            highest = Swift.max(highest, value)
        }
        if isSorted { return }
        var target: [UInt64] = Array(repeating: 0, count: count)
        var shift: UInt64 = 32
        while shift < 64, highest >> shift > 0 {
            var starts = Array<Int>(repeating: 0, count: 1 << 11)
            for value in self { starts[Int(value >> shift) & 0x7ff] += 1 }
            var sum = 0
            for digit in starts.indices { (starts[digit], sum) = (sum, sum + starts[digit]) }
            for value in self {
                let digit = Int(value >> shift) & 0x7ff
                target[starts[digit]] = value
                starts[digit] += 1
            }
            swap(&self, &target)
            shift += 11
        }
    }
}
