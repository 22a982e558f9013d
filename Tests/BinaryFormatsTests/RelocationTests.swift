import Fixtures
import Testing

@testable import BinaryFormats

/// Tables written by hand over a file whose bytes 0..<0x100 are memory 0x1000..<0x1100 and whose table follows.
@Suite struct RelocationTests {
    struct Subject {
        var bytes: [UInt8]
        var image: Image
    }

    static let tableOffset = 0x100
    static let segments = [
        MachOSegment(address: Address(0), size: 0x1000, fileOffset: 0, fileSize: 0),
        MachOSegment(address: Address(0x1000), size: 0x100, fileOffset: 0, fileSize: 0x100),
    ]

    static func subject(
        _ format: Image.Format, _ architecture: String, pointerSize: Int = 8, words: [Int: UInt64] = [:], symbols: [UInt8] = [],
        table: [UInt8],
        _ encoding: (Range<Int>) -> RelocationTable.Encoding
    ) -> Subject {
        var out = ByteWriter(.little)
        out.bytes = Array(repeating: 0, count: tableOffset)
        for (offset, word) in words { out.patch(word, pointerSize, at: offset) }
        out.bytes += table
        let symbolStart = out.bytes.count
        out.bytes += symbols
        let image = Image(
            format: format, architecture: Architecture(architecture), operatingSystem: nil, order: .little,
            pointerSize: pointerSize,
            size: out.bytes.count, sections: [],
            memory: AddressMap([AddressMap.Mapping(address: Address(0x1000), range: 0..<tableOffset)]),
            symbols: SymbolTable(),
            relocations: [
                RelocationTable(range: tableOffset..<tableOffset + table.count, encoding: encoding(symbolStart..<out.bytes.count))
            ], unwindTables: [], pointers: PointerMap(pointerSize: pointerSize), structures: [], warnings: [])
        return Subject(bytes: out.bytes, image: image)
    }

    /// `entry offset in the table+count: slot = value`.
    static func list(_ subject: Subject) throws(FormatError) -> [String] {
        let reader = unsafe ByteReader(subject.bytes.span.bytes)
        var lines: [String] = []
        try subject.image.relocations[0].forEach(subject.image, reader) { relocation in
            let value =
                switch relocation.value {
                case .inPlace: "in place"
                case .pointer(let pointer): hexadecimal(pointer)
                case .imported: "imported"
                }
            let shared = relocation.shared.map { " of \($0.lowerBound - tableOffset)+\($0.count)" } ?? ""
            lines.append(
                "\(relocation.entry.lowerBound - tableOffset)+\(relocation.entry.count)\(shared): \(relocation.slot) = \(value)")
        }
        return lines
    }

    static func bytes(_ words: [UInt64], _ size: Int) -> [UInt8] {
        var out = ByteWriter(.little)
        for word in words { out.put(word, size) }
        return out.bytes
    }

