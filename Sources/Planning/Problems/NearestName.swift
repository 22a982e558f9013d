/// The candidate with the fewest edits from `name`, or nil when none is near enough to be what was meant.
///
/// An edit is a character put in, left out, replaced, or swapped with its neighbour; case counts for nothing.
public func nearestName<Candidates: Sequence<String>>(to name: String, among candidates: Candidates) -> String? {
    let wanted = Array(name.lowercased())
    let limit = min(max(1, (wanted.count + 2) / 3), 4)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
        let distance = editDistance(wanted, Array(candidate.lowercased()))
        // What shares nothing with the name is not what was meant.
        if distance <= limit, distance < wanted.count, distance < best?.distance ?? Int.max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(row[j] + 1, previous[j + 1] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, beforePrevious[j - 1] + 1)
            }
            row.append(cost)
        }
        beforePrevious = previous
        previous = row
    }
    return previous[b.count]
}
