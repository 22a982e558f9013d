import Fixtures
import Testing

@testable import BinaryFormats

@Suite struct DebugInfoReaderTests {
    struct Result {
        var units: [DebugUnit] = []
        var children: [(range: Range<Int>, name: String)] = []
        var strings: [(offset: Int, unit: Int)] = []
        var problem: String?
    }

    /// Reads an info section and reports all children of its units.
    static func read(_ info: [UInt8], abbreviations: [UInt8], _ order: ByteOrder = .little) -> Result {
        var result = Result()
        let reader = unsafe ByteReader(info.span.bytes, order: order)
        var units = unsafe DebugInfoReader(reader, abbreviations: ByteReader(abbreviations.span.bytes, order: order))
        var children: [(range: Range<Int>, name: String)] = []
        while let unit = units.next(
            wantsChildren: { _ in true },
            child: { range, name in children.append((range, name.map { unsafe ByteReader(info.span.bytes).string($0) } ?? "")) })
        {
            result.units.append(unit)
        }
        result.children = children
        result.strings = units.stringUses.pairs
        result.problem = units.problem?.description
        return result
    }

    /// A unit with a header of DWARF 4 and the given entries.
    static func unit(_ entries: [UInt8], version: Int = 4, offsetSize: Int = 4, addressSize: Int = 8, length: Int? = nil)
        -> [UInt8]
    {
        var out = ByteWriter(.little)
        if offsetSize == 8 { out.put(UInt32.max, 4) }
        let header = version == 5 ? 4 + offsetSize : 3 + offsetSize
        out.put(length ?? header + entries.count, offsetSize)
        out.put(version, 2)
        if version == 5 { out.put([1, addressSize], 1) }
        out.put(0, offsetSize)
        if version != 5 { out.put(addressSize, 1) }
        return out.bytes + entries
    }

    /// 1: a unit with children, without attributes; 2: a child with a name.
    static let abbreviations: [UInt8] = [1, 0x11, 1, 0, 0, 2, 0x24, 0, 0x03, 0x08, 0, 0]

    struct Form: Sendable, CustomTestStringConvertible {
        var code: UInt16
        /// Bytes of a value in units with offsets of 4 bytes and addresses of 8, in DWARF 5.
        var value: [UInt8]
        var testDescription: String { "form \(hexadecimal(code))" }

        init(_ code: UInt16, _ value: [UInt8]) {
            self.code = code
            self.value = value
        }

        init(_ code: UInt16, count: Int) {
            self.init(code, Array(repeating: 0x81, count: count))
        }
    }

    /// DWARF 5 table 7.6 and the forms of GNU and LLVM, each with a value that would end elsewhere if read as another form.
    static let forms = [
        Form(0x01, count: 8), Form(0x03, [2, 0, 9, 9]), Form(0x04, [3, 0, 0, 0, 9, 9, 9]), Form(0x05, count: 2),
        Form(0x06, count: 4),
        Form(0x07, count: 8), Form(0x08, Array("text".utf8) + [0]), Form(0x09, [0x81, 0] + [9]), Form(0x0a, [2, 9, 9]),
        Form(0x0b, count: 1),
        Form(0x0c, count: 1), Form(0x0d, [0xff, 0x80, 0x01]), Form(0x0e, count: 4), Form(0x0f, [0x80, 0x80, 0x7f]),
        Form(0x10, count: 4),
        Form(0x11, count: 1), Form(0x12, count: 2), Form(0x13, count: 4), Form(0x14, count: 8), Form(0x15, [0x80, 1]),
        Form(0x16, [0x0b, 0x81]), Form(0x16, [0x08, 0x41, 0x42, 0]), Form(0x17, count: 4), Form(0x18, [3, 9, 9, 9]),
        Form(0x19, []),
        Form(0x1a, [0x80, 1]), Form(0x1b, [0x80, 1]), Form(0x1c, count: 4), Form(0x1d, count: 4), Form(0x1e, count: 16),
        Form(0x1f, count: 4),
        Form(0x20, count: 8), Form(0x21, []), Form(0x22, [0x80, 1]), Form(0x23, [0x80, 1]), Form(0x24, count: 8),
        Form(0x25, count: 1),
        Form(0x26, count: 2), Form(0x27, count: 3), Form(0x28, count: 4), Form(0x29, count: 1), Form(0x2a, count: 2),
        Form(0x2b, count: 3),
        Form(0x2c, count: 4), Form(0x1f01, [0x80, 1]), Form(0x1f02, [0x80, 1]), Form(0x1f20, count: 4), Form(0x1f21, count: 4),
        Form(0x2001, [0x80, 1] + [9, 9, 9, 9]),
    ]

