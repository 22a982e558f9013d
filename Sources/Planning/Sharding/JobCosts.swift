/// Times and memory of builds in earlier runs, from which those of others are expected.
public struct JobCosts: Sendable, Equatable {
    public struct Cost: Sendable, Equatable {
        public var seconds: Double
        /// Peak resident memory of all its processes, bytes.
        public var peakBytes: Int?
        /// User and system time of all its processes; nil where it is not known.
        public var processorSeconds: Double?
        /// Packages that were compiled for it, as others were in go's cache; nil where that is not known.
        public var compiled: Int?
        /// Import paths of all packages that it links; empty where they are not known.
        public var linked: [String] = []

        public init(seconds: Double, peakBytes: Int?) {
            self.seconds = seconds
            self.peakBytes = peakBytes
        }
    }

    /// A run that made builds: how long it took, with all that Pare does after them.
    public struct Run: Sendable, Equatable {
        public var builds: [BuildName]
        public var seconds: Double
        public var processors: Int
        public var width: Int

        public init(builds: [BuildName], seconds: Double, processors: Int, width: Int) {
            self.builds = builds
            self.seconds = seconds
            self.processors = processors
            self.width = width
        }
    }

    public var known: [BuildName: Cost]
    /// Runs that built all that they report.
    public var runs: [Run] = []

    public init(_ known: [BuildName: Cost] = [:]) {
        self.known = known
    }

    /// A build that compiles its program, and one that only links what another has compiled, where nothing is known: only their ratio
    /// counts. (cmd/pprof and hugo: 4 to 12 times)
    static let compiling = 8.0
    static let linking = 1.0

    /// Whether a universal build joins others of the list, whose time is theirs.
    private static func joins(_ jobs: [BuildJob]) -> (BuildJob) -> Bool {
        let outputs = Set(jobs.map(\.output))
        return { job in job.slices?.allSatisfy { outputs.contains($0.output) } ?? false }
    }

    /// Seconds of each job: measured, else the mean of the same program's known builds, else of all; where nothing is known, as if one
    /// took `compiling` seconds.
    public func seconds(of jobs: [BuildJob]) -> [Double] {
        let joins = Self.joins(jobs)
        let measured = jobs.map { joins($0) ? 0 : known[$0.name]?.seconds }
        guard measured.contains(where: { $0 ?? 0 > 0 }) else {
            var first: Set<Int> = Set(Sharding.groups(of: jobs).compactMap(\.first))
            return jobs.indices.map { first.remove($0) != nil ? Self.compiling : Self.linking }
        }
        func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
        let all = mean(measured.compactMap(\.self)) ?? 0
        let byMain = Dictionary(grouping: jobs.indices, by: { jobs[$0].importPath }).mapValues { places in
            mean(places.compactMap { measured[$0] }) ?? all
        }
        return jobs.indices.map { measured[$0] ?? byMain[jobs[$0].importPath] ?? all }
    }

    /// Bytes that the largest of some jobs is known to take; nil where none is known.
    public func peakBytes(of jobs: some Sequence<BuildJob>) -> Int? { jobs.compactMap { known[$0.name]?.peakBytes }.max() }
}
