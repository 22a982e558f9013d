import Fixtures
import Testing

@testable import BinaryFormats

@Suite struct UnitSetTests {
    /// Two ranges of the unit at 0x30, a terminator; then a set that is cut.
    @Test(arguments: [4, 8]) func rangesOfCode(pointerSize: Int) {
        var out = ByteWriter(.little)
        let header = 12
        let tuples = (header + 2 * pointerSize - 1) / (2 * pointerSize) * 2 * pointerSize
        out.put(tuples - 4 + 6 * pointerSize, 4)
        out.put(2, 2)
        out.put(0x30, 4)
        out.put([pointerSize, 0], 1)
        out.bytes += Array(repeating: 0, count: tuples - header)
        out.put([0x1000, 0x20, 0x2000, 0x8, 0, 0], pointerSize)
        out.put(1000, 4)
        out.put(2, 2)
        var found: [(Range<Address>, UInt64)] = []
        unsafe UnitSet.forEachRange(in: ByteReader(out.bytes.span.bytes)) { found.append(($0, $1)) }
        #expect(found.map(\.0) == [Address(0x1000)..<Address(0x1020), Address(0x2000)..<Address(0x2008)])
        #expect(found.map(\.1) == [0x30, 0x30])
    }
}
