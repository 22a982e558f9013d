import Planning
import Testing

struct ShardNameTests {
    private static func shard(_ argument: String, _ environment: [String: String] = [:]) throws -> String {
        try ShardName(argument: argument, environment: environment).description
    }

    @Test(arguments: [
        (["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_COUNT": "4"], "auto", "1/4"),
        (["SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "4"], "auto/4", "4/4"),
        // A task that is run again alone has an array of one.
        (["SLURM_ARRAY_TASK_ID": "2"], "auto/4", "3/4"),
        (["JOB_COMPLETION_INDEX": "4"], "auto/5", "5/5"),
        (["CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "3"], "auto", "3/3"),
        (["BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "2"], "auto/2", "1/2"),
        ([:], "2/5", "2/5"),
    ])
    func enginesTellTheNumber(_ environment: [String: String], _ argument: String, _ expected: String) throws {
        #expect(try Self.shard(argument, environment) == expected)
    }

    @Test(arguments: [
        ("2", "names no shard"), ("0/5", "not one of the shards"), ("6/5", "not one of the shards"),
        ("1/0", "no number of shards"),
        ("1/99999999999999999999", "no number of shards"), ("1/2/3", "names no shard"), ("auto", "no engine has set"),
        ("-1/5", "not one of the shards"), ("", "names no shard"), ("x/5", "not one of the shards"),
    ])
    func othersAreRefused(_ argument: String, _ reason: String) throws {
        let error = try #require(throws: InvalidShard.self) { try Self.shard(argument) }
        #expect(error.reason.contains(reason), "\(error)")
    }

    @Test func whatAnEngineSaysIsChecked() throws {
        let error = try #require(throws: InvalidShard.self) {
            try Self.shard("auto/5", ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "4"])
        }
        #expect(error.reason.contains("CI_NODE_TOTAL is 4"))
        let unknown = try #require(throws: InvalidShard.self) { try Self.shard("auto", ["JOB_COMPLETION_INDEX": "1"]) }
        #expect(unknown.reason.contains("write auto/5"))
        for value in ["x", "5", "-9223372036854775808"] {
            #expect(throws: InvalidShard.self) { try Self.shard("auto/5", ["JOB_COMPLETION_INDEX": value]) }
        }
    }
}
