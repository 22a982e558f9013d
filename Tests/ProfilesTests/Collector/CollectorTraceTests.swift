import Fixtures
import Profiles
import Testing

struct CollectorTraceTests {
    @Test func linesBecomeSumsAndMaxima() {
        var trace = CollectorTrace()
        let first = trace.add(
            "gc 1 @0.004s 2%: 0.018+0.51+0.004 ms clock, 0.037+0.18/0.46/0.022+0.008 ms cpu, 4->5->2 MB, 5 MB goal, 1 MB stacks, 2 MB globals, 2 P"
        )
        let second = trace.add(
            "gc 2 @0.020s 3%: 0.1+1+0.25 ms clock, 0.2+0/1/0.5+0.5 ms cpu, 6->7->3 MB, 8 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)"
        )
        #expect(first && second)
        #expect(trace.cycles == 2 && trace.pauses == 372_000 && trace.longestPause == 250_000)
        #expect(trace.processorTime == 707_000 + 2_200_000)
        #expect(trace.goal == 8 << 20 && trace.stacks == 1 << 20 && trace.globals == 2 << 20)
        #expect(trace.liveHeap == 2 << 20, "the smaller of two cycles")
        #expect(trace.allocated == (4 + 4) << 20)
    }

    /// What one cycle marks while the program allocates is not all alive.
    @Test func aLiveHeapIsWhatThreeCyclesMark() {
        var trace = CollectorTrace()
        for marked in [10, 60, 11, 12, 90, 10] { _ = trace.add(Self.line(marked: marked)) }
        #expect(trace.liveHeap == 11 << 20)
    }

    @Test(arguments: [
        "", "gc", "gc 1", "gc: stopped", "gc 1 @0.1s 2%:", "gc x @0.1s 2%: 1+2+3 ms clock", "garbage 1 @0.1s 2%: 1+2+3 ms clock",
        "gc 1 @0.1s 2%: 1+2 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal",
        "gc 1 @0.1s 2%: 1+2+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->99999999999999999999 MB, 4 MB goal",
        "gc 1 @0.1s 2%: 1+nan+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal",
        "gc 1 @0.1s 2%: 1+1e300+3 ms clock, 1+2/3/4+5 ms cpu, 1->2->3 MB, 4 MB goal",
    ])
    func otherLinesAreLeftAlone(_ line: String) {
        var trace = CollectorTrace()
        let isCounted = trace.add(line)
        #expect(!isCounted && trace == CollectorTrace())
    }

    /// Bytes of a line changed one at a time: counted or not, never a trap.
    @Test func changedLinesAreRead() {
        var random = SeededGenerator(seed: 15)
        let line = Array(Self.line(marked: 3).utf8)
        for _ in 0..<5000 {
            var changed = line
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            var trace = CollectorTrace()
            _ = trace.add(String(decoding: changed, as: UTF8.self))
            #expect(trace.cycles <= 1)
        }
    }

    private static func line(marked: Int) -> String {
        "gc 1 @0.1s 2%: 1+2+3 ms clock, 1+2/3/4+5 ms cpu, 90->95->\(marked) MB, 96 MB goal, 0 MB stacks, 0 MB globals, 2 P"
    }
}
