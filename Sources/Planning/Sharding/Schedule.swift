/// Selects the next job and its number of processors, so that all jobs together use each processor once and no more memory than
/// there is.
///
/// Go's build cache has no locks: two builds that need the same package at the same time both compile it. So jobs that
/// compile alike (same environment, same flags but the linker's) run one after the other until one of them has filled the
/// cache for their program; what then only has to be linked comes next, while what was compiled is still in memory.
package struct Schedule {
    /// Bytes expected of a job of which nothing is known: go and the compiler at work on a package of the larger kind.
    package static let typicalPeak = 512 << 20
    /// A smaller heap, bytes, is not worth to be left uncollected.
    static let smallestHeap = 1 << 30

    /// A job that may start, and its part of the machine.
    package struct Start: Equatable {
        package var job: Int
        package var processors: Int
        /// Bytes that the heap of each of go's tools may grow to before they collect garbage; nil where memory is short.
        package var heap: Int?
    }

    /// Number of each job's compilation, of its program in that, and of its program in any.
    private struct Kind {
        var compilation: Int
        var program: Int
        var main: Int
    }

    private let kinds: [Kind]
    private let width: Int
    private let processors: Int
    private let memory: Int?
    /// Last peak of each job, and the largest of each program.
    private var peaks: [Int?]
    private var peaksOfMains: [Int: Int] = [:]
    private var waiting: [Int]
    /// Jobs and the memory set aside for them.
    private var running: [Int: Int] = [:]
    private var cached: Set<Int> = []

    /// At most `width` jobs at once on `processors` processors in `memory` bytes. `peaks` says what each job took before.
    package init(_ jobs: [BuildJob], width: Int, processors: Int, memory: Int? = nil, peaks: [Int?] = []) {
        var (compilations, programs, mains) = (Numbers(), Numbers(), Numbers())
        kinds = jobs.map { job in
            let compilation = compilations[job.compilation]
            let program = "\(job.workingDirectory)\0\(job.main)"
            return Kind(
                compilation: compilation, program: programs["\(compilation)\0\(program)"], main: mains[job.main])
        }
        self.width = max(1, width)
        self.processors = max(1, processors)
        self.memory = memory
        self.peaks = peaks.isEmpty ? jobs.map { _ in nil } : peaks
        let kinds = kinds
        // Numbers are given in the order of first jobs.
        waiting = jobs.indices.sorted { (kinds[$0].compilation, $0) < (kinds[$1].compilation, $1) }
        for job in jobs.indices { note(self.peaks[job], of: job) }
    }

    /// The next job that may start now; nil when there is none until another finishes.
    package mutating func next() -> Start? {
        guard running.count < width else { return nil }
        let used = running.values.reduce(0, +)
        var busy = Set(running.keys.filter { !cached.contains(kinds[$0].program) }.map { kinds[$0].compilation })
        var ready = 0
        var place: Int?
        // Jobs that can start next to the running ones and to each other; more than `width` are no matter.
        for (index, job) in waiting.enumerated()
        where cached.contains(kinds[job].program) || busy.insert(kinds[job].compilation).inserted {
            ready += 1
            // A job that alone needs more than there is runs alone.
            if place == nil, running.isEmpty || memory.map({ used + expectedPeak(job) <= $0 }) ?? true { place = index }
            if place != nil, running.count + ready >= width { break }
        }
        guard let place else { return nil }
        let job = waiting.remove(at: place)
        let together = min(width, running.count + ready)
        running[job] = expectedPeak(job)
        return Start(job: job, processors: max(1, processors / together), heap: heap)
    }

    /// Half of the memory, shared by all the compilers and linkers that run at once: most of them end before they would have to
    /// collect.
    private var heap: Int? {
        guard let memory else { return nil }
        let share = memory / 2 / max(processors, width)
        return share < Self.smallestHeap ? nil : share
    }

    /// `succeeded` says that everything the job compiles is in the cache now; `peakBytes` what it took.
    package mutating func finished(_ job: Int, succeeded: Bool, peakBytes: Int? = nil) {
        running[job] = nil
        peaks[job] = peakBytes ?? peaks[job]
        note(peakBytes, of: job)
        if succeeded { cached.insert(kinds[job].program) }
    }

    private mutating func note(_ peak: Int?, of job: Int) {
        guard let peak else { return }
        peaksOfMains[kinds[job].main] = max(peak, peaksOfMains[kinds[job].main] ?? 0)
    }

    /// Last peak; else the largest of the same program; else `typicalPeak`.
    private func expectedPeak(_ job: Int) -> Int {
        peaks[job] ?? peaksOfMains[kinds[job].main] ?? Self.typicalPeak
    }
}

/// Numbers of texts, from 0 in the order in which they are first asked for.
struct Numbers {
    private var numbers: [String: Int] = [:]

    subscript(text: String) -> Int {
        mutating get {
            if let known = numbers[text] { return known }
            numbers[text] = numbers.count
            return numbers.count - 1
        }
    }
}