    @Test func elfEntriesWithAddends() throws {
        // Symbol 1 is undefined, symbol 2 is at 0x1080.
        let symbols = Self.bytes([0, 0, 0, 0, 0, 0, 1 << 48, 0x1080, 8], 8)
        let table = Self.bytes(
            [
                0x1000, 1027, 0x1040, 0x1008, 1 << 32 | 257, 4, 0x1010, 2 << 32 | 257, 4, 0x1018, 2 << 32 | 1025, 0, 0x1020,
                9 << 32 | 257, 0,
            ], 8)
        let subject = Self.subject(.elf, "arm64", words: [0: 0x1044, 8: 7], symbols: symbols, table: table) {
            .elf(hasAddend: true, symbols: $0)
        }
        #expect(
            try Self.list(subject) == [
                "0+24: 0x1000 = 0x1040", "24+24: 0x1008 = imported", "48+24: 0x1010 = 0x1084", "72+24: 0x1018 = 0x1080",
                "96+24: 0x1020 = in place",
            ])
        let reader = unsafe ByteReader(subject.bytes.span.bytes)
        var warnings: [FormatError] = []
        let pointers = PointerMap(subject.image, reader, &warnings)
        #expect(warnings == [])
        #expect((0..<5).map { pointers.pointer(at: 8 * $0, reader)?.value } == [0x1040, 0, 0x1084, 0x1080, 0])
        #expect(pointers.pointer(at: subject.bytes.count - 4, reader) == nil)
        #expect(pointers.slots(holding: Address(0x1044), in: 0..<0x100, limit: 10, reader) == [])
        #expect(pointers.slots(holding: Address(0x1084), in: 0..<0x100, limit: 10, reader) == [16])
        #expect(pointers.slots(holding: Address(0x1084), in: 24..<0x100, limit: 10, reader) == [])
    }

    @Test func elfEntriesWithoutAddends() throws {
        let table = Self.bytes([0x1000, 8, 0x1004, 1 << 8 | 6], 4)
        let symbols = Self.bytes([0, 0, 0, 0, 0, 0x1020, 4, 1 << 16], 4)
        let subject = Self.subject(.elf, "386", pointerSize: 4, words: [0: 0x1010], symbols: symbols, table: table) {
            .elf(hasAddend: false, symbols: $0)
        }
        #expect(try Self.list(subject) == ["0+8: 0x1000 = in place", "8+8: 0x1004 = 0x1020"])
    }

    @Test func relativeWordsAndBitmaps() throws {
        let table = Self.bytes([0x1000, 1 | 1 << 1 | 1 << 3 | 1 << 63, 3], 8)
        let subject = Self.subject(.elf, "amd64", table: table) { _ in .elfRelative }
        #expect(
            try Self.list(subject) == [
                "0+8: 0x1000 = in place", "8+8: 0x1008 = in place", "8+8: 0x1018 = in place", "8+8: 0x11f8 = in place",
                "16+8: 0x1200 = in place",
            ])
    }

    @Test func baseRelocationBlocksOfPE() throws {
        let table = Self.bytes([0x1000, 16], 4) + Self.bytes([0xa008, 0xa010, 0xa018, 0], 2) + Self.bytes([0, 0], 4)
        let subject = Self.subject(.pe, "amd64", table: table) { _ in .peBlocks(imageBase: 0x40_0000) }
        #expect(
            try Self.list(subject) == [
                "8+2 of 0+8: 0x401008 = in place", "10+2 of 0+8: 0x401010 = in place", "12+2 of 0+8: 0x401018 = in place",
            ])
    }

    @Test func everyRebaseOpcode() throws {
        let table: [UInt8] = [
            0x11, 0x21, 0x08, 0x51,  // type, segment 1 + 8, one
            0x30, 0x08, 0x42, 0x52,  // + 8, + 2 words, two
            0x60, 0x01,  // one
            0x70, 0x08,  // one, skip 8
            0x80, 0x02, 0x08,  // two, skip 8 each
            0x00, 0xff,
        ]
        let subject = Self.subject(.macho, "arm64", table: table) { _ in .rebaseOpcodes(Self.segments) }
        #expect(
            try Self.list(subject) == [
                "0+4: 0x1008 = in place", "4+4: 0x1028 = in place", "4+4: 0x1030 = in place", "8+2: 0x1038 = in place",
                "10+2: 0x1040 = in place",
                "12+3: 0x1050 = in place", "12+3: 0x1060 = in place",
            ])
    }

    @Test func chainsOfFixups() throws {
        var table = ByteWriter(.little)
        table.put([0, 28, 0, 0, 0, 1, 0], 4)
        table.put([2, 0, 12], 4)
        table.put(24, 4)
        table.put([0x80, 6], 2)
        table.put(0, 8)
        table.put(0, 4)
        table.put([2, 8, 0xffff], 2)
        // Slot 0x1008 points to base + 0x40 and on to 0x1010, which is bound and on to 0x1020, the last, tagged 0x55.
        let words: [Int: UInt64] = [8: 0x40 | 2 << 51, 16: 1 << 63 | 4 << 51, 32: 0x48 | 0x55 << 36]
        let subject = Self.subject(.macho, "arm64", words: words, table: table.bytes) { _ in .chainedFixups(Self.segments) }
        let entry = "62+2"
        #expect(
            try Self.list(subject) == [
                "\(entry): 0x1008 = 0x1040", "\(entry): 0x1010 = imported", "\(entry): 0x1020 = 0x5500000000001048",
            ])
        let reader = unsafe ByteReader(subject.bytes.span.bytes)
        var warnings: [FormatError] = []
        let pointers = PointerMap(subject.image, reader, &warnings)
        #expect(pointers.pointer(at: 8, reader) == Address(0x1040))
        #expect(pointers.slots(holding: Address(0x1040), in: 0..<0x100, limit: 10, reader) == [8])
        #expect(pointers.pointer(at: 16, reader) == Address(0))
    }

    @Test func tablesWithTooManySlotsAreErrors() {
        let endless: [UInt8] = [0x21, 0x00, 0x60, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
        #expect(throws: FormatError("LC_DYLD_INFO rebase", at: 0x100, "9223372036854775807 slots exceed their segment")) {
            try Self.list(Self.subject(.macho, "arm64", table: endless) { _ in .rebaseOpcodes(Self.segments) })
        }
        let huge = MachOSegment(address: Address(0), size: .max, fileOffset: 0, fileSize: 0)
        #expect(throws: FormatError("LC_DYLD_INFO rebase", at: 0x100, "claims more slots than the file has words")) {
            try Self.list(
                Self.subject(.macho, "arm64", table: [0x20, 0x00] + endless.dropFirst(2)) { _ in .rebaseOpcodes([huge]) })
        }
        // A skip of -8 repeats one slot without end.
        let circle: [UInt8] = [
            0x21, 0x00, 0x80, 0xff, 0xff, 0xff, 0x7f, 0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01,
        ]
        #expect(throws: FormatError("LC_DYLD_INFO rebase", at: 0x100, "claims more slots than the file has words")) {
            try Self.list(Self.subject(.macho, "arm64", table: circle) { _ in .rebaseOpcodes(Self.segments) })
        }
        let bitmaps = Self.bytes(Array(repeating: .max, count: 40), 8)
        #expect(throws: FormatError("SHT_RELR", at: 0x100, "claims more slots than the file has words")) {
            try Self.list(Self.subject(.elf, "amd64", table: bitmaps) { _ in .elfRelative })
        }
        #expect(throws: FormatError("IMAGE_BASE_RELOCATION", at: 0x100, "block of 4096 bytes, but 8 are left")) {
            try Self.list(Self.subject(.pe, "amd64", table: Self.bytes([0x1000, 4096], 4)) { _ in .peBlocks(imageBase: 0) })
        }
    }

    /// Reads of random tables in every encoding terminate, with or without an error.
    @Test(arguments: 1...300)
    func randomTablesEnd(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let table = (0..<Int.random(in: 0...200, using: &random)).map { _ in
            [0, 1, 2, 0x10, 0x21, 0x51, 0x60, 0x70, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)].randomElement(
                using: &random) ?? 0
        }
        for index in 0..<5 {
            let subject = Self.subject(index == 2 ? .pe : index > 2 ? .macho : .elf, "amd64", symbols: table, table: table) {
                symbols in
                switch index {
                case 0: .elf(hasAddend: true, symbols: symbols)
                case 1: .elfRelative
                case 2: .peBlocks(imageBase: 0)
                case 3: .rebaseOpcodes(Self.segments)
                default: .chainedFixups(Self.segments)
                }
            }
            let reader = unsafe ByteReader(subject.bytes.span.bytes)
            var warnings: [FormatError] = []
            _ = PointerMap(subject.image, reader, &warnings)
            let slots = try? Self.list(subject).count
            #expect(slots ?? 0 <= subject.bytes.count)
        }
    }
}
