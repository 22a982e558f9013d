/// Times and memory of builds in earlier runs, from which those of others are expected.
public struct JobCosts: Sendable, Equatable {
    public struct Cost: Sendable, Equatable {
        public var seconds: Double
        /// Peak resident memory of all its processes, bytes.
        public var peakBytes: Int?

        public init(seconds: Double, peakBytes: Int?) {
            self.seconds = seconds
            self.peakBytes = peakBytes
        }
    }

    public var known: [BuildName: Cost]

    public init(_ known: [BuildName: Cost] = [:]) {
        self.known = known
    }

    /// A build that compiles its program, and one that only links what another has compiled, where nothing is known: only their ratio
    /// counts. (cmd/pprof and hugo: 4 to 12 times)
    private static let compiling = 8.0
    private static let linking = 1.0

    /// Seconds of each job: measured, else the mean of the same program's known builds, else of all; where nothing is known, as if one
    /// took `compiling` seconds.
    public func seconds(of jobs: [BuildJob]) -> [Double] {
        let measured = jobs.map { known[$0.name]?.seconds }
        guard measured.contains(where: { $0 != nil }) else {
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
