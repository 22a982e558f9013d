import Fixtures
import Testing

@testable import Planning

struct SimulationTests {
    private static let packages = (0..<100).map { "p\($0)" }

    private static func job(_ main: String, _ target: String = "linux", _ preset: String = "default") -> BuildJob {
        ScheduleTests.job(main, target, preset)
    }

    /// `seconds` of one processor, of which a package takes one.
    private static func cost(_ seconds: Double, wall: Double? = nil, compiled: Int = 0, linked: Int = 100) -> JobCosts.Cost {
        var cost = JobCosts.Cost(seconds: wall ?? seconds, peakBytes: nil)
        cost.processorSeconds = seconds
        cost.compiled = compiled
        cost.linked = Array(packages.prefix(linked))
        return cost
    }

    private static func model(_ builds: [(BuildJob, JobCosts.Cost)], runs: [JobCosts.Run] = []) -> SimulationModel {
        var costs = JobCosts(Dictionary(builds.map { ($0.0.name, $0.1) }) { $1 })
        costs.runs = runs
        return SimulationModel(builds.map(\.0), costs)
    }

    private static func simulated(_ model: SimulationModel, shards: Int, _ machines: Simulation.Machines) -> Simulation {
        model.simulation(model.sharding(shards), on: machines)
    }

    @Test func oneProcessorBuildsOneAfterTheOther() {
        let model = Self.model((1...6).map { (Self.job("m\($0)", "t\($0)"), Self.cost(Double($0), linked: 0)) })
        let alone = Self.simulated(model, shards: 1, .init(count: 1, processors: 1))
        #expect(abs(alone.makespan - 21) < 1e-6 && alone.idleShare < 1e-6)
        let three = Self.simulated(model, shards: 3, .init(count: 3, processors: 1))
        #expect(abs(three.makespan - 7) < 1e-6 && three.idleShare < 1e-6)
        let spans = alone.shards[0].spans
        #expect(zip(spans, spans.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 } && alone.criticalPath == spans)
    }

    /// A shard that waits for a machine starts when that is free.
    @Test func shardsQueueForMachines() {
        let model = Self.model((1...4).map { (Self.job("m\($0)", "t\($0)"), Self.cost(10, linked: 0)) })
        let simulation = Self.simulated(model, shards: 4, .init(count: 2, processors: 1))
        #expect(simulation.shards.map(\.start) == [0, 0, 10, 10] && simulation.shards.map(\.machine) == [0, 1, 0, 1])
        #expect(abs(simulation.makespan - 20) < 1e-6)
    }

    /// The second program found everything compiled when it was measured; on a machine of its own it has to compile.
    @Test func whatAnotherProgramHadCompiledIsCompiledAgain() {
        let jobs = [(Self.job("a"), Self.cost(110, compiled: 100)), (Self.job("b"), Self.cost(10))]
        let model = Self.model(jobs)
        let together = Self.simulated(model, shards: 1, .init(count: 1, processors: 1))
        #expect(abs(together.makespan - 120) < 1e-6, "\(together.makespan)")
        let apart = Self.simulated(model, shards: 2, .init(count: 2, processors: 1))
        #expect(abs(apart.makespan - 110) < 1e-6 && abs(apart.shards.reduce(0) { $0 + $1.end } - 220) < 1e-6)
        let half = [(Self.job("a"), Self.cost(110, compiled: 100)), (Self.job("b"), Self.cost(10, linked: 50))]
        let smaller = Self.simulated(Self.model(half), shards: 2, .init(count: 2, processors: 1))
        // Half as many packages link in half the time: 90 of the 110 s are compiling.
        #expect(abs((smaller.shards.map(\.end).min() ?? 0) - 55) < 1e-6)
    }

    /// Where the measured builds found nearly all in the cache, the simulated ones do; what one has compiled is not there for others.
    @Test func cachesAreAsWarmAsTheyWere() {
        let model = Self.model([
            (Self.job("a"), Self.cost(10)), (Self.job("b"), Self.cost(5)), (Self.job("c"), Self.cost(9, compiled: 1)),
        ])
        let apart = Self.simulated(model, shards: 3, .init(count: 3, processors: 1))
        #expect(apart.makespan < 12, "\(apart.makespan)")
    }

