/// Which units use which strings of a string section, within bounded memory.
public struct StringUses: Sendable {
    /// Offset << 32 | unit.
    private var uses: [UInt64] = []
    private var isFull = false
    private static let limit = 1 << 21

    public init() {}

    /// Offsets beyond 4 GiB, and uses beyond a million different ones, are not kept.
    @inline(__always)
    mutating func note(_ offset: UInt64, unit: Int) {
        guard offset <= UInt64(UInt32.max), !isFull else { return }
        uses.append(offset << 32 | UInt64(unit))
        if uses.count == StringUses.limit { compact() }
    }

    private mutating func compact() {
        uses = sorted()
        isFull = uses.count > StringUses.limit / 2
    }

    private func sorted() -> [UInt64] {
        var result: [UInt64] = []
        for use in uses.sorted() where use != result.last { result.append(use) }
        return result
    }

    /// Offset and unit, ascending, each pair once.
    public var pairs: [(offset: Int, unit: Int)] {
        sorted().map { (Int($0 >> 32), Int($0 & 0xffff_ffff)) }
    }
}
