internal import Planning

/// Which job starts next and how many processors it gets, so that all together use each processor once.
///
/// Go's build cache has no locks: two builds that need the same package at the same time both compile it. So jobs that
/// compile alike (same environment, same flags but the linker's) run one after the other until one of them has filled the
/// cache for their program.
struct BuildSchedule {
    private struct Compilation: Hashable {
        var environment: [String]
        var flags: [String]

        init(_ job: BuildJob) {
            environment = job.environment.map { "\($0.name)=\($0.value)" }
            flags = job.flags.filter { !$0.hasPrefix("-ldflags") && !$0.hasPrefix("--ldflags") }
        }
    }

    private struct Program: Hashable {
        var compilation: Compilation
        var workingDirectory: String
        var main: String
    }

    private let programs: [Program]
    private let width: Int
    private let processors: Int
    private var waiting: [Int]
    private var running: Set<Int> = []
    private var cached: Set<Program> = []

    /// At most `width` jobs at once on `processors` processors.
    init(_ jobs: [BuildJob], width: Int, processors: Int) {
        programs = jobs.map {
            Program(compilation: Compilation($0), workingDirectory: $0.workingDirectory, main: $0.main)
        }
        self.width = max(1, width)
        self.processors = max(1, processors)
        waiting = Array(jobs.indices)
    }

    /// The first job in plan order that may start now and its share of the processors; nil when there is none until another
    /// finishes.
    mutating func next() -> (job: Int, processors: Int)? {
        guard running.count < width else { return nil }
        let ready = readyJobs()
        guard let job = ready.first else { return nil }
        let together = min(width, running.count + ready.count)
        waiting.removeAll { $0 == job }
        running.insert(job)
        return (job, max(1, processors / together))
    }

    /// `succeeded` says that everything the job compiles is in the cache now.
    mutating func finished(_ job: Int, succeeded: Bool) {
        running.remove(job)
        if succeeded { cached.insert(programs[job]) }
    }

    /// Jobs that could run beside those that do, and beside each other.
    private func readyJobs() -> [Int] {
        var busy = Set(running.filter { !cached.contains(programs[$0]) }.map { programs[$0].compilation })
        return waiting.filter { job in
            cached.contains(programs[job]) || busy.insert(programs[job].compilation).inserted
        }
    }
}