    /// Two processors were busy for 5 s; on one it takes 10.
    @Test(arguments: [(1, 10.0), (2, 5), (8, 5)])
    func aBuildUsesAsManyProcessorsAsItDid(processors: Int, seconds: Double) {
        let model = Self.model([(Self.job("a"), Self.cost(10, wall: 5, linked: 0))])
        let simulation = Self.simulated(model, shards: 1, .init(count: 1, processors: processors))
        #expect(abs(simulation.makespan - seconds) < 1e-6)
        #expect(abs(simulation.idleShare - max(0, 1 - 10 / (seconds * Double(processors)))) < 1e-6)
    }

    /// A build that waited for others on its machine would not have been slower alone.
    @Test func waitingIsNoWork() {
        let model = Self.model([(Self.job("a"), Self.cost(10, wall: 40, linked: 0))])
        #expect(abs(Self.simulated(model, shards: 1, .init(count: 1, processors: 2)).makespan - 10) < 1e-6)
    }

    @Test func memoryKeepsBuildsApart() {
        let builds = (0..<2).map { index in
            var cost = Self.cost(10, linked: 0)
            cost.peakBytes = 600
            return (Self.job("m\(index)", "t\(index)"), cost)
        }
        let model = Self.model(builds)
        #expect(abs(Self.simulated(model, shards: 1, .init(count: 1, processors: 2, memory: 1000)).makespan - 20) < 1e-6)
        #expect(abs(Self.simulated(model, shards: 1, .init(count: 1, processors: 2, memory: 1200)).makespan - 10) < 1e-6)
    }

    @Test func whatPareDoesItselfIsTakenFromTheRun() {
        let builds = (0..<4).map { (Self.job("m\($0)", "t\($0)"), Self.cost(10, linked: 0)) }
        let names = builds.map(\.0.name)
        let model = Self.model(builds, runs: [.init(builds: names, seconds: 24, processors: 2, width: 2)])
        #expect(model.check.map { $0.measured == 24 && abs($0.simulated - 20) < 1e-6 } ?? false)
        #expect(abs(model.overhead - 2) < 1e-6)
        #expect(abs(Self.simulated(model, shards: 1, .init(count: 1, processors: 2)).makespan - 24) < 1e-6)
        // A run of another plan is left out.
        let other = Self.model(Array(builds.prefix(2)), runs: [.init(builds: names, seconds: 24, processors: 2, width: 2)])
        #expect(other.check == nil && other.overhead == 0)
    }

    /// Random plans: each build once, no machine before its time, no processor twice, no less time than work and longest job say.
    @Test(arguments: 1...20) func simulationsAreConsistent(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let builds = (0..<Int.random(in: 1...60, using: &random)).map { index in
            let work = Double.random(in: 0...30, using: &random)
            let linked = Int.random(in: 0...100, using: &random)
            return (
                Self.job("m\(index % 5)", "t\(index % 7)", index % 2 == 0 ? "strip" : "p\(index)"),
                Self.cost(
                    work, wall: work / Double.random(in: 0.5...4, using: &random),
                    compiled: Int.random(in: 0...linked, using: &random), linked: linked)
            )
        }
        let model = Self.model(builds)
        let machines = Simulation.Machines(
            count: Int.random(in: 1...9, using: &random), processors: Int.random(in: 1...8, using: &random),
            width: Int.random(in: 1...8, using: &random))
        let simulation = Self.simulated(model, shards: min(builds.count, machines.count * 2), machines)
        #expect(simulation.shards.flatMap(\.spans).map(\.job).sorted() == Array(builds.indices))
        for shard in simulation.shards {
            #expect(shard.spans.allSatisfy { $0.start >= shard.start - 1e-6 && $0.end <= shard.end + 1e-6 && $0.end >= $0.start })
            #expect(shard.processorSeconds <= (shard.end - shard.start) * Double(machines.processors) + 1e-6)
        }
        #expect((0...1).contains(simulation.idleShare))
        let path = simulation.criticalPath
        #expect(path.last?.end == simulation.shards.flatMap(\.spans).map(\.end).max())
    }
}
