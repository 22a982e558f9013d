import Fixtures
import Testing

@testable import BinaryFormats

@Suite struct UnitCodeTests {
    static func starts(
        _ lists: [UInt8], version: Int, low: UInt64? = nil, list: UInt64? = 0, index: UInt64? = nil, limit: Int = 100
    ) -> [[UInt64]] {
        var unit = DebugUnit(
            range: 0..<0, encoding: DebugEncoding(version: version, offsetSize: 4, addressSize: 8), entries: 0, abbreviations: 0)
        unit.lowAddress = low
        unit.codeRanges = list
        var found: [[UInt64]] = []
        unit.codeRangesIndex = index
        unit.rangeListsBase = index.map { _ in 0 }
        unit.addressBase = 8
        var code = unsafe UnitCode(unit, lists: ByteReader(lists.span.bytes), addresses: ByteReader(addresses.span.bytes))
        code.forEachStart(limit: limit) { found.append([$0.value, $1]) }
        return found
    }

    /// A header, then three addresses.
    static let addresses: [UInt8] = {
        var out = ByteWriter(.little)
        out.put([0, 0x7000, 0x8000, 0x9000], 8)
        return out.bytes
    }()

    static let pairs: [UInt8] = {
        var out = ByteWriter(.little)
        out.put([0x10, 0x30], 8)
        out.put([UInt64.max, 0x5000].map { Int(truncatingIfNeeded: $0) }, 8)
        out.put([0x8, 0x9, 0x7, 0x7, 0, 0, 0x1, 0x2], 8)
        return out.bytes
    }()

    static let entries: [UInt8] = {
        var out = ByteWriter(.little)
        out.bytes += [5]
        out.put(0x1000, 8)
        out.bytes += [4, 0x10, 0x18, 6]
        out.put([0x2000, 0x2020], 8)
        out.bytes += [7]
        out.put(0x3000, 8)
        out.bytes += [0x04, 0, 7]
        return out.bytes
    }()

    @Test func pairsAreRelativeToTheBase() {
        #expect(Self.starts(Self.pairs, version: 4, low: 0x1000) == [[0x1010, 0x20], [0x5008, 1]])
        #expect(Self.starts(Self.pairs, version: 4, low: 0x1000, limit: 1) == [[0x1010, 0x20]])
    }

    @Test func entriesOfDwarf5() {
        #expect(Self.starts(Self.entries, version: 5) == [[0x1010, 8], [0x2000, 0x20], [0x3000, 4]])
    }

    /// An index into the lists, and three kinds of entries with indexes of addresses.
    @Test func indexesOfAddresses() {
        let lists: [UInt8] = [4, 0, 0, 0, 1, 0, 4, 1, 3, 2, 1, 2, 3, 2, 5, 0]
        #expect(Self.starts(lists, version: 5, list: nil, index: 0) == [[0x7001, 2], [0x8000, 0x1000], [0x9000, 5]])
        #expect(Self.starts([4, 0, 0, 0, 1, 3, 4, 1, 3, 0], version: 5, list: nil, index: 0) == [])
        #expect(Self.starts(lists, version: 5, list: nil, index: .max) == [])
    }

    @Test func unitWithoutListHasItsLowAddress() {
        #expect(Self.starts([], version: 4, low: 0x1000, list: nil) == [[0x1000, 1]])
        #expect(Self.starts([], version: 4, low: nil, list: nil) == [])
    }

    @Test func malformedEntryEndsTheList() {
        for version in [4, 5] {
            let whole = version == 4 ? Self.pairs : Self.entries
            for count in 0...whole.count {
                #expect(Self.starts(Array(whole.prefix(count)), version: version).count <= 3)
            }
            #expect(Self.starts(whole, version: version, list: .max) == [])
            #expect(Self.starts(whole, version: version, list: UInt64(Int.max)) == [])
        }
    }
}
