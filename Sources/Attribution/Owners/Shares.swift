/// How the packages of each set split bytes: equally, the first by path take the remainder, so that the parts sum exactly.
struct Shares {
    /// Package indexes, set after set, in a set by path.
    private var members: [Int]
    /// Where each set begins in `members`, and the end of the last.
    private var starts = [0]

    init(_ owners: OwnerTable) {
        var setsOfPackage = Array(repeating: [Int](), count: owners.packages.count)
        for (set, packages) in owners.sets.enumerated() {
            for package in packages { setsOfPackage[package].append(set) }
            starts.append(starts[set] + packages.count)
        }
        members = Array(repeating: 0, count: starts[owners.sets.count])
        var next = starts
        for package in owners.packages.indices.sorted(by: { owners.packages[$0] < owners.packages[$1] }) {
            for set in setsOfPackage[package] {
                members[next[set]] = package
                next[set] += 1
            }
        }
    }

    /// Calls `give` with the part of `size` bytes that each package of a set gets.
    @inline(__always)
    func split(_ size: Int, in set: Int, _ give: (_ package: Int, _ part: Int) -> Void) {
        let range = starts[set]..<starts[set + 1]
        let (part, remainder) = size.quotientAndRemainder(dividingBy: range.count)
        for (position, index) in range.enumerated() { give(members[index], position < remainder ? part + 1 : part) }
    }
}
