import Fixtures
@testable import Planning
import Testing

struct ShardingTests {
    /// Programs of some targets, each with presets that differ by the linker's flags alone and one that compiles its packages again.
    private static func jobs(mains: Int, targets: Int) -> [BuildJob] {
        (0..<mains).flatMap { main in
            (0..<targets).flatMap { target in
                [["-ldflags=-s"], [], ["-gcflags=-l"]].enumerated().map { preset, flags in
                    BuildJob(
                        main: "./cmd/m\(main)", target: "linux/t\(target)", preset: "p\(preset)", workingDirectory: ".",
                        environment: [EnvironmentVariable("GOARCH", "t\(target)")], flags: flags,
                        output: "m\(main)_\(target)/p\(preset)/m\(main)")
                }
            }
        }
    }

    private static func longest(_ sharding: Sharding, _ costs: [Double]) -> Double {
        (0..<sharding.count).map { sharding.jobs(of: $0).reduce(0) { $0 + costs[$1] } }.max() ?? 0
    }

    @Test func eachJobIsInOneShard() {
        let jobs = Self.jobs(mains: 3, targets: 4)
        for count in [1, 2, 5, 36] {
            let sharding = Sharding(jobs, costs: JobCosts().seconds(of: jobs), count: count)
            let all = (0..<count).flatMap { sharding.jobs(of: $0) }
            #expect(all.sorted() == Array(jobs.indices))
            #expect(sharding == Sharding(jobs, costs: JobCosts().seconds(of: jobs), count: count))
        }
    }

    /// What compiles alike is compiled once.
    @Test func groupsStayTogether() {
        let jobs = Self.jobs(mains: 4, targets: 6)
        let groups = Sharding.groups(of: jobs)
        #expect(groups.count == 48 && groups.first == [0, 1])
        let sharding = Sharding(jobs, costs: JobCosts().seconds(of: jobs), count: 4)
        for group in groups { #expect(Set(group.map { sharding.shards[$0] }).count == 1) }
    }

    @Test func aUniversalBuildStaysWithItsSlices() {
        var jobs = Self.jobs(mains: 1, targets: 2)
        var universal = jobs[0]
        universal.target = "darwin/universal"
        universal.environment = []
        universal.slices = [jobs[0], jobs[3]]
        jobs.append(universal)
        #expect(Sharding.groups(of: jobs).contains { $0.contains(0) && $0.contains(6) })
    }

    /// A long group is halved rather than waited for.
    @Test func oneProgramIsSpreadToo() {
        let jobs = (0..<8).map { number in
            BuildJob(
                main: ".", target: "linux/amd64", preset: "p\(number)", workingDirectory: ".", environment: [],
                flags: ["-ldflags=-X=a=\(number)"], output: "p\(number)/app")
        }
        let costs = Array(repeating: 10.0, count: 8)
        #expect(Self.longest(Sharding(jobs, costs: costs, count: 4), costs) == 20)
    }

    /// The longest shard against the lower bound, over plans whose times spread like those of real ones.
    @Test(arguments: 1...40) func theLongestShardIsNearTheBound(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let jobs = Self.jobs(mains: Int.random(in: 2...20, using: &random), targets: Int.random(in: 6...40, using: &random))
        let costs = jobs.indices.map { index in
            let base = Double.random(in: 0.3...3, using: &random)
            return index % 3 == 1 ? base : base * Double.random(in: 2...30, using: &random)
        }
        for count in [2, 3, 7, 10] where jobs.count >= 8 * count {
            let bound = max(costs.reduce(0, +) / Double(count), costs.max() ?? 0)
            let ratio = Self.longest(Sharding(jobs, costs: costs, count: count), costs) / bound
            #expect(ratio <= 1.15, "\(jobs.count) jobs in \(count) shards: \(ratio)")
        }
    }

    @Test func timesOfOthersStandIn() {
        let jobs = Self.jobs(mains: 2, targets: 1)
        let costs = JobCosts([
            jobs[0].name: .init(seconds: 10, peakBytes: 1 << 20), jobs[1].name: .init(seconds: 2, peakBytes: nil),
        ])
        #expect(costs.seconds(of: jobs) == [10, 2, 6, 6, 6, 6])
        #expect(costs.peakBytes(of: jobs) == 1 << 20 && JobCosts().peakBytes(of: jobs) == nil)
        #expect(JobCosts().seconds(of: jobs) == [8, 1, 8, 8, 1, 8])
    }

    @Test func thousandsOfJobs() {
        let jobs = Self.jobs(mains: 40, targets: 47)
        let sharding = Sharding(jobs, costs: JobCosts().seconds(of: jobs), count: 256)
        #expect(jobs.count == 5640 && Set(sharding.shards).count == 256)
    }
}
