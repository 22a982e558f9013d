import Fixtures
import Planning
import Reports
import Testing

/// Calls on a machine with load: their recommendations may differ, but then they say that noise decides between them.
struct RecommendationNoiseTests {
    /// What a program is truly like under a setting.
    private struct Truth {
        var percent: String
        var memory: Double
        var time: Double
    }

    /// Times near the bound, and memory that falls with them.
    private static func truths(_ random: inout SeededGenerator) -> [Truth] {
        var memory = Double.random(in: 40...60, using: &random)
        var time = 1000.0
        return ["400", "200", "100", "50", "25"].map { percent in
            memory *= Double.random(in: 0.7...0.99, using: &random)
            time *= Double.random(in: 1...1.05, using: &random)
            return Truth(percent: percent, memory: memory, time: time)
        }
    }

    /// One call: the machine is slow for some rounds, and some runs of their own.
    private static func report(_ truths: [Truth], runs: Int, _ random: inout SeededGenerator) -> MeasureReport {
        var points = truths.map {
            MeasureReport.Point(binary: "./app", settings: [EnvironmentVariable("GOGC", $0.percent)])
        }
        for _ in 0..<runs {
            let machine = Double.random(in: 1...1.5, using: &random)
            for (index, truth) in truths.enumerated() {
                let load = Int.random(in: 0..<10, using: &random) == 0 ? Double.random(in: 1...2, using: &random) : 1
                let time = truth.time * machine * load * Double.random(in: 1...1.04, using: &random)
                let memory = truth.memory * Double.random(in: 0.97...1.05, using: &random)
                points[index].runs.append(
                    .init(
                        peak: Int(memory * 1_048_576), time: Int(time * 1e6), user: 0, system: 0, startup: nil, minorFaults: 0,
                        majorFaults: 0, collector: nil))
            }
        }
        var report = MeasureReport(
            machine: .init(target: "linux/amd64", processors: 2), workload: "./app", isServer: false, rounds: runs, warmUp: 0,
            slower: 5, container: nil, points: points)
        report.recommendation = report.recommended()
        return report
    }

    private static func named(_ recommendation: Recommendation) -> Set<String> {
        Set(
            [recommendation.title] + recommendation.alike + recommendation.undecided + [recommendation.certain].compactMap(\.self)
        )
    }

    @Test(arguments: [5, 9, 15]) func anotherRecommendationWasNamed(_ runs: Int) throws {
        var differing = 0
        var unnamed = 0
        var doubts = 0
        for seed in 1...200 {
            var random = SeededGenerator(seed: UInt64(seed))
            let truths = Self.truths(&random)
            let calls = try (0..<5).map { _ in try #require(Self.report(truths, runs: runs, &random).recommendation) }
            doubts += calls.count { Self.named($0).count > 1 }
            for (first, second) in calls.indices.flatMap({ first in (0..<first).map { (calls[first], calls[$0]) } })
            where first.title != second.title {
                differing += 1
                if !Self.named(first).contains(second.title), !Self.named(second).contains(first.title) { unnamed += 1 }
            }
        }
        #expect(differing > 100, "the noise of this test changes recommendations: \(differing)")
        #expect(Double(unnamed) <= 0.02 * Double(differing), "\(unnamed) of \(differing), \(doubts) of 1000 calls have doubts")
    }

    /// Settings that differ by far more than noise leave no doubt, under the same load.
    @Test func clearDifferencesAreNoDoubts() throws {
        for seed in 1...50 {
            var random = SeededGenerator(seed: UInt64(seed))
            let truths = [("400", 100.0, 110.0), ("100", 60, 100), ("25", 30, 400)].map {
                Truth(percent: $0.0, memory: $0.1, time: 10 * $0.2)
            }
            let recommendation = try #require(Self.report(truths, runs: 9, &random).recommendation)
            #expect(recommendation.title == "GOGC=100" && recommendation.alike == [] && recommendation.undecided == [], "\(seed)")
        }
    }

    /// The true median lies within the interval as often as it says.
    @Test(arguments: [8, 12, 30, 1500]) func intervalsHoldTheMedian(_ count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        var held = 0
        for _ in 0..<1000 {
            let values = (0..<count).map { _ in Int.random(in: 0...1_000_000, using: &random) }
            held += try #require(Spread(values)).medianRange.contains(500_000) ? 1 : 0
        }
        #expect((980...1000).contains(held), "\(held)")
    }
}
