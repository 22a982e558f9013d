/// Where the time of one `go build` went, as go tells it (`-debug-actiongraph`).
public struct BuildTimings: Codable, Sendable, Equatable {
    public struct Step: Codable, Sendable, Equatable {
        /// `compile net/http` or `link cmd/pprof`.
        public var what: String
        /// Wall time.
        public var seconds: Double

        public init(what: String, seconds: Double) {
            self.what = what
            self.seconds = seconds
        }
    }

    /// Packages compiled, and those that came out of the cache.
    public var compiled: Int
    public var cached: Int
    /// What was done, slowest first.
    public var steps: [Step]
    /// The chain of steps, each waiting for the one before, that took longest: no number of processors makes it shorter.
    public var criticalPath: [Step]

    public init(compiled: Int, cached: Int, steps: [Step], criticalPath: [Step]) {
        self.compiled = compiled
        self.cached = cached
        self.steps = steps
        self.criticalPath = criticalPath
    }
}
