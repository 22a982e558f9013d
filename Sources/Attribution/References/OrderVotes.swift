/// Votes on the order of pairs of packages, by rows of objects, and the order with the fewest contradictions.
struct OrderVotes {
    /// A pair of packages, each 16 bits, << 32 | votes.
    private var votes: [UInt64] = []
    /// By package: the weighted sum of its relative positions in rows, from 0 to 1.
    private var places: [(sum: Double, weight: Double)]

    /// Package numbers are below `packages`, which is at most 2^16.
    init(packages: Int) {
        places = Array(repeating: (0, 0), count: packages)
    }

    /// Adds a row of objects whose packages are in order, except for errors.
    mutating func add(_ objects: Range<Int>, _ owners: [Owner]) {
        var row: [UInt64] = []
        for object in objects {
            if case .package(let package) = owners[object].meaning { row.append(UInt64(package) << 32 | UInt64(object)) }
        }
        row.sortByHighHalf()
        var packages: [(package: Int, median: UInt32, count: Int)] = []
        var first = 0
        for index in row.indices.dropFirst() + [row.count]
        where index > first && (index == row.count || row[index] >> 32 != row[first] >> 32) {
            packages.append((Int(row[first] >> 32), UInt32(truncatingIfNeeded: row[(first + index) / 2]), index - first))
            first = index
        }
        guard packages.count > 1 else { return }
        packages.sort { $0.median < $1.median }
        for (index, first) in packages.enumerated() {
            // Long rows have more weight.
            places[first.package].sum += Double(packages.count) * Double(index) / Double(packages.count - 1)
            places[first.package].weight += Double(packages.count)
            for second in packages[(index + 1)...].prefix(2) {
                let count = UInt64(min(first.count, second.count, 3))
                votes.append(UInt64(first.package) << 48 | UInt64(second.package) << 32 | count)
            }
        }
    }

    /// The resulting order, without packages that have no row.
    consuming func order() -> [Int] {
        let neighbours = neighbours()
        var order = neighbours.indices.filter { !neighbours[$0].isEmpty }
        order.sort { places[$0].sum / places[$0].weight < places[$1].sum / places[$1].weight }
        var keys = Array(repeating: 0.0, count: neighbours.count)
        var around: [(key: Double, votes: Int)] = []
        // Whether a package may have to move: initially all, then those with a neighbour that has moved.
        var isOpen = Array(repeating: true, count: neighbours.count)
        for _ in 0..<6 {
            for (rank, package) in order.enumerated() { keys[package] = Double(rank) }
            var hasMoved = false
            for package in order where isOpen[package] {
                isOpen[package] = false
                guard let key = OrderVotes.better(keys[package], neighbours[package], keys, &around) else { continue }
                keys[package] = key
                for neighbour in neighbours[package] { isOpen[neighbour.package] = true }
                hasMoved = true
            }
            if !hasMoved { break }
            order.sort { keys[$0] < keys[$1] }
        }
        return order
    }

    /// By package: the other packages with votes, positive if the package comes first.
    private mutating func neighbours() -> [[(package: Int, votes: Int)]] {
        var neighbours: [[(package: Int, votes: Int)]] = Array(repeating: [], count: places.count)
        votes.sortByHighHalf()
        var index = 0
        while index < votes.count {
            let pair = votes[index] >> 32
            var sum = 0
            while index < votes.count, votes[index] >> 32 == pair {
                sum += Int(votes[index] & 0xffff_ffff)
                index += 1
            }
            neighbours[Int(pair >> 16)].append((Int(pair & 0xffff), sum))
            neighbours[Int(pair & 0xffff)].append((Int(pair >> 16), -sum))
        }
        return neighbours
    }

    /// The position among its neighbours that the fewest votes contradict; nil if the package is already there. `around` is
    /// scratch memory.
    private static func better(
        _ key: Double, _ neighbours: [(package: Int, votes: Int)], _ keys: [Double], _ around: inout [(key: Double, votes: Int)]
    ) -> Double? {
        around.removeAll(keepingCapacity: true)
        for neighbour in neighbours { around.append((keys[neighbour.package], neighbour.votes)) }
        around.sort { $0.key < $1.key }
        // The votes against the first position are those of packages that come before the package.
        var against = 0
        var best = (against: Int.max, slot: 0)
        var current = Int.max
        for slot in 0...around.count {
            let low = slot > 0 ? around[slot - 1].key : -.infinity
            let high = slot < around.count ? around[slot].key : .infinity
            if low <= key, key <= high { current = min(current, against) }
            if against < best.against { best = (against, slot) }
            if slot < around.count { against += around[slot].votes }
        }
        guard best.against < current, let first = around.first, let last = around.last else { return nil }
        if best.slot == 0 { return first.key - 1 }
        if best.slot == around.count { return last.key + 1 }
        return (around[best.slot - 1].key + around[best.slot].key) / 2
    }
}
