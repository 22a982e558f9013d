import Fixtures
import Testing

@testable import BinaryFormats

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

    @Test func moreUnitsThanItHasRoomForAreNone() {
        #expect(Self.read(Self.index([0x10], count: 1 << 30)).map(\.units) == [[]])
        #expect(Self.read(Self.index([0x10], count: 2)).map(\.units) == [[]])
    }

    @Test func damageEndsTheSection() {
        let whole = Self.index([0x10, 0x20])
        for count in 0..<whole.count { #expect(Self.read(Array(whole.prefix(count))).isEmpty) }
    }
}
