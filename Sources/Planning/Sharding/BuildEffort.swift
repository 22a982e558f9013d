/// Processor time that each job of a plan takes on a machine, by what is in its build cache: linking, and so much for each package
/// that has to be compiled. Where jobs compile what they compiled when they were measured, it is what was measured.
struct BuildEffort {
    /// Compiled packages of one machine, by the number of the compilation.
    struct Cache {
        fileprivate var packages: [Int: Set<Int>] = [:]
    }

    private struct Job {
        var compilation: Int
        /// Seconds of one processor, without compiling.
        var linking: Double
        /// Seconds of one processor for each package that is not in the cache.
        var package: Double
        var packages: [Int]
        /// Processors that it kept busy; where it waited for others, one.
        var parallelism: Double
    }

    private let jobs: [Job]
    /// Packages that the caches had before the measured builds, as a share of those of each compilation.
    private let warmth: [Int: Double]

    init(_ jobs: [BuildJob], _ costs: JobCosts) {
        var (compilations, packages) = (Numbers(), Numbers())
        let known = jobs.map { costs.known[$0.name] }
        let expected = costs.seconds(of: jobs)
        let kinds = jobs.map { compilations[$0.compilation] }
        let linked = known.map { ($0?.linked ?? []).map { packages[$0] } }
        let links = LinkTimes(jobs, known)

        var compiled: [Int: Int] = [:]
        var all: [Int: Set<Int>] = [:]
        for (place, cost) in known.enumerated() {
            compiled[kinds[place], default: 0] += cost?.compiled ?? 0
            all[kinds[place], default: []].formUnion(linked[place])
        }
        warmth = all.mapValues(\.count).reduce(into: [:]) { warmth, entry in
            warmth[entry.key] = entry.value == 0 ? 0 : max(0, 1 - Double(compiled[entry.key] ?? 0) / Double(entry.value))
        }
        // Mean time of a package in builds of the same compilation, else in all.
        func mean(_ places: some Sequence<Int>) -> Double? {
            var (seconds, count) = (0.0, 0)
            for place in places {
                guard let cost = known[place], let total = cost.processorSeconds, let number = cost.compiled else { continue }
                seconds += total - links.seconds(place, total)
                count += number
            }
            return count == 0 ? nil : seconds / Double(count)
        }
        let typical = mean(jobs.indices) ?? 0
        let means = Dictionary(grouping: jobs.indices) { kinds[$0] }.mapValues { mean($0) ?? typical }
        self.jobs = jobs.indices.map { place in
            guard let cost = known[place], let total = cost.processorSeconds else {
                return Job(
                    compilation: kinds[place], linking: expected[place], package: 0, packages: linked[place], parallelism: 1)
            }
            let parallelism = cost.seconds > 0 ? max(1, total / cost.seconds) : 1
            guard let count = cost.compiled, !linked[place].isEmpty else {
                return Job(
                    compilation: kinds[place], linking: total, package: 0, packages: linked[place], parallelism: parallelism)
            }
            let linking = links.seconds(place, total)
            return Job(
                compilation: kinds[place], linking: linking,
                package: count > 0 ? (total - linking) / Double(count) : means[kinds[place]] ?? typical,
                packages: linked[place], parallelism: parallelism)
        }
    }

    /// Processors that a job keeps busy where it gets so many. It is not expected to be faster than it was.
    func demand(_ job: Int, processors: Int) -> Double { min(Double(processors), jobs[job].parallelism) }

    /// Seconds of one processor that a job takes with what is in a cache.
    func seconds(_ job: Int, _ cache: Cache) -> Double {
        let entry = jobs[job]
        guard entry.package > 0 else { return entry.linking }
        let known = cache.packages[entry.compilation] ?? []
        let missing = entry.packages.count { !known.contains($0) }
        return entry.linking + entry.package * Double(missing) * (1 - (warmth[entry.compilation] ?? 0))
    }

    /// All that a job has compiled is in the cache from now on.
    func fill(_ cache: inout Cache, by job: Int) {
        cache.packages[jobs[job].compilation, default: []].formUnion(jobs[job].packages)
    }
}

/// Times of builds of which nothing has to be compiled.
private struct LinkTimes {
    private var ofMains: [String: Double] = [:]
    private var ofPackage: Double?
    private let mains: [String]
    private let linked: [Int]
    private let compiled: [Int]

    init(_ jobs: [BuildJob], _ known: [JobCosts.Cost?]) {
        mains = jobs.map(\.importPath)
        linked = known.map { $0?.linked.count ?? 0 }
        compiled = known.map { $0?.compiled ?? 0 }
        var times: [String: [Double]] = [:]
        var (seconds, packages) = (0.0, 0)
        for (place, cost) in known.enumerated() where cost?.compiled == 0 {
            guard let total = cost?.processorSeconds else { continue }
            times[mains[place], default: []].append(total)
            seconds += total
            packages += linked[place]
        }
        ofMains = times.mapValues { $0.reduce(0, +) / Double($0.count) }
        ofPackage = packages == 0 ? nil : seconds / Double(packages)
    }

    /// Of builds of the same program that only linked, else of all such builds by their size, else a usual share of `total`.
    func seconds(_ job: Int, _ total: Double) -> Double {
        guard compiled[job] > 0 else { return total }
        let expected = ofMains[mains[job]] ?? ofPackage.map { $0 * Double(linked[job]) }
        return min(expected ?? total * JobCosts.linking / JobCosts.compiling, total)
    }
}
