/// Who refers to each offset of a table: noted in any order, then read back in the table's order.
struct TableUsers {
    /// Offset << 32 | owner code.
    private var uses: [UInt64] = []
    /// The user noted last at each offset, which spares most repetitions.
    private var last: [UInt32]

    /// `size` is the number of offsets, in whatever unit the table has.
    init(size: Int) {
        last = Array(repeating: .max, count: size)
    }

    /// Offsets out of the table are hostile and ignored.
    mutating func note(_ offset: Int, _ user: Owner) {
        guard offset >= 0, offset < last.count, last[offset] != user.code else { return }
        last[offset] = user.code
        uses.append(UInt64(offset) << 32 | UInt64(user.code))
    }

    /// Each offset in use with its owner, ascending.
    func owners(_ table: inout OwnerTable) -> [(offset: Int, owner: Owner)] {
        let sorted = uses.sorted()
        var result: [(offset: Int, owner: Owner)] = []
        var first = 0
        while first < sorted.count {
            let offset = sorted[first] >> 32
            var next = first + 1
            while next < sorted.count, sorted[next] >> 32 == offset { next += 1 }
            let owner =
                next == first + 1
                ? Owner(code: UInt32(truncatingIfNeeded: sorted[first]))
                : table.owner(sharedBy: sorted[first..<next].lazy.map { Owner(code: UInt32(truncatingIfNeeded: $0)) })
            result.append((Int(offset), owner))
            first = next
        }
        return result
    }
}
