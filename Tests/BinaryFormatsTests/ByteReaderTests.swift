import BinaryFormats
import Testing

@Suite struct ByteReaderTests {
    let bytes: [UInt8] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08]

    @Test func readsInBothOrders() {
        let span = unsafe bytes.span.bytes
        let little = ByteReader(span)
        let big = ByteReader(span, order: .big)
        #expect(little.u16(at: 0) == 0x0201)
        #expect(big.u16(at: 0) == 0x0102)
        #expect(little.u32(at: 4) == 0x0807_0605)
        #expect(big.u64(at: 0) == 0x0102_0304_0506_0708)
        #expect(little.word(at: 0, size: 4) == 0x0403_0201)
    }

    @Test(arguments: [Int.min, -1, 1, 2, 8, Int.max])
    func aReadThatDoesNotFitIsNil(offset: Int) {
        let reader = unsafe ByteReader(bytes.span.bytes)
        #expect(reader.u64(at: offset) == nil)
    }

    @Test func rangesOutOfTheFileAreNil() {
        let reader = unsafe ByteReader(bytes.span.bytes)
        #expect(reader.range(at: 8, count: 0) == 8..<8)
        #expect(reader.range(at: 0, count: 9) == nil)
        #expect(reader.range(at: 9, count: 0) == nil)
        #expect(reader.range(at: .max, count: .max) == nil)
        #expect(reader.range(at: 4, count: .max) == nil)
    }

    @Test func tablesThatOverflowAreErrors() {
        let reader = unsafe ByteReader(bytes.span.bytes)
        #expect(throws: FormatError.self) { try reader.table("table", at: 0, count: .max, entrySize: 24) }
        #expect(throws: FormatError("table", at: 4, "2 entries of 4 bytes do not fit in the 8 bytes of the file")) {
            try reader.table("table", at: 4, count: 2, entrySize: 4)
        }
    }

    @Test func unsignedLEB128() {
        let numbers: [UInt8] = [0x00, 0x7f, 0xe5, 0x8e, 0x26, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x80]
        let reader = unsafe ByteReader(numbers.span.bytes)
        #expect(reader.uleb128(at: 0)?.value == 0)
        #expect(reader.uleb128(at: 1)?.value == 127)
        #expect(reader.uleb128(at: 2)?.value == 624_485)
        #expect(reader.uleb128(at: 2)?.end == 5)
        #expect(reader.uleb128(at: 5)?.value == .max)
        #expect(reader.uleb128(at: 15) == nil)
    }

    @Test func anEndlessLEB128IsNil() {
        let endless = Array(repeating: UInt8(0x80), count: 100)
        #expect(unsafe ByteReader(endless.span.bytes).uleb128(at: 0) == nil)
    }

    @Test func namesEndAtTheirNULOrAreNil() {
        let text: [UInt8] = Array("ab\0cd".utf8)
        let reader = unsafe ByteReader(text.span.bytes)
        #expect(reader.name(at: 0, limit: 5) == 0..<2)
        #expect(reader.name(at: 2, limit: 5) == 2..<2)
        #expect(reader.name(at: 3, limit: 5) == nil)
        #expect(reader.name(at: 0, limit: 2) == nil)
        #expect(reader.name(at: -1, limit: 5) == nil)
        #expect(reader.name(at: 7, limit: 99) == nil)
        #expect(reader.string(1..<99) == "b\0cd")
    }

    @Test func findsEveryOccurrence() {
        let text: [UInt8] = Array("abcabcabab".utf8)
        let reader = unsafe ByteReader(text.span.bytes)
        #expect(reader.occurrences(of: Array("ab".utf8), in: 0..<99, limit: 9) == [0, 3, 6, 8])
        #expect(reader.occurrences(of: Array("ab".utf8), in: 1..<8, limit: 9) == [3, 6])
        #expect(reader.occurrences(of: Array("ab".utf8), in: 0..<10, limit: 2) == [0, 3])
        #expect(reader.occurrences(of: [], in: 0..<10, limit: 9) == [])
    }

    @Test func recordsAreCheckedOnce() throws {
        let reader = unsafe ByteReader(bytes.span.bytes)
        let record = try reader.record("record", at: 2, size: 6)
        #expect(record.u16(0) == 0x0403)
        #expect(record.u32(2) == 0x0807_0605)
        #expect(throws: FormatError("record", at: 3, "needs 6 bytes, the file has 8")) {
            _ = try reader.record("record", at: 3, size: 6).u8(0)
        }
    }
}