    /// An entry with the form, alone and between others, in the unit's own entry and below it: the name after it is found.
    @Test(arguments: forms)
    func everyFormIsSkipped(form: Form) {
        let code: [UInt8] = form.code < 0x80 ? [UInt8(form.code)] : [UInt8(form.code & 0x7f) | 0x80, UInt8(form.code >> 7)]
        let constant: [UInt8] = form.code == 0x21 ? [0xff, 0x7f] : []
        let attribute = [0x3e] + code + constant
        let abbreviations: [UInt8] =
            [1, 0x11, 1] + attribute + [0x03, 0x08] + attribute + [0, 0] + [2, 0x24, 0, 0x0b, 0x0b] + attribute + [
                0x03, 0x08, 0, 0, 0,
            ]
        let name = { (text: String) in Array(text.utf8) + [0] }
        let entries =
            [1] + form.value + name("unit") + form.value + [2, 7] + form.value + name("child") + [2, 7] + form.value + name("")
            + [0]
        let result = Self.read(Self.unit(entries, version: 5), abbreviations: abbreviations)
        #expect(result.problem == nil)
        #expect(result.units.map(\.name) == [.inline("unit")])
        #expect(result.children.map(\.name) == ["child", ""])
        #expect(result.children.last?.range.upperBound == 12 + entries.count - 1)
        #expect(result.strings.count == (form.code == 0x0e ? 1 : 0))
    }

    @Test func childrenEndWhereTheNextBegins() {
        let abbreviations: [UInt8] = Self.abbreviations + [3, 0x13, 1, 0x03, 0x08, 0, 0, 0]
        let entries: [UInt8] = [1] + [2, 0x41, 0] + [3, 0x42, 0, 2, 0x43, 0, 3, 0x44, 0, 0, 0] + [2, 0x45, 0] + [0]
        let result = Self.read(Self.unit(entries), abbreviations: abbreviations)
        #expect(result.children.map(\.range) == [12..<15, 15..<26, 26..<29])
        #expect(result.children.map(\.name) == ["A", "B", "E"])
    }

    /// Sizes that depend on the header: addresses, offsets, and references of DWARF 2.
    @Test(arguments: [(2, 4, 4), (2, 8, 4), (3, 8, 4), (4, 4, 8), (5, 8, 8), (5, 4, 2)])
    func encodingsDecideSizes(version: Int, offsetSize: Int, addressSize: Int) {
        let abbreviations: [UInt8] = [1, 0x11, 0, 0x31, 0x10, 0x11, 0x01, 0x55, 0x17, 0x03, 0x08, 0, 0, 0]
        let reference = version == 2 ? addressSize : offsetSize
        let list = Array(repeating: UInt8(0), count: offsetSize - 1)
        let entries = [1] + Array(repeating: 9, count: reference + addressSize) + [0x55] + list + [0x41, 0]
        let result = Self.read(
            Self.unit(entries, version: version, offsetSize: offsetSize, addressSize: addressSize), abbreviations: abbreviations)
        #expect(result.problem == nil)
        #expect(result.units.first?.name == .inline("A"))
        #expect(result.units.first?.ranges == 0x55)
        #expect(result.units.first?.offsetSize == offsetSize)
    }

    @Test func theLowestListCounts() {
        let abbreviations: [UInt8] = [1, 0x11, 1, 0, 0, 2, 0x34, 0, 0x02, 0x17, 0x55, 0x17, 0, 0, 0]
        let entries: [UInt8] =
            [1] + [2, 90, 0, 0, 0, 80, 0, 0, 0] + [2, 50, 0, 0, 0, 60, 0, 0, 0] + [2, 70, 0, 0, 0, 65, 0, 0, 0] + [0]
        let unit = Self.read(Self.unit(entries), abbreviations: abbreviations).units.first
        #expect(unit?.locations == 50)
        #expect(unit?.ranges == 60)
    }

    struct Malformed: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var info: [UInt8]
        var abbreviations: [UInt8]
        var problem: String
        var children: Int

        init(_ what: String, _ info: [UInt8], _ problem: String, children: Int = 0) {
            self.init(what, info, DebugInfoReaderTests.abbreviations, problem, children: children)
        }

