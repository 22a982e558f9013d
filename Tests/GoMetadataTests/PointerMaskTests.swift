import BinaryFormats
import Testing

@testable import GoMetadata

struct PointerMaskTests {
    /// The words that may be pointers, of ten.
    private func pointers(_ program: [UInt8], words: Int = 10) -> [Int]? {
        let data = Address(0x1000)..<Address(0x1050)
        let reader = unsafe ByteReader(program.span.bytes)
        return PointerMask(data, wordSize: 8, words: words, program: 0, reader).map { mask in
            (0..<10).filter { mask.mayHoldPointer(Address(0x1000 + UInt64(8 * $0))) }
        }
    }

    @Test func literalAndRepeatedBits() {
        #expect(pointers([3, 0b101, 0]) == [0, 2])
        #expect(pointers([9, 0b1000_0001, 0b1, 0]) == [0, 7, 8])
        #expect(pointers([2, 0b10, 0x82, 3, 0]) == [1, 3, 5, 7])
        #expect(pointers([2, 0b10, 0x80, 2, 4, 0]) == [1, 3, 5, 7, 9])
        #expect(pointers([1, 1, 0x81, 9, 0]) == Array(0..<10))
    }

    @Test func programThatDoesNotMatchIsNil() {
        #expect(pointers([]) == nil)
        #expect(pointers([3, 0b101]) == nil)
        #expect(pointers([11, 0xFF, 0xFF, 0]) == nil)
        #expect(pointers([2, 0b10, 0x83, 1, 0]) == nil)
        #expect(pointers([2, 0b10, 0x82, 5, 0]) == nil)
        #expect(pointers([1, 1, 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0]) == nil)
        #expect(pointers([0x80, 0, 1, 0]) == nil)
        #expect(pointers([1, 1, 0], words: 0) == nil)
    }

    /// Repeated zeros are padding between variables.
    @Test func repeatedBitsAreArrays() throws {
        let program: [UInt8] = [2, 0b10, 0x82, 3, 1, 0, 0x81, 1, 0]
        let reader = unsafe ByteReader(program.span.bytes)
        let read = PointerMask(Address(0x1000)..<Address(0x1050), wordSize: 8, words: 10, program: 0, reader)
        #expect(try #require(read).arrays == [Address(0x1000)..<Address(0x1040)])
        #expect(PointerMask.program(at: 0, reader) == 0..<program.count)
        let cut = Array(program.dropLast())
        let short = unsafe ByteReader(cut.span.bytes)
        #expect(PointerMask.program(at: 0, short) == nil)
    }

    @Test func wordsOutsideOfTheDataMayBePointers() throws {
        let program: [UInt8] = [1, 0, 0]
        let reader = unsafe ByteReader(program.span.bytes)
        let read = PointerMask(Address(0x1000)..<Address(0x1050), wordSize: 8, words: 10, program: 0, reader)
        let mask = try #require(read)
        #expect(mask.mayHoldPointer(Address(0xFF8)))
        #expect(mask.mayHoldPointer(Address(0x1050)))
        #expect(!mask.mayHoldPointer(Address(0x1008)))
    }
}
