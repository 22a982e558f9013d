import Profiles
import Testing

struct PacerTests {
    private static func anchor(_ percent: Int, peak: Int, live: Int = 64, cycles: Int = 10) -> Pacer.Anchor {
        Pacer.Anchor(
            percent: percent, peak: peak << 20, liveHeap: live << 20, stacks: 0, globals: 0, cycles: cycles,
            processorTime: cycles * 1_000_000, programTime: 500_000_000)
    }

    /// 64 MiB alive and 10 MiB beside the heap: goals are 96, 128 and 320 MiB.
    @Test func peaksAreOnTheLineOfGoals() throws {
        let pacer = try Pacer(Self.anchor(50, peak: 106, cycles: 40), Self.anchor(100, peak: 138, cycles: 20))
        #expect(pacer.prediction(percent: 400, limit: nil)?.peak == 330 << 20)
        #expect(pacer.prediction(percent: 25, limit: nil)?.peak == 90 << 20)
        let quarter = try #require(pacer.prediction(percent: 25, limit: nil))
        #expect(quarter.processorTime == 80_000_000, "half of the room, twice the cycles")
    }

    @Test func aLimitBoundsThePeakDownToTheLiveHeap() throws {
        let pacer = try Pacer(Self.anchor(50, peak: 106), Self.anchor(100, peak: 138))
        #expect(pacer.prediction(percent: 400, limit: 120 << 20)?.peak == 120 << 20)
        #expect(pacer.prediction(percent: 25, limit: 120 << 20)?.peak == 90 << 20)
        #expect(pacer.prediction(percent: nil, limit: 200 << 20)?.peak == 200 << 20)
        #expect(pacer.prediction(percent: nil, limit: nil) == nil, "nothing bounds the heap")
        let low = try #require(pacer.prediction(percent: 100, limit: 32 << 20))
        #expect(low.isLimitTooLow && low.peak == Int(71.2 * 1_048_576) && low.processorTime == 500_000_000)
        // Memory beside the heap that the line puts too high makes no limit too low.
        let steep = try Pacer(Self.anchor(100, peak: 164), Self.anchor(200, peak: 180))
        #expect(steep.prediction(percent: 100, limit: 90 << 20).map { [$0.peak, $0.isLimitTooLow ? 1 : 0] } == [90 << 20, 0])
    }

    @Test func runsThatTellNothingAreRefused() {
        #expect(throws: Pacer.Unusable.noCycles) { try Pacer(Self.anchor(50, peak: 9, cycles: 0), Self.anchor(100, peak: 10)) }
        #expect(throws: Pacer.Unusable.sameGoal) {
            try Pacer(Self.anchor(50, peak: 9, live: 0), Self.anchor(60, peak: 10, live: 0))
        }
        #expect(throws: Pacer.Unusable.memoryFalls) { try Pacer(Self.anchor(50, peak: 100), Self.anchor(100, peak: 90)) }
    }
}
