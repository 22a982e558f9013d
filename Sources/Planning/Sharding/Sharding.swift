/// Gives each job of a plan to one of some shards, the same on every machine.
///
/// Jobs that compile alike share nearly all of their work, so they stay together; where such a group is longer than its share of the
/// whole, it is halved. Groups go to the shard with the least work, longest first; then jobs move and change places while that
/// makes the longest shard shorter. (Graham 1969: longest first is at most a third above the best)
public struct Sharding: Sendable, Equatable {
    /// Shard of each job, from 0.
    public private(set) var shards: [Int]
    public let count: Int

    /// A group is halved while the longest shard is longer than the lower bound by more.
    private static let tolerance = 1.05
    /// Moves and changes of places; each makes the longest shard shorter, so few are needed.
    private static let mostSteps = 1000

    private struct Unit {
        var jobs: [Int]
        var cost: Double
    }

    /// `costs` in seconds, of any job and none below zero; `count` from 1.
    public init(_ jobs: [BuildJob], costs: [Double], count: Int) {
        self.count = count
        shards = Array(repeating: 0, count: jobs.count)
        guard count > 1, !jobs.isEmpty else { return }
        var units = Self.groups(of: jobs).map { group in Unit(jobs: group, cost: group.reduce(0) { $0 + costs[$1] }) }
        let total = units.reduce(0) { $0 + $1.cost }
        let bound = max(total / Double(count), costs.max() ?? 0)
        var assigned = Self.assigned(units, count)
        while Self.longest(assigned, count, units) > bound * Self.tolerance {
            let loads = Self.loads(assigned, count, units)
            let worst = loads.indices.max { loads[$0] < loads[$1] } ?? 0
            let splittable = units.indices.filter { assigned[$0] == worst && units[$0].jobs.count > 1 }
            guard let largest = splittable.max(by: { (units[$0].cost, $1) < (units[$1].cost, $0) }) else { break }
            units += Self.halves(units[largest], costs)
            units.remove(at: largest)
            assigned = Self.assigned(units, count)
        }
        for (unit, shard) in zip(units, assigned) {
            for job in unit.jobs { shards[job] = shard }
        }
    }

    /// Indices of the jobs of a shard, from 0, in their order.
    public func jobs(of shard: Int) -> [Int] { shards.indices.filter { shards[$0] == shard } }

    /// Indices of the jobs of each shard, in their order.
    var jobsOfShards: [[Int]] {
        shards.indices.reduce(into: Array(repeating: [], count: count)) { $0[shards[$1]].append($1) }
    }

    /// Jobs that compile alike: the same program with the same environment and flags but the linker's, and a universal build with those
    /// that it joins. In the order of their first jobs.
    static func groups(of jobs: [BuildJob]) -> [[Int]] {
        var group: [String: Int] = [:]
        var groups: [[Int]] = []
        for (index, job) in jobs.enumerated() {
            let keys = ([job] + (job.slices ?? [])).map(\.compilationKey)
            let known = keys.compactMap { group[$0] }.first
            let place = known ?? groups.count
            if known == nil { groups.append([]) }
            groups[place].append(index)
            for key in keys { group[key] = group[key] ?? place }
        }
        return groups
    }

    /// The first jobs of a unit and the rest, whose costs differ as little as their order allows.
    private static func halves(_ unit: Unit, _ costs: [Double]) -> [Unit] {
        var before = 0.0
        var cut = 1
        for (place, job) in unit.jobs.dropLast().enumerated() {
            before += costs[job]
            cut = place + 1
            if before * 2 >= unit.cost { break }
        }
        return [unit.jobs[..<cut], unit.jobs[cut...]].map { jobs in
            Unit(jobs: Array(jobs), cost: jobs.reduce(0) { $0 + costs[$1] })
        }
    }

    private static func loads(_ assigned: [Int], _ count: Int, _ units: [Unit]) -> [Double] {
        zip(assigned, units).reduce(into: Array(repeating: 0, count: count)) { $0[$1.0] += $1.1.cost }
    }

    private static func longest(_ assigned: [Int], _ count: Int, _ units: [Unit]) -> Double {
        loads(assigned, count, units).max() ?? 0
    }

    private static func assigned(_ units: [Unit], _ count: Int) -> [Int] {
        let order = units.indices.sorted {
            (units[$1].cost, units[$0].jobs[0]) < (units[$0].cost, units[$1].jobs[0])
        }
        var heap = ShardHeap(count)
        var assigned = Array(repeating: 0, count: units.count)
        for index in order { assigned[index] = heap.add(units[index].cost) }
        improve(&assigned, count, units)
        return assigned
    }

    /// Moves a unit out of the longest shard, or changes its place with a smaller one, as long as both shards end below it.
    private static func improve(_ assigned: inout [Int], _ count: Int, _ units: [Unit]) {
        var loads = loads(assigned, count, units)
        for _ in 0..<mostSteps {
            guard let worst = loads.indices.max(by: { loads[$0] < loads[$1] }),
                let least = loads.indices.min(by: { loads[$0] < loads[$1] }), loads[worst] > loads[least]
            else { return }
            let gap = loads[worst] - loads[least]
            let mine = units.indices.filter { assigned[$0] == worst }
            let others = units.indices.filter { assigned[$0] == least }.sorted { units[$0].cost < units[$1].cost }
            // The best change takes half of the gap from the longest shard.
            var best: (gain: Double, unit: Int, other: Int?)?
            func consider(_ unit: Int, _ other: Int?) {
                let moved = units[unit].cost - (other.map { units[$0].cost } ?? 0)
                let gain = min(moved, gap - moved)
                if gain > gap * 1e-6, gain > best?.gain ?? 0 { best = (gain, unit, other) }
            }
            for unit in mine {
                consider(unit, nil)
                let wanted = units[unit].cost - gap / 2
                let place = others.partitioningIndex { units[$0].cost >= wanted }
                for neighbour in [place - 1, place] where others.indices.contains(neighbour) { consider(unit, others[neighbour]) }
            }
            guard let best else { return }
            assigned[best.unit] = least
            if let other = best.other { assigned[other] = worst }
            let moved = units[best.unit].cost - (best.other.map { units[$0].cost } ?? 0)
            loads[worst] -= moved
            loads[least] += moved
        }
    }
}

/// Shards by their work, the least first; of equal ones the lower number.
private struct ShardHeap {
    private var places: [(load: Double, shard: Int)]

    init(_ count: Int) {
        places = (0..<count).map { (0, $0) }
    }

    /// The shard with the least work, which gets `cost` more.
    mutating func add(_ cost: Double) -> Int {
        let shard = places[0].shard
        places[0].load += cost
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < places.count }
            guard let least = children.min(by: { places[$0] < places[$1] }), places[least] < places[parent] else { return shard }
            places.swapAt(parent, least)
            parent = least
        }
    }
}

extension Array {
    /// The first index whose element has the property, in an array whose elements without it come first.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension BuildJob {
    /// Equal for jobs of programs that share compiled packages.
    var compilation: String { Self.compilation(environment, flags) }

    /// Equal for jobs that fill the build cache with the same packages, on every machine.
    fileprivate var compilationKey: String { "\(workingDirectory)\0\(main)\0\(Self.compilation(pipelineEnvironment, flags))" }

    private static func compilation(_ environment: [EnvironmentVariable], _ flags: [String]) -> String {
        let compiling = flags.filter { !$0.hasPrefix("-ldflags") && !$0.hasPrefix("--ldflags") }
        return (environment.map { "\($0.name)=\($0.value)" } + compiling).joined(separator: "\0")
    }
}