        init(_ what: String, _ info: [UInt8], _ abbreviations: [UInt8], _ problem: String, children: Int = 0) {
            testDescription = what
            self.info = info
            self.abbreviations = abbreviations
            self.problem = problem
            self.children = children
        }
    }

    static let malformed = [
        Malformed(
            "a unit longer than its section", unit([1, 2, 0x41, 0, 0], length: 4000),
            ".debug_info at file offset 0x0: the unit is longer than its section", children: 1),
        Malformed(
            "a 64-bit length of all ones", Array(repeating: 0xff, count: 12) + unit([1, 0]), "the unit is longer than its section"
        ),
        Malformed("a reserved length", [0xf5, 0xff, 0xff, 0xff] + unit([1, 0]), "malformed unit header"),
        Malformed("a length of zero", [0, 0, 0, 0, 0, 0], "malformed unit header"),
        Malformed("an unknown version", unit([1, 0], version: 6), "unsupported unit of DWARF version 6"),
        Malformed("addresses of 3 bytes", unit([1, 0], addressSize: 3), "unsupported unit of DWARF version 4"),
        Malformed("abbreviations out of their section", unit([1, 0]), [], "out of their section"),
        Malformed(
            "an unknown abbreviation", unit([1, 2, 0x41, 0, 77, 0]), "an entry of abbreviation 77, which is unknown", children: 1),
        Malformed(
            "an unknown form", unit([1, 2, 9, 0]), [1, 0x11, 1, 0, 0, 2, 0x24, 0, 0x03, 0x7e, 0, 0, 0],
            "abbreviation 2, which is unknown or has an unknown form"),
        Malformed("a code that never ends", unit([1] + Array(repeating: 0x80, count: 40)), "an entry is cut short"),
        Malformed("a string without end", unit([1, 2] + Array(repeating: 0x41, count: 20)), "a string is cut short"),
        Malformed("a name that runs into the next unit", unit([1, 2, 0x41]) + [0, 0], "an entry exceeds its unit"),
        Malformed(
            "a block of 4 GB", unit([1, 2, 0xff, 0xff, 0xff, 0xff]), [1, 0x11, 1, 0, 0, 2, 0x24, 0, 0x02, 0x04, 0, 0, 0],
            "a value is cut short"),
        Malformed(
            "a block of 2^64 bytes", unit([1, 2] + Array(repeating: 0xff, count: 9) + [1]),
            [1, 0x11, 1, 0, 0, 2, 0x24, 0, 0x02, 0x18, 0, 0, 0], "a value is cut short"),
        Malformed(
            "an indirect form of an indirect form", unit([1, 2, 0x16, 0x16, 0x16]),
            [1, 0x11, 1, 0, 0, 2, 0x24, 0, 0x02, 0x16, 0, 0, 0], "a value is cut short"),
        Malformed(
            "a first entry that is cut short", unit([1, 0x41]), [1, 0x11, 1, 0x03, 0x08, 0, 0, 0],
            "the unit's first entry cannot be read"),
    ]

    @Test(arguments: malformed)
    func malformedUnitEndsAndIsNamed(unit: Malformed) {
        let result = Self.read(unit.info, abbreviations: unit.abbreviations)
        #expect(result.problem?.contains(unit.problem) == true, "\(result.problem ?? "none")")
        #expect(result.children.count == unit.children)
        #expect(result.units.allSatisfy { $0.range.upperBound <= unit.info.count })
    }

    @Test func malformedUnitDoesNotAffectTheNext() {
        let result = Self.read(Self.unit([1, 77]) + Self.unit([1, 2, 0x41, 0, 0]), abbreviations: Self.abbreviations)
        #expect(result.units.count == 2)
        #expect(result.children.map(\.name) == ["A"])
        #expect(result.problem?.hasPrefix(".debug_info at file offset 0xc:") == true)
    }

    /// Abbreviations without a terminator run to the end of the section; if many units start inside them, most are rejected.
    @Test(.timeLimit(.minutes(10))) func readsOfOverlappingAbbreviationsAreBounded() {
        let abbreviations = Array(repeating: [2, 0x24, 0, 0x03, 0x08, 0, 0] as [UInt8], count: 10_000).flatMap(\.self)
        var info: [UInt8] = []
        for index in 0..<5_000 {
            var unit = Self.unit([2, 0x41, 0])
            unit[6] = UInt8(index * 7 & 0xff)
            unit[7] = UInt8(index * 7 >> 8 & 0xff)
            info += unit
        }
        let result = Self.read(info, abbreviations: abbreviations)
        #expect(result.units.count == 5_000)
        #expect(result.units.filter { $0.name != nil }.count < 100)
        #expect(result.problem?.contains("overlap others or are too many") == true)
    }

    @Test func textsOfManyUnitsAreBounded() {
        let name = Array(repeating: UInt8(0x41), count: 2000) + [0]
        let result = Self.read(Self.unit([1] + name), abbreviations: [1, 0x11, 0, 0x03, 0x08, 0, 0, 0])
        #expect(result.problem == nil)
        #expect(result.units.map(\.name) == [nil])
    }
}
