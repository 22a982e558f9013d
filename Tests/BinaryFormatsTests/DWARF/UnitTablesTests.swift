import Fixtures
import Testing

@testable import BinaryFormats

@Suite struct UnitSetTests {
    /// Two ranges of the unit at 0x30, a terminator; then a truncated set.
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

@Suite struct NameIndexTests {
    static func index(_ units: [Int], count: Int? = nil, augmentation: Int = 4) -> [UInt8] {
        var out = ByteWriter(.little)
        out.put(4 + 28 + augmentation + 4 * units.count, 4)
        out.put([5, 0], 2)
        out.put([count ?? units.count, 0, 0, 0, 0, 0, augmentation], 4)
        out.bytes += Array(repeating: 0x41, count: augmentation)
        out.put(units, 4)
        return out.bytes
    }

    static func read(_ bytes: [UInt8]) -> [NameIndex] {
        var found: [NameIndex] = []
        unsafe NameIndex.forEach(in: ByteReader(bytes.span.bytes)) { found.append($0) }
        return found
    }

    @Test func unitsOfEachIndex() {
        let first = Self.index([0x10, 0x20])
        let found = Self.read(first + Self.index([0x30], augmentation: 0))
        #expect(found.map(\.units) == [[0x10, 0x20], [0x30]])
        #expect(found.map(\.range.lowerBound) == [0, first.count])
    }

    @Test func unitCountBeyondTheIndexYieldsNoUnits() {
        #expect(Self.read(Self.index([0x10], count: 1 << 30)).map(\.units) == [[]])
        #expect(Self.read(Self.index([0x10], count: 2)).map(\.units) == [[]])
    }

    @Test func malformedIndexEndsTheSection() {
        let whole = Self.index([0x10, 0x20])
        for count in 0..<whole.count { #expect(Self.read(Array(whole.prefix(count))).isEmpty) }
    }
}
