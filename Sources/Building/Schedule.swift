internal import Planning

/// Selects the next job and its number of processors, so that all jobs together use each processor once and no more memory than
/// there is.
///
/// Go's build cache has no locks: two builds that need the same package at the same time both compile it. So jobs that
/// compile alike (same environment, same flags but the linker's) run one after the other until one of them has filled the
/// cache for their program; what then only has to be linked comes next, while what was compiled is still in memory.
struct Schedule {
    /// Bytes expected of a job of which nothing is known: go and the compiler at work on a package of the larger kind.
    static let typicalPeak = 512 << 20
    /// A smaller heap, bytes, is not worth to be left uncollected.
    static let smallestHeap = 1 << 30

    /// A job that may start, and its part of the machine.
    struct Start: Equatable {
        package var job: Int
        package var processors: Int
        /// Bytes that the heap of each of go's tools may grow to before they collect garbage; nil where memory is short.
        var heap: Int?
    }

    private struct Compilation: Hashable {
        package var environment: [String]
        package var flags: [String]

        package init(_ job: BuildJob) {
            environment = job.environment.map { "\($0.name)=\($0.value)" }
            flags = job.flags.filter { !$0.hasPrefix("-ldflags") && !$0.hasPrefix("--ldflags") }
        }
    }

    private struct Program: Hashable {
        var compilation: Compilation
        package var workingDirectory: String
        package var main: String
    }

    private let programs: [Program]
    private let width: Int
    private let processors: Int
    private let memory: Int?
    private var peaks: [Int?]
    private var waiting: [Int]
    /// Jobs and the memory set aside for them.
    private var running: [Int: Int] = [:]
    private var cached: Set<Program> = []

    /// At most `width` jobs at once on `processors` processors in `memory` bytes. `peaks` says what each job took before.
    package init(_ jobs: [BuildJob], width: Int, processors: Int, memory: Int? = nil, peaks: [Int?] = []) {
        let programs = jobs.map {
            Program(compilation: Compilation($0), workingDirectory: $0.workingDirectory, main: $0.main)
        }
        self.programs = programs
        self.width = max(1, width)
        self.processors = max(1, processors)
        self.memory = memory
        self.peaks = peaks.isEmpty ? jobs.map { _ in nil } : peaks
        let first = Dictionary(zip(programs.map(\.compilation), jobs.indices)) { first, _ in first }
        waiting = jobs.indices.sorted { (first[programs[$0].compilation] ?? 0, $0) < (first[programs[$1].compilation] ?? 0, $1) }
    }

    /// The next job that may start now; nil when there is none until another finishes.
    package mutating func next() -> Start? {
        guard running.count < width else { return nil }
        let ready = readyJobs()
        let used = running.values.reduce(0, +)
        // A job that alone needs more than there is runs alone.
        guard let job = ready.first(where: { job in running.isEmpty || memory.map { used + expectedPeak(job) <= $0 } ?? true })
        else { return nil }
        let together = min(width, running.count + ready.count)
        waiting.removeAll { $0 == job }
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
        if succeeded { cached.insert(programs[job]) }
    }

    /// Last peak; else the largest of the same program; else `typicalPeak`.
    private func expectedPeak(_ job: Int) -> Int {
        if let known = peaks[job] { return known }
        let similar = programs.indices.lazy.filter { programs[$0].main == programs[job].main }.compactMap { peaks[$0] }
        return similar.max() ?? Self.typicalPeak
    }

    /// Jobs that can start next to the running ones and to each other.
    private func readyJobs() -> [Int] {
        var busy = Set(running.keys.filter { !cached.contains(programs[$0]) }.map { programs[$0].compilation })
        return waiting.filter { job in
            cached.contains(programs[job]) || busy.insert(programs[job].compilation).inserted
        }
    }
}
