/// Work of the garbage collector in a run, by the lines that `GODEBUG=gctrace=1` prints. (runtime/extern.go, Go 1.18 to 1.27)
public struct CollectorTrace: Sendable, Equatable {
    public private(set) var cycles = 0
    /// Nanoseconds in which the program stood still: all, and the longest.
    public private(set) var pauses = 0
    public private(set) var longestPause = 0
    /// Nanoseconds of processor time of marking, assists of the program's own goroutines and idle processors included.
    public private(set) var processorTime = 0
    /// Largest heap that three cycles in a row marked, in bytes: what is allocated while one marks counts as marked, live or not.
    /// The runtime prints whole MiB.
    public private(set) var liveHeap = 0
    /// Largest goal.
    public private(set) var goal = 0
    /// Largest scanned stacks and globals, in bytes.
    public private(set) var stacks = 0
    public private(set) var globals = 0
    /// Allocated between cycles, in bytes: heap before a cycle less live heap after the one before.
    public private(set) var allocated = 0
    private var marked: [Int] = []

    public init() {}

    /// Takes a line of standard error; false where it is another's.
    public mutating func add(_ line: String) -> Bool {
        guard let cycle = Cycle(line) else { return false }
        cycles += 1
        let pause = cycle.clock[0] + cycle.clock[2]
        pauses += pause
        longestPause = max(longestPause, cycle.clock[0], cycle.clock[2])
        processorTime += cycle.processors.reduce(0, +)
        allocated += max(0, cycle.heap[0] - (marked.last ?? 0))
        marked = marked.suffix(2) + [cycle.heap[2]]
        liveHeap = cycles < 3 ? marked.min() ?? 0 : max(liveHeap, marked.min() ?? 0)
        goal = max(goal, cycle.goal)
        stacks = max(stacks, cycle.stacks)
        globals = max(globals, cycle.globals)
        return true
    }

    /// `gc 7 @0.12s 3%: a+b+c ms clock, d+e/f/g+h ms cpu, 4->5->2 MB, 5 MB goal, 0 MB stacks, 0 MB globals, 2 P`
    private struct Cycle {
        /// Nanoseconds: sweep termination, marking, mark termination.
        var clock: [Int]
        /// Nanoseconds: sweep termination, assists, dedicated and idle marking, mark termination.
        var processors: [Int]
        /// Bytes: at the start, at the end, marked.
        var heap: [Int]
        var goal = 0
        var stacks = 0
        var globals = 0

        init?(_ line: String) {
            guard line.utf8.starts(with: "gc ".utf8), let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let head = line[..<colon].split(separator: " ")
            guard head.count == 4, UInt(head[1]) != nil, head[2].hasPrefix("@"), head[3].hasSuffix("%") else { return nil }
            var parts: [String: [Substring]] = [:]
            for part in line[colon...].dropFirst(2).split(separator: ",") {
                let words = part.split(separator: " ", maxSplits: 1)
                guard words.count == 2 else { continue }
                let numbers = words[0].split(whereSeparator: { "+/->".contains($0) })
                parts[String(words[1])] = numbers
            }
            guard let clock = Self.times(parts["ms clock"], 3), let processors = Self.times(parts["ms cpu"], 5),
                let heap = Self.sizes(parts["MB"], 3)
            else { return nil }
            self.clock = clock
            self.processors = processors
            self.heap = heap
            goal = Self.sizes(parts["MB goal"], 1)?[0] ?? 0
            stacks = Self.sizes(parts["MB stacks"], 1)?[0] ?? 0
            globals = Self.sizes(parts["MB globals"], 1)?[0] ?? 0
        }

        private static func times(_ texts: [Substring]?, _ count: Int) -> [Int]? {
            let values = (texts ?? []).compactMap { Double($0) }.filter { $0.isFinite && $0 >= 0 && $0 < 1e9 }
            return values.count == count ? values.map { Int(($0 * 1_000_000).rounded()) } : nil
        }

        private static func sizes(_ texts: [Substring]?, _ count: Int) -> [Int]? {
            let values = (texts ?? []).compactMap { Int($0) }.filter { $0 >= 0 && $0 < 1 << 40 }
            return values.count == count ? values.map { $0 << 20 } : nil
        }
    }
}
