/// One of the parts that a plan is built in on several machines: `2/5`.
public struct ShardName: Codable, Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public var index: Int
    public var count: Int

    /// More are no help, and a name's number is not to overflow.
    public static let mostShards = 10_000

    /// Nil unless `index` is one of `count`.
    public init?(_ index: Int, of count: Int) {
        guard (1...Self.mostShards).contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    public var description: String { "\(index)/\(count)" }

    /// `2-of-5`, as files are called.
    public var fileName: String { "\(index)-of-\(count)" }

    /// Variables in which engines tell a job its number, and how many there are.
    private static let engines: [(index: String, first: String, count: String?)] = [
        // Slurm's array of jobs: the lowest number is the script's choice. (sbatch(1))
        ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT"),
        // Indexed Job of Kubernetes; the number of completions is not told.
        ("JOB_COMPLETION_INDEX", "0", nil),
        // `parallel:` of GitLab.
        ("CI_NODE_INDEX", "1", "CI_NODE_TOTAL"),
        // `parallelism:` of Buildkite.
        ("BUILDKITE_PARALLEL_JOB", "0", "BUILDKITE_PARALLEL_JOB_COUNT"),
    ]

    /// `2/5`; `auto/5` and `auto` take the number, and how many, from the variables of the engine that runs this job.
    /// Throws a sentence.
    public init(argument: String, environment: [String: String]) throws(InvalidShard) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        let expected = "expected 2/5, auto/5 or auto"
        guard parts.count <= 2, parts.first == "auto" || parts.count == 2 else {
            throw InvalidShard(reason: "`\(argument)` names no shard; \(expected)")
        }
        let stated = try parts.dropFirst().first.map { text throws(InvalidShard) in
            guard let count = Int(text), (1...Self.mostShards).contains(count) else {
                throw InvalidShard(reason: "`\(argument)`: `\(text)` is no number of shards from 1 to \(Self.mostShards)")
            }
            return count
        }
        guard parts[0] == "auto" else {
            guard let index = Int(parts[0]), let stated, let shard = ShardName(index, of: stated) else {
                throw InvalidShard(reason: "`\(argument)`: `\(parts[0])` is not one of the shards; \(expected)")
            }
            self = shard
            return
        }
        guard let engine = Self.engines.first(where: { environment[$0.index] != nil }) else {
            let names = Self.engines.map(\.index).joined(separator: ", ")
            throw InvalidShard(reason: "`\(argument)`: no engine has set \(names)")
        }
        let told = engine.count.flatMap { environment[$0] }.flatMap { Int($0) }
        let first = Int(engine.first) ?? environment[engine.first].flatMap { Int($0) } ?? 0
        guard let number = environment[engine.index].flatMap({ Int($0) }), let count = stated ?? told else {
            throw InvalidShard(
                reason: told == nil && stated == nil && environment[engine.index].flatMap { Int($0) } != nil
                    ? "`auto`: \(engine.index) does not say of how many; write auto/5"
                    : "\(engine.index) is `\(environment[engine.index] ?? "")`, no number")
        }
        if let told, told != count {
            throw InvalidShard(
                reason: "`\(argument)`: \(engine.count ?? "") is \(told), so that builds would be left out or made twice")
        }
        let (index, overflow) = number.subtractingReportingOverflow(first - 1)
        guard !overflow, let shard = ShardName(index, of: count) else {
            throw InvalidShard(reason: "\(engine.index) is \(number), which is not one of \(count) from \(first)")
        }
        self = shard
    }
}

/// A shard that does not exist.
public struct InvalidShard: Error, Equatable, CustomStringConvertible {
    public var reason: String
    public var description: String { reason }
}
